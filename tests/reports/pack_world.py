"""A prefecture with a piece of every kind of evidence in March 2026, and canaries in everything that must not leave the office."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from inspections.models import FindingEvidence, FindingProgress, VisitPhoto
from inspections.queries.compiling import compile_return
from reports.models import GroupMember, MeetingFile, RecipientFile, UnitDuty
from tests import report_makers as makers
from tests.evidence_makers import jpeg
from tests.evidence_makers import pdf as pdf_of_pages
from tests.makers import make_finding, make_officer, make_region, make_return, make_round, make_visit
from tests.tip_makers import make_assignment, make_tip
from tipoffs.models import Disposition

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
LATER = datetime(2026, 4, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CANARY = "金丝雀甲乙丙丁"
"""Begins every word of a reporter."""
TEXT, PLACE, SEEN = f"{CANARY}原文", f"{CANARY}地点", f"{CANARY}时间"


def stored(field, content: bytes, name: str) -> None:
    field.save(name, ContentFile(content), save=True)


def make_evidence() -> dict:
    """The records; ``leader`` sees all of them."""
    for code in ("3608", "360802", "360803"):
        make_region(code)
    leader = make_officer("office_leader", "3608")
    pdf = pdf_of_pages(3)
    world = {
        "leader": leader,
        "notice": _sent(pdf),
        "incoming": makers.make_incoming(scan_name="来文.pdf", scan_type="application/pdf"),
    }
    stored(world["incoming"].scan, pdf, "incoming.pdf")
    _inspected(jpeg((60, 40)))
    world["tip"] = _told(leader)
    world["meeting"] = makers.make_meeting(participants="市工信局", decisions="按月排查", recorded_by=leader)
    _file(MeetingFile, meeting=world["meeting"], name="签到表.pdf", content=pdf, at=leader)
    makers.make_basis()
    GroupMember.objects.create(region_code="3608", role="head", post="常务副市长", since=date(2025, 1, 1))
    UnitDuty.objects.create(region_code="3608", year=2026, department=makers.make_unit(), duty="牵头组织")
    return world


def _sent(pdf: bytes):
    notice = makers.make_notice("issued", wants_return=True, due_on=date(2026, 3, 31))
    stored(notice.pdf, pdf, "notice.pdf")
    recipient = makers.make_recipient(notice)
    makers.make_recipient(notice, "360803")
    written = makers.make_notice_return(recipient, "accepted")
    _file(
        RecipientFile,
        recipient=recipient,
        purpose="return",
        name="佐证.pdf",
        content=pdf,
        at=written.submitted_by,
        taken_at=makers.MORNING,
    )
    return notice


def _inspected(picture: bytes) -> None:
    visit = make_visit(outcome="problem")
    by = visit.recorded_by
    photo = VisitPhoto(
        client_id=visit.client_id, visit=visit, original_name="现场.jpg", content_type="image/jpeg", size=len(picture),
        sha256="0" * 64, source_sha256="0" * 64, uploaded_at=makers.MORNING, uploaded_by=by,
    )  # fmt: skip
    stored(photo.file, picture, "photo.jpg")
    finding = make_finding(visit)
    line = FindingProgress.objects.create(
        finding=finding, step="progress", percent=10, reported_at=makers.MORNING, reported_by=by
    )
    evidence = FindingEvidence(
        finding=finding, progress=line, original_name="整改.jpg", content_type="image/jpeg", size=len(picture), sha256="0" * 64,
        uploaded_at=makers.MORNING, uploaded_by=by,
    )  # fmt: skip
    stored(evidence.file, picture, "evidence.jpg")
    round_ = make_round()
    make_return(
        round_=round_, state="accepted", submitted_at=makers.MORNING, submitted_by=by, accepted_at=makers.MORNING,
        accepted_by=makers.an_officer(), figures=compile_return(round_, "360802", today=makers.MORNING.date()),
    )  # fmt: skip


def _told(leader):
    tip = make_tip(
        "closed",
        text=TEXT,
        place_text=PLACE,
        seen_text=SEEN,
        firm_name=f"{CANARY}厂",
        summary="某厂疑似夜间生产，请核查。",
        officer=leader,
    )
    make_assignment(tip)
    Disposition.objects.create(
        tip=tip,
        kind="stopped",
        text="已责令停产",
        on=date(2026, 3, 9),
        recorded_at=makers.MORNING,
        recorded_by=leader,
    )
    return tip


def _file(model, *, name: str, content: bytes, at, **values):
    record = model(
        name=name, content_type="application/pdf", size=len(content), sha256="0" * 64, uploaded_at=makers.MORNING, uploaded_by=at,
        **values,
    )  # fmt: skip
    stored(record.file, content, name)
    return record
