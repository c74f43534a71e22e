"""One document of every form and manner of signing, as the measuring tests print and people look at them."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Attendance,
    Column,
    Draft,
    Form,
    OfficialDocument,
    Paragraph,
    Picture,
    Section,
    Signatory,
    Signing,
    Table,
)

OFFICE = "示例市化解过剩产能工作领导小组办公室"
LONG_OFFICE = "示例市化解过剩产能实现脱困发展领导小组办公室"
SENTENCE = "各地各部门要切实提高认识，压实责任，按照“谁主管、谁负责”的要求，认真开展自查自纠，于2026年3月15日前报送书面报告。"
DAY = date(2026, 2, 8)
TABLE = Table(
    (Column("序号", 3, "center"), Column("企业名称"), Column("所在地"), Column("产能（万吨）", 7, "right")),
    tuple(
        (str(number), f"某某钢铁有限公司{number}厂", "示例县青原镇", f"{number * 7}.5")
        for number in range(1, 9)
    ),
    "企业名单",
)


@cache
def seal(width: float = 42) -> Picture:
    """A red ring on nothing, ``width`` mm wide."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (248, 248), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((3, 3, 244, 244), outline=(221, 30, 30, 255), width=8)
    pen.regular_polygon((124, 124, 40), 5, fill=(221, 30, 30, 255))
    return Picture(_png(picture), width)


@cache
def stamp() -> Picture:
    """A signature stamp of 40 mm by 15 mm."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (320, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.line((10, 100, 80, 20, 130, 100, 200, 30, 310, 90), fill=(200, 20, 20, 255), width=9)
    return Picture(_png(picture), 40)


def _png(picture) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def paragraphs(many: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(SENTENCE) for _ in range(many))


def notice(**fields) -> OfficialDocument:
    """An ordinary sealed notice with everything a notice may have."""
    given = {
        "title": "关于做好严防“地条钢”死灰复燃有关工作的通知",
        "issuers": (OFFICE,),
        "number": "示化解办〔2026〕12号",
        "serial": "000012",
        "urgency": "特急",
        "addressees": "各县（市、区）人民政府，庐陵新区管委会，市各有关单位",
        "blocks": (
            *paragraphs(1),
            Section(1, "提高思想认识"),
            Section(2, "总体要求"),
            Section(3, "压实责任。", SENTENCE),
            Section(4, "到村到户。", SENTENCE),
            Section(1, "抓好落实"),
            *paragraphs(6),
        ),
        "contact": "联系人：市发改委工业处，电话：0000-12345678。",
        "attachments": (Attachment("企业名单", (TABLE,)), Attachment("有关情况说明", paragraphs(2))),
        "signatories": (Signatory("示例市化解办", seal()),),
        "dated": DAY,
        "note": "此件公开发布",
        "copies_to": "省化解办，市委办公室，市人大常委会办公室，市政协办公室，市纪委监委，市中级人民法院，市人民检察院，示例军分区",
        "printed_by": OFFICE,
        "printed_on": date(2026, 2, 9),
        "verify_code": "7Q2M-4KXD",
        "verify_url": "https://portal.example.gov.cn/verify/7Q2M4KXD",
    }
    return OfficialDocument(**given | fields)


def plain_notice(**fields) -> OfficialDocument:
    """A notice without attachments, 份号 and 紧急程度."""
    return notice(**{"attachments": (), "serial": "", "urgency": "", "note": ""} | fields)


def upward() -> OfficialDocument:
    return plain_notice(
        title="关于化解钢铁过剩产能工作情况的报告",
        issuers=("示例市人民政府",),
        signers=("张三", "李四光", "欧阳子"),
        number="示府报〔2026〕3号",
        addressees="省人民政府",
        blocks=paragraphs(2),
        signatories=(Signatory("示例市人民政府", seal()),),
    )


def letter() -> OfficialDocument:
    return plain_notice(
        form=Form.LETTER,
        title="关于商请提供用电数据的函",
        issuers=(OFFICE,),
        mark_suffix="",
        number="示化解办函〔2026〕5号",
        urgency="加急",
        addressees="示例市供电公司",
        blocks=paragraphs(2),
        copies_to="省化解办，市政府办公室",
    )


def order() -> OfficialDocument:
    return plain_notice(
        form=Form.ORDER,
        title="示例市人民政府令",
        issuers=("示例市人民政府",),
        mark_suffix="令",
        number="第12号",
        addressees="",
        blocks=paragraphs(2),
        contact="",
        signing=Signing.STAMPED,
        signer_title="市　长",
        signer_stamp=stamp(),
        signatories=(),
        copies_to="",
    )


def minutes() -> OfficialDocument:
    return plain_notice(
        form=Form.MINUTES,
        title="全市化解过剩产能工作推进会议纪要",
        issuers=("示例市人民政府会议",),
        mark_suffix="纪要",
        number="〔2026〕2号",
        addressees="",
        contact="",
        blocks=paragraphs(3),
        attendance=(
            Attendance(
                "出席",
                "张三（市政府）、李四（市发改委）、王五（市工信局）、赵六（市市场监管局）、钱七（示例县政府）",
            ),
            Attendance("请假", "孙八"),
            Attendance("列席", "周九、吴十"),
        ),
        signatories=(),
        dated=None,
    )


def joint() -> OfficialDocument:
    names = ("示例市发展和改革委员会", "示例市工业和信息化局", "示例市生态环境局")
    return plain_notice(
        title="关于联合开展专项排查的通知",
        issuers=names,
        number="示发改产业〔2026〕8号",
        blocks=paragraphs(2),
        signatories=tuple(Signatory(name, seal()) for name in names),
    )


def unsealed(**fields) -> OfficialDocument:
    return plain_notice(**{"signing": Signing.UNSEALED, "blocks": paragraphs(2)} | fields)


def landscape() -> OfficialDocument:
    rows = tuple((str(number), "某某钢铁有限公司", SENTENCE[:40], "已查", "无") for number in range(1, 40))
    columns = (
        Column("序号", 3, "center"),
        Column("企业"),
        Column("情况"),
        Column("结果", 4, "center"),
        Column("备注", 4),
    )
    wide = Table(columns, rows, "排查情况汇总表", True)
    return plain_notice(attachments=(Attachment("排查情况汇总表", (replace(wide, title=""),), True),))


def draft(document: OfficialDocument) -> OfficialDocument:
    return replace(document, draft=Draft("张三（示例市化解办）", "2026-02-01 09:30"))


ALL = {
    "notice": notice,
    "long name": lambda: plain_notice(
        issuers=(LONG_OFFICE,), signatories=(Signatory(LONG_OFFICE, seal()),), printed_by=LONG_OFFICE
    ),
    "upward": upward,
    "letter": letter,
    "order": order,
    "minutes": minutes,
    "joint": joint,
    "unsealed": unsealed,
    "landscape": landscape,
    "draft": lambda: draft(notice()),
    "draft letter": lambda: draft(letter()),
    "preprinted": lambda: plain_notice(is_preprinted=True, blocks=paragraphs(2)),
}
