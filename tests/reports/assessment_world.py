"""A county's year with something of every kind that a report counts, and a report over all of it."""

import json
from datetime import date

from django.conf import settings

from capacity_portal.organization.models import Officer
from enterprises.models import ReductionItem, ReductionTask, ReductionTotal
from reports.models import Assessment, GroupMember, Indicator, Scheme, UnitDuty
from reports.operations import assessments as operations
from reports.operations.scheme_loading import load_schemes
from reports.operations.schemes import create_scheme
from reports.rules.figures import FIGURES
from tests import makers, report_makers, tip_makers
from tests.report_makers import MORNING
from tipoffs.models import Disposition

COUNTY, YEAR = "360802", 2026
ALL_WORDS = (
    "；".join(f"{{={key}}}" for key in FIGURES) + "。{=tasks}。{=exits}。{=coverage}。{=rectification}。"
)
OUTLINE = [
    {"key": "opening", "heading": "", "level": 1, "text": "{year}年，{region}{=steel_tasks}，{=new_capacity}，得{score}分（满分{full}分）。"},
    {"key": "all", "heading": "工作情况", "level": 1, "text": ALL_WORDS},
]  # fmt: skip
INDICATORS = [
    {
        "name": "组织领导",
        "full_mark": 2,
        "rule": "有会议得满分",
        "method": "all_or_nothing",
        "figure": "meetings",
    },
    {"name": "其他工作", "full_mark": 3, "rule": "按完成情况评分"},
]


def scheme(**values) -> Scheme:
    """A county's scheme in force over everything."""
    makers.make_region("3608")
    fields = {
        "year": YEAR, "kind": "self_assessment", "level": "county", "region_code": "3608", "name": "化解过剩产能工作自评报告",
        "due_on": date(YEAR, 12, 5), "outline": OUTLINE, "indicators": INDICATORS,
    }  # fmt: skip
    made = create_scheme(**(fields | values), by=None, at=MORNING)
    made.is_active = True
    made.save()
    return made


def prepared(kind: str) -> Scheme:
    """The county's scheme of the fixture (克州 in three parts, 张掖, the six heads of 2021), in force; evidence is not asked for."""
    makers.make_region("3608")
    entries = json.loads((settings.FIXTURES_DIR / "report_schemes.json").read_text(encoding="utf-8"))
    load_schemes(entries=entries, year=YEAR, region_code="3608", by=None, at=MORNING)
    Indicator.objects.update(needs_evidence=False)
    Scheme.objects.update(is_active=True)
    return Scheme.objects.get(kind=kind, level="county")


def opened(made: Scheme | None = None, region: str = COUNTY) -> Assessment:
    """A report just begun by the county's staff."""
    place = makers.make_region(region)
    by = report_makers.an_officer("office_staff" if len(region) == 4 else "county_staff", place)
    return operations.open_assessment(scheme=made or scheme(), region=place, by=by, at=MORNING)


def ready(assessment: Assessment | None = None) -> Assessment:
    """Nothing blocks it."""
    assessment = assessment or opened()
    by = assessment.created_by
    contact = {
        "contact_office": "产业科", "contact_telephone": "0796-8888888", "contact_person": "张三丰", "contact_mobile": "13900001234",
    }  # fmt: skip
    names = [
        {"name": "吉州区化解过剩产能办", "is_for_another": False},
        {"name": "吉州区工信局", "is_for_another": True},
    ]
    empty = {entry["key"]: "另行说明。" for entry in assessment.scheme.outline if not entry["text"]}
    assessment = operations.write(
        assessment=assessment,
        texts=empty,
        version=assessment.version,
        contact=contact,
        signatories=names,
        by=by,
        at=MORNING,
    )
    scores = assessment.scores.filter(indicator__method="manual")
    marks = {score.indicator_id: (score.indicator.full_mark, "") for score in scores}
    return operations.mark(assessment=assessment, version=assessment.version, marks=marks, by=by, at=MORNING)


def submitted(assessment: Assessment | None = None) -> Assessment:
    assessment = ready(assessment)
    role = "office_leader" if len(assessment.region_code) == 4 else "county_leader"
    by = report_makers.an_officer(role, assessment.region)
    return operations.submit(assessment=assessment, version=assessment.version, by=by, at=MORNING)


def reviewed(assessment: Assessment | None = None) -> Assessment:
    assessment = submitted(assessment)
    by = _second()
    return operations.review(assessment=assessment, version=assessment.version, by=by, at=MORNING)


def final(assessment: Assessment | None = None) -> Assessment:
    assessment = reviewed(assessment)
    by = _second()
    return operations.finish(assessment=assessment, version=assessment.version, by=by, at=MORNING)


def _second() -> Officer:
    """Of the office, and not who wrote the prefecture's report."""
    first = report_makers.an_officer("office_staff")
    others = Officer.objects.filter(role="office_staff", region=first.region).exclude(pk=first.pk)
    return others.order_by("pk").first() or makers.make_officer("office_staff", "3608")


def a_year() -> None:
    """At least one row behind every figure, and one like it in another county or year behind most."""
    for county, day in ((COUNTY, MORNING.date()), ("360803", MORNING.date()), (COUNTY, date(2025, 3, 2))):
        _ledger(county, day)
        _papers(county, day)
    _inspections()
    _tips()


def _ledger(county: str, day: date) -> None:
    place = makers.make_region(county)
    product = makers.make_product()
    for industry in ("steel", "coal"):
        task = ReductionTask.objects.create(
            region=place,
            region_code=county,
            year=day.year,
            industry=industry,
            title=f"{day.year}年{industry}任务",
            document="方案",
        )
        ReductionTotal.objects.create(task=task, product=product, unit="万吨", stated=96)
        for position, amount in enumerate((51, 39), 1):
            ReductionItem.objects.create(
                task=task, position=position, label=f"分项{position}", product=product, unit="万吨", amount=amount,
                completed_on=day if position == 1 else None,
            )  # fmt: skip
    makers.make_enterprise(
        place,
        status="exited",
        status_document="吉化办〔2026〕1号",
        status_on=day,
        closed_on=day,
        supervision_class="other",
    )
    for kind in ("steel_smelting", "foundry", "rolling", "induction_furnace"):
        firm = makers.make_enterprise(place, supervision_class=kind)
    makers.make_equipment(
        firm, count=3, kind=makers.make_kind("line_frequency_furnace", is_induction_furnace=True)
    )


def _papers(county: str, day: date) -> None:
    department = makers.make_department(makers.make_region(county))
    GroupMember.objects.create(
        region_code=county,
        role="member",
        post="区长",
        department=department,
        since=day,
        until=date(day.year, 12, 31),
    )
    UnitDuty.objects.create(region_code=county, year=day.year, department=department, duty="负责排查")
    report_makers.make_meeting(county, held_on=day)
    report_makers.make_recipient(report_makers.make_notice("issued", dated=day, number=None), county)
    report_makers.make_notice("issued", dated=day, region_code=county)


def _inspections() -> None:
    round_ = makers.make_round()
    for county in (COUNTY, "360803"):
        firm = makers.make_enterprise(county)
        duty = makers.make_duty(round_, firm, coverage="covered", covered_on=MORNING.date())
        makers.make_duty(round_, makers.make_enterprise(county))
        visit = makers.make_visit(duty, is_night=True)
        makers.make_visit(duty)
        makers.make_finding(visit, kind="revival", is_confirmed=True)
        makers.make_finding(visit, kind="new_capacity", sub_kind="fraud")
        makers.make_finding(
            visit,
            state="closed",
            closed_at=MORNING,
            closed_by=visit.recorded_by,
            recheck_on=MORNING.date(),
            percent=100,
        )
        makers.make_return(
            county,
            round_,
            state="submitted",
            submitted_at=MORNING,
            submitted_by=visit.recorded_by,
            figures={},
            is_late=True,
        )


def _tips() -> None:
    """Two tips handed over to the county, one to its neighbour, one that came last year."""
    for county, received_on in (
        (COUNTY, MORNING.date()),
        ("360803", MORNING.date()),
        (COUNTY, date(2025, 3, 2)),
    ):
        tip = tip_makers.make_tip("handed_over", kind="production", received_on=received_on)
        tip_makers.make_assignment(tip, county)
        tip_makers.make_verification(tip, began_on=received_on, ended_on=received_on)
        Disposition.objects.create(
            tip=tip,
            kind="sealed",
            text="查封",
            on=received_on,
            recorded_at=MORNING,
            recorded_by=tip.handed_over_by,
        )
