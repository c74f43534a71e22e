"""Outlines the tests of this folder share: a full one, a short one, and a hypothesis strategy of any."""

from dataclasses import replace
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


def forms() -> dict[str, OfficialDocument]:
    """Documents of every form, two pages or more, by a name that says what is special about them."""
    words = (
        "各县（市、区）要切实将思想和行动统一到国家和省、市的决策部署上来，以供给侧结构性改革为主线，不折不扣地完成好化解"
        "钢铁过剩产能、防范“地条钢”死灰复燃等各项任务，2026年3月15日前完成自查排查工作。"
    )
    blocks = (Paragraph(words), Section(1, "提高认识"), Paragraph(words), Section(2, "总体要求"))
    blocks += (Section(3, "压实责任。", words), Section(4, "到村"), Paragraph(words))
    columns = (
        Column("序号", 4, "center"),
        Column("企业名称"),
        Column("处置情况"),
        Column("产能（万吨）", 7, "right"),
    )
    state = "已经停产并且拆除全部主体设备和动力装置，通过市级验收"
    table = Table(
        columns,
        tuple((str(number), f"示例市第{number}公司", state, "30") for number in range(1, 31)),
        "企业名单",
    )
    office = "示例市化解过剩产能工作领导小组办公室"
    notice = short(
        title="关于开展钢铁行业化解过剩产能自查工作的通知",
        issuers=(office,),
        blocks=blocks,
        number="示化解办〔2026〕1号",
        addressees="各县（市、区）人民政府，市直有关单位",
        signatories=(Signatory(office),),
        dated=date(2026, 2, 8),
        copies_to="省化解办，市委办公室，市人大常委会办公室，市政协办公室",
        printed_by="示例市化解办",
        printed_on=date(2026, 2, 9),
        contact="联系人：办公室，电话：0000-0000000。",
        note="此件公开发布",
    )
    attachments = (
        Attachment("企业名单", (table,)),
        Attachment("处置情况表", (table,), True),
        Attachment("说明", blocks[1:3]),
    )
    others = ("示例市工业和信息化局", "示例市发展和改革委员会")
    several = (Signatory("示例市化解办"), Signatory("示例市工信局"), Signatory("示例市发改委", None, True))
    return {
        "ordinary": notice,
        "attachments": replace(notice, attachments=attachments),
        "joint": replace(
            notice,
            issuers=(office, *others),
            signatories=several,
            serial="000001",
            signers=("某甲", "某乙丙"),
        ),
        "letter": replace(notice, form=Form.LETTER, mark_suffix="", urgency="加急"),
        "order": replace(
            notice,
            form=Form.ORDER,
            mark_suffix="令",
            signing=Signing.STAMPED,
            signer_title="市长",
            addressees="",
        ),
        "minutes": replace(
            notice,
            form=Form.MINUTES,
            mark_suffix="纪要",
            signatories=(),
            attendance=(Attendance("出席", "某甲"),),
        ),
        "single sided": replace(notice, is_single_sided=True, is_preprinted=True, blocks=blocks * 4),
        "landscape": replace(notice, blocks=(blocks[0], replace(table, is_landscape=True), blocks[0])),
    }
