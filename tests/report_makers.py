"""Plain builders of documents, registers, returns and reports for tests. Each takes any field by name."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from capacity_portal.organization.models import Department, Officer, Region
from reports.models import (
    Assessment,
    BasisDocument,
    DocumentTask,
    EvidencePack,
    IncomingDocument,
    Indicator,
    Meeting,
    Notice,
    NoticeReturn,
    NoticeTemplate,
    NoticeVersion,
    NumberEntry,
    NumberSeries,
    Preparation,
    Recipient,
    Scheme,
    SuperiorInspection,
)
from tests.makers import make_department, make_officer, make_region

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Monday, an ordinary working day."""
_numbers = itertools.count(1)
WORDS = {
    "title": "关于做好三月份排查工作的通知",
    "addressees": "各县（市、区）人民政府，市直有关单位",
    "blocks": [
        {"kind": "paragraph", "text": "现将有关事项通知如下："},
        {"kind": "section", "level": 1, "heading": "提高思想认识"},
        {"kind": "paragraph", "text": "各地要高度重视，确保全覆盖、无死角。"},
        {"kind": "section", "level": 1, "heading": "按时报送情况"},
        {"kind": "paragraph", "text": "请于三月底前书面报送。"},
    ],
}


def an_officer(role: str = "office_staff", region: str | Region = "3608", **values) -> Officer:
    """An officer of the role, the first one there is unless ``values`` ask for one of their own."""
    code = region if isinstance(region, str) else region.code
    known = None if values else Officer.objects.filter(role=role, region__code=code).order_by("pk").first()
    return known or make_officer(role, region, **values)


def make_template(code: str = "notice", **values) -> NoticeTemplate:
    return NoticeTemplate.objects.create(
        code=code, **({"name": "通知", "kind": "notice", "content": WORDS} | values)
    )


def make_notice(state: str = "draft", **values) -> Notice:
    """A document in ``state`` with all that the database asks for in it; issued ones have their number too (``number``, ``code``)."""
    make_region("3608")
    number, code = values.pop("number", None), values.pop("code", "吉化解产能办字")
    values.setdefault("drafted_by", None)
    values["drafted_by"] = values["drafted_by"] or an_officer()
    fields = {
        "kind": "notice",
        "region_code": "3608",
        "title": WORDS["title"],
        "content": WORDS,
        "drafted_at": MORNING,
    }
    notice = Notice.objects.create(state=state, **(fields | _of_state(state) | values))
    NoticeVersion.objects.create(
        notice=notice,
        number=1,
        title=notice.title,
        content=notice.content,
        saved_at=MORNING,
        saved_by=notice.drafted_by,
    )
    if state in {"issued", "replaced", "withdrawn"}:
        make_entry(notice, number=number, code=code)
    return notice


def _of_state(state: str) -> dict:
    if state in {"draft"}:
        return {}
    if state == "dropped":
        return {"ended_at": MORNING, "ended_by": an_officer(), "ended_reason": "不再需要"}
    if state == "reviewing":
        return {"stage": "check", "round": 1}
    leader = an_officer("office_leader")
    signed = {"signed_at": MORNING, "signed_by": leader, "round": 1}
    if state == "approved":
        return signed
    issued = signed | {
        "issued_at": MORNING, "issued_by": an_officer(), "dated": MORNING.date(), "frozen": WORDS | {"number": ""},
        "verify_code": f"TEST{next(_numbers):08d}",
    }  # fmt: skip
    if state == "issued":
        return issued
    ended = {"ended_at": MORNING, "ended_by": leader, "ended_reason": "以新文件为准"}
    return issued | ended | ({"replaced_by": make_notice("issued")} if state == "replaced" else {})


def make_series(code: str = "吉化解产能办字", year: int = 2026, **values) -> NumberSeries:
    return NumberSeries.objects.get_or_create(code=code, year=year, defaults=values)[0]


def make_entry(notice: Notice, *, number: int | None = None, code: str = "吉化解产能办字") -> NumberEntry:
    series = make_series(code, notice.dated.year)
    series.last = number or series.last + 1
    series.save()
    return NumberEntry.objects.create(
        series=series,
        number=series.last,
        notice=notice,
        title=notice.title,
        given_at=MORNING,
        given_by=notice.issued_by,
    )


def make_recipient(
    notice: Notice | None = None,
    region: str | Region = "360802",
    department: Department | None = None,
    **values,
) -> Recipient:
    notice = notice or make_notice("issued")
    place = region if isinstance(region, Region) else make_region(region)
    fields = {"name": department.name if department else place.name, "due_on": notice.due_on}
    return Recipient.objects.create(
        notice=notice, region=place, region_code=place.code, department=department, **(fields | values)
    )


def make_notice_return(recipient: Recipient | None = None, state: str = "draft", **values) -> NoticeReturn:
    recipient = recipient or make_recipient()
    fields = {"region_code": recipient.region_code, "text": "已按要求办理。"}
    if state != "draft":
        fields |= {"submitted_at": MORNING, "submitted_by": an_officer("county_leader", recipient.region)}
        fields |= {"first_submitted_at": MORNING}
    if state == "accepted":
        fields |= {"accepted_at": MORNING, "accepted_by": an_officer()}
    if state == "sent_back":
        fields |= {"sent_back_at": MORNING, "sent_back_by": an_officer(), "send_back_comment": "缺数据"}
    return NoticeReturn.objects.create(recipient=recipient, state=state, **(fields | values))


def make_incoming(**values) -> IncomingDocument:
    make_region("3608")
    fields = {
        "region_code": "3608", "year": 2026, "sequence": IncomingDocument.objects.count() + 1, "printed_number": "苏化解办〔2018〕4号",
        "title": "关于做好严防“地条钢”死灰复燃有关工作的通知", "sender": "省化解过剩产能办公室", "received_on": MORNING.date(),
        "registered_at": MORNING, "registered_by": an_officer(),
    }  # fmt: skip
    return IncomingDocument.objects.create(**(fields | values))


def make_document_task(
    incoming: IncomingDocument | None = None, region: str = "360802", **values
) -> DocumentTask:
    make_region(region)
    fields = {"text": "开展自查", "assigned_at": MORNING, "assigned_by": an_officer()}
    return DocumentTask.objects.create(
        incoming=incoming or make_incoming(), region_code=region, **(fields | values)
    )


def make_superior_inspection(**values) -> SuperiorInspection:
    make_region("3608")
    day = MORNING.date()
    fields = {
        "region_code": "3608", "name": "省级专项检查", "organizer": "省化解过剩产能办公室", "starts_on": day + timedelta(30),
        "ends_on": day + timedelta(34), "period_from": date(2025, 1, 1), "period_to": day, "registered_at": MORNING,
        "registered_by": an_officer(),
    }  # fmt: skip
    return SuperiorInspection.objects.create(**(fields | values))


def make_preparation(
    inspection: SuperiorInspection | None = None, region: str = "360802", **values
) -> Preparation:
    place = make_region(region)
    return Preparation.objects.create(
        inspection=inspection or make_superior_inspection(), region=place, region_code=place.code, **values
    )


def make_pack(**values) -> EvidencePack:
    make_region("3608")
    fields = {
        "region_code": "3608", "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31), "asked_at": MORNING,
        "asked_by": an_officer(),
    }  # fmt: skip
    return EvidencePack.objects.create(**(fields | values))


def make_meeting(region: str = "3608", **values) -> Meeting:
    make_region(region)
    fields = {
        "region_code": region, "held_on": MORNING.date(), "kind": "leading_group", "title": "领导小组会议", "recorded_at": MORNING,
        "recorded_by": an_officer(),
    }  # fmt: skip
    return Meeting.objects.create(**(fields | values))


def make_basis(region: str = "3608", **values) -> BasisDocument:
    make_region(region)
    return BasisDocument.objects.create(
        region_code=region,
        **(
            {
                "year": 2026,
                "title": "关于化解产能严重过剩矛盾的指导意见",
                "printed_number": "国发〔2013〕41号",
            }
            | values
        ),
    )


def make_report_scheme(level: str = "county", indicators: int = 2, **values) -> Scheme:
    make_region("3608")
    fields = {
        "year": 2026, "kind": "self_assessment", "level": level, "region_code": "3608", "name": "化解过剩产能工作自评",
        "due_on": date(2026, 12, 5), "is_active": True, "outline": [{"key": "lead", "heading": "加强组织领导", "level": 1, "text": ""}],
    }  # fmt: skip
    scheme = Scheme.objects.create(**(fields | values))
    for position in range(1, indicators + 1):
        Indicator.objects.create(
            scheme=scheme, position=position, name=f"指标{position}", full_mark=5, rule="按要求完成得满分"
        )
    return scheme


def make_assessment(region: str | Region = "360802", scheme: Scheme | None = None, **values) -> Assessment:
    place = region if isinstance(region, Region) else make_region(region)
    fields = {"created_at": MORNING, "created_by": an_officer("county_staff", place)}
    return Assessment.objects.create(
        scheme=scheme or make_report_scheme(), region=place, region_code=place.code, **(fields | values)
    )


def make_unit(name: str = "市工业和信息化局", region: str = "3608") -> Department:
    place = make_region(region)
    return Department.objects.filter(region=place, name=name).first() or make_department(place, name=name)
