"""Many visits at once are what one after the other would have been, only quicker."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import process_time
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries import drift
from capacity_portal.lib.workflow import StepRefused
from inspections.models import ChecklistItem, Duty, Finding, Tally, Visit, VisitInspector
from inspections.operations import counting
from inspections.operations.many_visits import ReportRefused, record_many
from inspections.operations.rounds_open import RoundClosed
from inspections.operations.visits import record_visit
from inspections.queries.checklists import items_of, previous_visit
from inspections.queries.many_duties import items_by_duty, previous_by_duty
from inspections.rules.reports import FindingDraft, Inspector, Place, VisitReport
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_equipment,
    make_kind,
    make_officer,
    make_post,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
GOOD = {f"item-{n}": {"value": "yes"} for n in (1, 2, 3)}
LEFT_OUT = {"id", "client_id", "duty_id", "enterprise_id"}


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


def duties(count: int) -> list[Duty]:
    place = {"longitude": Decimal("115.000000"), "latitude": Decimal("27.100000")}
    return [make_duty(enterprise=make_enterprise("360802001", **place)) for _ in range(count)]


def report(officer, **changes) -> VisitReport:
    people = (Inspector(officer.name, officer_id=officer.pk), Inspector("王秀英", "古南镇街道"))
    values = {"client_id": uuid4(), "visited_on": date(2026, 3, 2), "outcome": "normal", "answers": GOOD}
    return VisitReport(**{**values, "inspectors": people, **changes})


def variety(officer) -> list[VisitReport]:
    """Each kind of visit once."""
    colleague = make_officer("grid_officer", "360802001")
    draft = FindingDraft(kind="other", severity="minor", description="炉前堆放废钢约 3 吨")
    place = Place(Decimal("115.001000"), Decimal("27.100000"), 15)
    return [
        report(officer, remarks="现场无异常，炉体冷却，变压器未带电。", place=place),
        report(officer, outcome="problem", findings=(draft,)),
        report(officer, outcome="refused", outcome_reason="门卫拒绝", answers={}),
        report(officer, outcome="idle", answers={}, doubts_accepted=True),
        report(officer, visited_on=date(2026, 3, 1), inspectors=(Inspector("", officer_id=colleague.pk),)),
        report(officer, remarks="现场无异常，炉体冷却，变压器未带电。"),
    ]


def told(model, **chosen) -> list[dict]:
    rows = model.objects.filter(**chosen).order_by("id").values()
    return [{name: value for name, value in row.items() if name not in LEFT_OUT} for row in rows]


def test_the_records_are_those_that_single_visits_leave(officer):
    reports = variety(officer)
    several, single = duties(len(reports)), duties(len(reports))
    made = record_many(reports=list(zip(several, reports, strict=True)), by=officer, at=NOON)
    counted = [vars(row) for row in Tally.objects.all()]
    for duty, one in zip(single, reports, strict=True):
        record_visit(duty=duty, report=replace(one, client_id=uuid4()), by=officer, at=NOON)
    assert told(Visit, duty__in=several) == told(Visit, duty__in=single)
    names = ("name", "unit", "position", "confirmed_at", "officer")
    people = [
        list(VisitInspector.objects.filter(visit__duty__in=group).order_by("id").values_list(*names))
        for group in (several, single)
    ]
    assert people[0] == people[1]
    standing = ("coverage", "visits_done", "covered_on", "is_late")
    stood = [
        list(Duty.objects.filter(pk__in=[d.pk for d in g]).order_by("id").values_list(*standing))
        for g in (several, single)
    ]
    assert stood[0] == stood[1]
    assert [visit.duty_id for visit in made] == [duty.pk for duty in several]
    assert (Finding.objects.count(), [row["covered"] for row in counted]) == (2, [4])
    entries = [
        Entry.objects.filter(
            subject="visit", subject_id__in=Visit.objects.filter(duty__in=group).values("pk")
        )
        for group in (several, single)
    ]
    assert [entry.changes.keys() for entry in entries[0]] == [entry.changes.keys() for entry in entries[1]]
    assert "相同" in entries[0].order_by("id").first().note
    assert [one for one in drift() if one.subject.startswith("visit")] == []


def test_the_tallies_agree_with_a_single_recount(officer):
    several = duties(3)
    record_many(reports=[(duty, report(officer)) for duty in several], by=officer, at=NOON)
    before = list(Tally.objects.values())
    for duty in several:
        counting.recount(counting.locked(duty.pk))
    assert list(Tally.objects.values()) == before


def test_another_content_under_a_known_id_refuses_all(officer):
    one, two = duties(2)
    sent = report(officer)
    record_visit(duty=one, report=sent, by=officer, at=NOON)
    other = replace(sent, inspectors=(*sent.inspectors, Inspector("刘建国")))
    with pytest.raises(ReportRefused, match="已经提交过，内容与这次不同") as refused:
        record_many(reports=[(two, report(officer)), (one, other)], by=officer, at=NOON)
    assert (refused.value.number, Visit.objects.count()) == (1, 1)


def test_a_typed_colleague_and_a_far_position_refuse_all(officer):
    one, two = duties(2)
    make_officer("member_unit", "360802", name="李大强")
    for changes, words in [
        ({"inspectors": (Inspector("李大强"),)}, "请在检查人员中选择该账户"),
        ({"place": Place(Decimal("87"), Decimal("43"))}, "相距"),
    ]:
        with pytest.raises(ReportRefused, match=words) as refused:
            record_many(
                reports=[(one, report(officer)), (two, report(officer, **changes))], by=officer, at=NOON
            )
        assert (refused.value.number, Visit.objects.count()) == (1, 0)


def test_a_member_unit_may_be_named(officer):
    (duty,) = duties(1)
    unit = make_officer("member_unit", "3608")
    named = report(officer, inspectors=(Inspector("", officer_id=unit.pk),))
    (visit,) = record_many(reports=[(duty, named)], by=officer, at=NOON)
    assert visit.inspectors.get().officer == unit


def test_reasons_for_gaps_that_are_closed_go_with_a_word_in_the_journal(officer):
    covered, tried = duties(2)
    Duty.objects.update(gap_reason="在修路")
    attempt = report(officer, outcome="refused", outcome_reason="不开门", answers={})
    record_many(reports=[(covered, report(officer)), (tried, attempt)], by=officer, at=NOON)
    assert dict(Duty.objects.values_list("pk", "gap_reason")) == {covered.pk: "", tried.pk: "在修路"}
    entry = Entry.objects.get(subject="duty", step="unexplain")
    assert (entry.subject_id, entry.by, entry.note) == (covered.pk, officer, "已排查，原说明作废：在修路")


def test_an_excuse_that_is_no_longer_needed_goes(officer):
    (duty,) = duties(1)
    duty.excused_at, duty.excuse_note, duty.excused_by = NOON, "道路中断", officer
    duty.coverage = "excused"
    duty.save()
    counting.carry(duty.round, {counting.key_of(duty): {"excused": 1}})
    record_many(
        reports=[(duty, report(officer, outcome="refused", outcome_reason="不开门", answers={}))],
        by=officer,
        at=NOON,
    )
    duty.refresh_from_db()
    assert (duty.coverage, duty.excuse_note) == ("excused", "道路中断")
    record_many(reports=[(duty, report(officer))], by=officer, at=NOON)
    duty.refresh_from_db()
    assert (duty.coverage, duty.excused_at, duty.excuse_note) == ("covered", None, "")
    assert Tally.objects.values_list("covered", "excused", "attempted").get() == (1, 0, 0)


def test_sent_again_it_is_the_same_visit(officer):
    reports = [(duty, report(officer)) for duty in duties(2)]
    first = record_many(reports=reports[:1], by=officer, at=NOON)
    again = record_many(reports=reports, by=officer, at=NOON)
    assert (again[0].pk, Visit.objects.count()) == (first[0].pk, 2)
    other = replace(reports[0][1], remarks="另一段话")
    with pytest.raises(ReportRefused, match="已经提交过"):
        record_many(reports=[(reports[0][0], other)], by=officer, at=NOON)
    with pytest.raises(StepRefused, match="出现了两次"):
        record_many(reports=[reports[0], reports[0]], by=officer, at=NOON)


def test_one_that_will_not_do_keeps_all_from_being_stored(officer):
    one, two = duties(2)
    bad = report(officer, outcome="refused", answers={})
    with pytest.raises(ReportRefused, match="请写明原因") as refused:
        record_many(reports=[(one, report(officer)), (two, bad)], by=officer, at=NOON)
    assert (refused.value.number, Visit.objects.count(), Entry.objects.filter(subject="visit").count()) == (
        1,
        0,
        0,
    )


def test_people_from_elsewhere_and_duties_off_the_list_are_refused(officer):
    (duty,) = duties(1)
    for stranger in (make_officer("county_staff", "360803"), make_officer("auditor")):
        with pytest.raises(ReportRefused, match="不在本地区"):
            record_many(
                reports=[(duty, report(officer, inspectors=(Inspector("", officer_id=stranger.pk),)))],
                by=officer,
                at=NOON,
            )
    Duty.objects.update(removed_on=date(2026, 3, 1), removed_reason="注销")
    with pytest.raises(ReportRefused, match="已移出本月清单（注销）"):
        record_many(reports=[(duty, report(officer))], by=officer, at=NOON)


def test_closed_months_and_other_counties_are_refused(officer):
    (duty,) = duties(1)
    other = make_duty(enterprise=make_enterprise("360803001"))
    with pytest.raises(PermissionDenied):
        record_many(reports=[(other, report(officer))], by=officer, at=NOON)
    round_ = make_round()
    round_.state, round_.closed_at = "closed", NOON
    round_.save()
    with pytest.raises(RoundClosed):
        record_many(reports=[(duty, report(officer))], by=officer, at=NOON)


def test_a_grid_officer_records_for_the_cells_he_holds():
    cell = make_cell()
    holder = make_post(cell).officer
    duty = make_duty(cell=cell)
    assert len(record_many(reports=[(duty, report(holder))], by=holder, at=NOON)) == 1
    with pytest.raises(PermissionDenied):
        record_many(reports=[(duty, report(holder))], by=make_officer("grid_officer", "360802001"), at=NOON)


def test_nothing_is_nothing(officer):
    assert record_many(reports=[], by=officer, at=NOON) == []


def test_items_and_visits_before_are_those_of_single_reads(officer):
    found = duties(3)
    sweep = make_duty(kind="sweep", risk_marks=["remote"])
    ChecklistItem.objects.create(
        checklist=found[0].checklist, position=9, code="furnace", text="炉", for_equipment=True
    )
    ChecklistItem.objects.create(
        checklist=sweep.checklist, position=9, code="scrap", text="废钢", for_marks=["scrap_rich"]
    )
    ChecklistItem.objects.create(
        checklist=sweep.checklist, position=8, code="remote", text="偏僻", for_marks=["remote"]
    )
    make_equipment(found[0].enterprise, kind=make_kind(is_induction_furnace=True))
    make_visit(found[1], answers=GOOD), make_visit(sweep, answers=GOOD)
    every = [*found, sweep]
    items, before = items_by_duty(every), previous_by_duty(every)
    assert [list(items[duty.pk]) for duty in every] == [items_of(duty) for duty in every]
    assert [before.get(duty.pk) for duty in every] == [previous_visit(duty) for duty in every]


def test_same_as_last_month_takes_the_last_answer(officer):
    (duty,) = duties(1)
    make_visit(duty, answers=GOOD)
    answers = {code: {"value": "", "same": True} for code in GOOD}
    (visit,) = record_many(reports=[(duty, report(officer, answers=answers))], by=officer, at=NOON)
    assert {answer["value"] for answer in visit.answers.values()} == {"yes"}


def test_the_cost_is_of_the_batch_and_not_of_the_visit(officer):
    found = duties(60)

    def queries(some) -> int:
        with CaptureQueriesContext(connection) as caught:
            record_many(reports=[(duty, report(officer)) for duty in some], by=officer, at=NOON)
        return len(caught)

    assert queries(found[:2]) == queries(found[2:12])
    began = process_time()
    queries(found[12:])
    assert process_time() - began < 2
