"""Of each area a cell, the month 2026-03, two duties, visits with a photo and a scan, a finding with evidence, a return.

Built after the enterprise files, with the area's tokens in every text and name.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from capacity_portal.organization.models import GridCell, GridPost, Officer
from enterprises.models import Enterprise
from inspections.models import (
    Clearing,
    Closing,
    Duty,
    Finding,
    FindingEvidence,
    FindingProgress,
    MonthlyReturn,
    QualityScore,
    Recheck,
    RecheckDraw,
    Round,
    Visit,
    VisitInspector,
    VisitPhoto,
    VisitScan,
)
from tests.acceptance import numbering
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_duty,
    make_finding,
    make_post,
    make_region,
    make_round,
    make_visit,
)

NUMBERED = (
    GridCell, GridPost, Closing, Duty, Visit, VisitInspector, VisitPhoto, VisitScan, Finding, FindingProgress, FindingEvidence,
    MonthlyReturn, Recheck, QualityScore,
)  # fmt: skip
MONTH = 202603


def open_month() -> Round:
    """The month all areas share, its checklists and its draw."""
    numbering.begin_at(1_001, *NUMBERED)
    for code in ("foundry", "sweep", "lookback", "steel_smelting", "rolling", "induction_furnace", "general"):
        make_checklist(code)
    for code in ("five_thorough", "four_thorough"):
        make_checklist(code)
    round_ = make_round(MONTH, visits_due_on=date(2026, 3, 31), return_due_on=date(2026, 4, 3))
    RecheckDraw.objects.create(
        round=round_, seed="0" * 64, block_number=1, share=5, candidates=4, drawn_at=NOON
    )
    return round_


def fill(area, staff: Officer, leader: Officer) -> None:
    """What belongs to one area; its numbers begin in the area's range."""
    numbering.begin_at(area.number * 100_000 + 1, *NUMBERED)
    round_ = Round.objects.get(period=MONTH)
    place = make_region(area.place)
    cell = make_cell(place, name=f"网格{area.token}", remarks=f"网格备注{area.token}")
    watcher = Officer.objects.filter(role="grid_officer", region_code=area.place).first()
    post = make_post(cell, watcher or leader)
    files = list(Enterprise.objects.unmerged().filter(region_code=area.place).order_by("id"))[:3]
    about = {"cell": cell, "responsible_name": f"责任人{area.people}"}
    duties = [make_duty(round_, file, **about) for file in files]
    sweep = make_duty(round_, kind="sweep", cell=cell, responsible_name=f"责任人{area.people}")
    visit = _visit(area, duties[0], staff)
    finding = make_finding(
        visit,
        description=f"问题情况{area.token}",
        requirement=f"整改要求{area.token}",
        responsible_name=f"整改人{area.people}",
    )
    returned = MonthlyReturn.objects.create(
        round=round_, period=MONTH, county=make_region(area.code), region_code=area.code, begun_at=NOON, begun_by=staff,
        text=f"月报正文{area.token}", problems=f"存在问题{area.token}",
    )  # fmt: skip
    recheck = Recheck.objects.create(draw=round_.draw, duty=duties[0], rank=area.number)
    QualityScore.objects.create(round=round_, county_code=area.code, score=80, visits=1, computed_at=NOON)
    area.ids |= {
        "cell": cell.pk, "post": post.pk, "duty": duties[1].pk, "visited": duties[0].pk, "sweep": sweep.pk, "visit": visit.pk,
        "finding": finding.pk, "return": returned.pk, "recheck": recheck.pk, "county": area.code,
    }  # fmt: skip
    item = duties[0].checklist.items.order_by("position").first()
    area.ids |= {"checklist": item.checklist_id, "checklist_item": item.pk}
    area.ids |= _papers(area, visit, finding, staff)
    area.ids |= _more_findings(area, visit, leader)
    _neighbour(area, round_)


def _visit(area, duty: Duty, staff: Officer) -> Visit:
    visit = make_visit(
        duty, outcome="problem", remarks=f"排查备注{area.token}", recorded_by=staff, visited_on=date(2026, 3, 2),
        longitude=Decimal("115.1"), latitude=Decimal("27.1"), answers={"item-1": {"value": "no", "same": False, "note": f"说明{area.token}"}},
    )  # fmt: skip
    VisitInspector.objects.create(visit=visit, officer=staff, name=staff.name, confirmed_at=NOON)
    VisitInspector.objects.create(
        visit=visit, name=f"外请{area.people}", unit=f"单位{area.people}", position=1
    )
    return visit


def _papers(area, visit: Visit, finding: Finding, staff: Officer) -> dict[str, int]:
    """A photo, a scan, a report of progress and a piece of evidence, with bytes."""
    from tests.acceptance.world import PDF, photo

    about = {"uploaded_at": NOON, "uploaded_by": staff, "size": 1}
    picture, paper = photo((area.number, 10, 10)), PDF.format(area.token).encode()
    shot = VisitPhoto(
        client_id=visit.client_id, visit=visit, caption=f"照片{area.token}", original_name=f"{area.token}.jpg",
        content_type="image/jpeg", sha256="1" * 64, source_sha256=f"{area.number:064d}", **about,
    )  # fmt: skip
    shot.file.save(f"photo-{area.number}.jpg", ContentFile(picture))
    scan = VisitScan(
        visit=visit,
        original_name=f"{area.token}.pdf",
        content_type="application/pdf",
        sha256="2" * 64,
        **about,
    )
    scan.file.save(f"scan-{area.number}.pdf", ContentFile(paper))
    progress = FindingProgress.objects.create(
        finding=finding,
        step="progress",
        percent=20,
        text=f"进展{area.token}",
        reported_at=NOON,
        reported_by=staff,
    )
    evidence = FindingEvidence(
        finding=finding, progress=progress, caption=f"证据{area.token}", original_name=f"{area.token}.jpg",
        content_type="image/jpeg", sha256="3" * 64, **about,
    )  # fmt: skip
    evidence.file.save(f"evidence-{area.number}.jpg", ContentFile(picture))
    return {"photo": shot.pk, "scan": scan.pk, "evidence": evidence.pk}


def _more_findings(area, visit: Visit, leader: Officer) -> dict[str, int]:
    """One of confirmed production with its clearing, and one that waits for somebody else to look at it."""
    confirmed = make_finding(visit, kind="revival", is_confirmed=True, description=f"查实{area.token}")
    Clearing.objects.create(
        finding=confirmed,
        checklist=make_checklist("five_thorough"),
        begun_at=NOON,
        begun_by=leader,
    )
    claimed = make_finding(
        visit, state="to_recheck", percent=100, claimed_at=NOON, claimed_by=leader, description=f"报请{area.token}"
    )  # fmt: skip
    return {"confirmed": confirmed.pk, "claimed": claimed.pk}


def _neighbour(area, round_: Round) -> None:
    """A cell in the same town that the area's grid officer does not answer for, with a duty, a visit and a finding."""
    cell = make_cell(f"{area.place}001", name=f"邻格{area.token}")
    file = Enterprise.objects.unmerged().filter(region_code=area.place).order_by("id")[3]
    duty = make_duty(round_, file, cell=cell, title=f"邻格企业{area.token}")
    visit = make_visit(
        duty, outcome="problem", visited_on=date(2026, 3, 2), recorded_at=NOON + timedelta(hours=1)
    )
    finding = make_finding(visit)
    area.ids["named_visit"] = _joint_visit(area, duty).pk
    area.ids |= {
        "neighbour_cell": cell.pk, "neighbour_duty": duty.pk, "neighbour_visit": visit.pk, "neighbour_finding": finding.pk,
    }  # fmt: skip


def _joint_visit(area, duty: Duty) -> Visit:
    """A visit in that cell which names the area's grid officer and its member unit; neither has confirmed."""
    visit = make_visit(duty, visited_on=date(2026, 3, 2), recorded_at=NOON + timedelta(hours=2))
    wanted = Officer.objects.filter(role="grid_officer", region_code=area.place) | Officer.objects.filter(
        role="member_unit", region_code__in=[area.code, area.code[:4]]
    )
    for position, one in enumerate(wanted.order_by("id")):
        VisitInspector.objects.create(visit=visit, officer=one, name=one.name, position=position)
    return visit
