"""What keeps a document from going on, as sentences with their remedy: asked by the page, the form and the operation alike."""

from collections.abc import Iterator

from reports.choices import Direction, DocumentForm, DocumentKind

_UNADDRESSED = frozenset({DocumentForm.ORDER, DocumentForm.MINUTES})
_UP_KINDS = frozenset({DocumentKind.REQUEST, DocumentKind.REPORT})
_SEVERAL = ("，", ",", "、", "；", ";")


def against_settings(notice) -> Iterator[str]:
    """Direction, addressees and signers against the regulation (党政机关公文处理工作条例 第十四、十五条)."""
    addressees = str(notice.content.get("addressees") or "").strip()
    if not addressees and notice.form not in _UNADDRESSED and not notice.is_public:
        yield "没有填写主送机关；请在文稿中填写，公开发布的文件可以不填。"
    if notice.direction == Direction.UP:
        if any(mark in addressees for mark in _SEVERAL):
            yield f"上行文原则上只主送一个上级机关，现在填的是“{addressees[:40]}”；请保留一个，其余改为抄送。"
        if not notice.signers:
            yield "上行文应标注签发人；请在版式设置中填写签发人姓名。"
    elif notice.kind in _UP_KINDS:
        yield f"“{notice.get_kind_display()}”是上行文种，行文方向现在是“{notice.get_direction_display()}”；请改为上行文或改用其他文种。"
    if notice.kind in {DocumentKind.LETTER, DocumentKind.REPLY} and notice.direction == Direction.UP:
        yield "函不用于向上级机关请示、报告；请改用请示、报告或改为平行文。"


def against_open_comments(count: int) -> Iterator[str]:
    if count:
        yield f"还有{count}条修改意见没有处理；请逐条处理后再办理。"
