"""Outlines the tests of this folder share: a full one, a short one, and a hypothesis strategy of any."""

from datetime import date

from hypothesis import strategies as st

from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Attendance,
    Column,
    Form,
    OfficialDocument,
    Paragraph,
    Section,
    Signatory,
    Signing,
    Table,
)

TABLE = Table((Column("序号", 3, "center"), Column("企业")), (("1", "甲公司"), ("2", "乙公司")), "企业名单")


def short(**fields) -> OfficialDocument:
    """A notice of one paragraph; ``fields`` as of OfficialDocument."""
    given = {
        "title": "关于开展自查的通知",
        "issuers": ("示例市化解办",),
        "blocks": (Paragraph("请于月底前报送。"),),
    }
    return OfficialDocument(**given | fields)


def full() -> OfficialDocument:
    """A document in which every field that JSON holds is filled."""
    return OfficialDocument(
        title="关于做好严防“地条钢”死灰复燃有关工作的通知",
        issuers=("示例市化解办", "示例市工信局"),
        blocks=(
            Paragraph("现将有关工作通知如下："),
            Section(1, "提高认识"),
            Section(2, "总体要求"),
            Section(3, "压实责任。", "各地要压实责任。"),
            Section(4, "到村"),
            Section(4, "到户"),
            Section(3, "加强督查"),
            Section(1, "抓好落实"),
            Section(3, "按月报送"),
            TABLE,
            Paragraph("特此通知。", is_flush=True),
        ),
        form=Form.ORDINARY,
        number="示化解办〔2026〕1号",
        serial="000001",
        secrecy="秘密★1年",
        urgency="特急",
        signers=("某甲", "某乙"),
        addressees="各县（市、区）人民政府",
        attachments=(Attachment("名单", (TABLE,), True), Attachment("说明", (Paragraph("无。"),))),
        attendance=(Attendance("出席", "某甲、某乙"),),
        contact="联系人：市发改委工业处，电话：0000-12345678。",
        signatories=(Signatory("示例市化解办"), Signatory("示例市工信局", is_for_another=True)),
        signing=Signing.UNSEALED,
        signer_title="市长",
        dated=date(2026, 2, 8),
        note="此件公开发布",
        copies_to="省化解办，市政府办公室",
        has_addressees_at_end=True,
        printed_by="示例市化解办",
        printed_on=date(2026, 2, 9),
        is_single_sided=True,
        is_preprinted=True,
        verify_code="ABCD",
        verify_url="https://portal.example.gov.cn/v/ABCD",
        keywords=("钢铁", "产能"),
    )


_texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), max_size=20)


@st.composite
def _tables(draw) -> Table:
    columns = draw(st.lists(st.builds(Column, _texts, st.floats(0, 100)), min_size=1, max_size=3))
    cells = st.tuples(*[_texts] * len(columns))
    return Table(tuple(columns), tuple(draw(st.lists(cells, max_size=3))), draw(_texts), draw(st.booleans()))


_blocks = st.lists(
    st.builds(Section, st.integers(1, 4), _texts, _texts)
    | st.builds(Paragraph, _texts, st.booleans())
    | _tables(),
    max_size=4,
).map(tuple)
any_document = st.builds(
    short,
    title=_texts,
    blocks=_blocks,
    form=st.sampled_from(Form),
    signing=st.sampled_from(Signing),
    addressees=_texts,
    attachments=st.lists(st.builds(Attachment, _texts, _blocks, st.booleans()), max_size=2).map(tuple),
    signatories=st.lists(st.builds(Signatory, _texts, st.none(), st.booleans()), max_size=2).map(tuple),
    dated=st.none() | st.dates(),
)
