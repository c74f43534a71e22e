import pytest

from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Column,
    Paragraph,
    Section,
    Signatory,
    Table,
)
from capacity_portal.lib.typesetting.official.problems import problems
from tests.capacity_portal.lib.typesetting.official.outlines import short


def found(**fields) -> list[tuple[str, str]]:
    return [(problem.place, problem.sentence) for problem in problems(short(**fields))]


def test_a_sound_document_has_none():
    assert found() == []


@pytest.mark.parametrize(
    ("fields", "place", "sentence"),
    [
        (
            {"blocks": (Paragraph("好"), Paragraph("示例😀市"))},
            "正文第2段",
            "正文第2段有字体画不出的字：“😀”（U+1F600）；请换用规范字或请系统管理员补充字体。",
        ),
        (
            {"signatories": (Signatory("某\u0e01局"),)},
            "署名",
            "署名有字体画不出的字：“\u0e01”（U+0E01）；请换用规范字或请系统管理员补充字体。",
        ),
        (
            {"title": "关于\x07通知"},
            "标题",
            "标题含有看不见的控制字符（U+0007）；请删去后重新录入这一处。",
        ),
        (
            {"blocks": (Section(1, "机密 ★1年"),)},
            "正文第1段标题",
            "正文第1段标题有密级标志“机密 ★1年”：涉密文件不得在本系统办理；请删去并按保密规定另行办理。",
        ),
        (
            {"note": "密级：秘密"},
            "附注",
            "附注有密级标志“密级：秘密”：涉密文件不得在本系统办理；请删去并按保密规定另行办理。",
        ),
        ({"secrecy": "内部"}, "密级", "本系统不办理涉密文件；请删去密级，按保密规定另行办理。"),
        ({"title": " "}, "标题", "标题没有填写；请填写公文标题。"),
        ({"issuers": ("",)}, "发文机关标志", "发文机关没有填写；请至少填写一个发文机关。"),
        ({"addressees": "各县："}, "主送机关", "主送机关末尾多了“：”：冒号由系统印出；请删去末尾的冒号。"),
        ({"copies_to": "省办。"}, "抄送机关", "抄送机关末尾多了“。”：句号由系统印出；请删去末尾的句号。"),
        ({"blocks": ()}, "正文", "正文没有内容；请至少写一段。"),
        (
            {"blocks": (Paragraph("甲"), Paragraph(" "))},
            "正文第2段",
            "正文第2段是空的；请填写内容或删去这一段。",
        ),
        (
            {"blocks": (Paragraph("甲"), Section(1, ""))},
            "正文第2段",
            "正文第2段的标题是空的；请填写标题或删去这一段。",
        ),
        ({"attachments": (Attachment(""),)}, "附件1标题", "附件1没有标题；请填写附件名称。"),
        (
            {"attachments": (Attachment("甲", (Table((), ()),)),)},
            "附件1第1段",
            "附件1第1段的表没有列；请至少留一列或删去这张表。",
        ),
        (
            {"attachments": (Attachment("甲", (Table((Column("甲"),), (("1",), ("2", "3"))),)),)},
            "附件1第1段表第2行",
            "附件1第1段表第2行有2格，表头有1列；请补齐或删去多余的格。",
        ),
        (
            {"attachments": (Attachment("甲", (Table((Column("甲"),), (("1",), ("กข",))),)),)},
            "附件1第1段表第2行",
            "附件1第1段表第2行有字体画不出的字：“ก”（U+0E01）、“ข”（U+0E02）；请换用规范字或请系统管理员补充字体。",
        ),
    ],
)
def test_problem(fields, place, sentence):
    assert found(**fields) == [(place, sentence)]


@pytest.mark.parametrize("text", ["绝密★", "秘密☆3年", "机　密★", "密级　机密"])
def test_marks_of_secrecy_in_any_spelling(text):
    assert [place for place, _ in found(blocks=(Paragraph(text),))] == ["正文第1段"]


@pytest.mark.parametrize("text", ["保守国家秘密", "不涉及密级", "商业秘密和个人隐私"])
def test_words_about_secrets_are_no_marks(text):
    assert found(blocks=(Paragraph(text),)) == []


def test_places_of_everything_else():
    from tests.capacity_portal.lib.typesetting.official.outlines import full

    assert [place for place, _ in ((p.place, p.sentence) for p in problems(full()))] == ["密级", "密级"]
