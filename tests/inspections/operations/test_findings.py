from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Threshold
from inspections.models import Clearing
from inspections.operations.findings import due_on, open_finding
from inspections.rules.reports import FindingDraft
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_department,
    make_duty,
    make_finding,
    make_officer,
    make_post,
    make_region,
    make_visit,
)

pytestmark = pytest.mark.django_db


def draft(**values) -> FindingDraft:
    return FindingDraft(**{"kind": "other", "severity": "minor", "description": "炉衬超期", **values})


def opened(visit=None, by=None, **values):
    visit = visit or make_visit(outcome="problem", visited_on=date(2026, 3, 2))
    return open_finding(visit=visit, draft=draft(**values), by=by or visit.recorded_by, at=NOON)


def test_a_finding_copies_its_place_and_counts_its_deadline_in_working_days():
    visit = make_visit(outcome="problem", visited_on=date(2026, 3, 2))
    finding = opened(visit, severity="serious")
    assert (finding.number, finding.title, finding.period) == ("F2026-0001", visit.duty.title, 202603)
    assert (finding.region_code, finding.county_code) == (visit.region_code, visit.county_code)
    assert (finding.deadline_days, finding.deadline_on) == (3, date(2026, 3, 5))


def test_the_office_may_set_the_usual_deadline_and_the_inspector_another():
    Threshold.objects.update_or_create(code="finding-days-minor", defaults={"name": "期限", "value": 2})
    assert opened().deadline_on == date(2026, 3, 4)
    assert opened(deadline_days=5).deadline_on == date(2026, 3, 9)


def test_numbers_run_through_the_year():
    first, second = opened(), opened()
    assert (first.number, second.number) == ("F2026-0001", "F2026-0002")
    make_finding(number="F2026-12345")
    assert opened().number == "F2026-12346"


def test_opening_is_in_the_journal_and_on_the_timeline():
    finding = opened()
    steps = Entry.objects.filter(file_key=f"enterprise:{finding.enterprise_id}").values_list(
        "subject", "step"
    )
    assert list(steps) == [("finding", "create"), ("finding_progress", "create")]
    assert list(finding.progress.values_list("step", "percent")) == [("create", 0)]


def test_a_serious_finding_with_a_unit_is_marked_for_enforcement():
    unit = make_department(make_region("360802"))
    marked = opened(severity="serious", responsible_unit_id=unit.pk)
    assert (marked.enforcement_state, marked.enforcement_unit) == ("marked", unit)
    assert marked.enforcement_on == date(2026, 3, 2)
    assert opened(severity="serious").enforcement_state == "none"
    assert opened(severity="major", responsible_unit_id=unit.pk).enforcement_state == "none"


def test_a_unit_of_another_region_or_out_of_use_is_refused():
    for unit in (make_department(make_region("360803")), make_department(is_active=False)):
        with pytest.raises(ValidationError) as refused:
            opened(responsible_unit_id=unit.pk)
        assert list(refused.value.error_dict) == ["responsible_unit_id"]


def test_problems_of_the_draft_are_refused_by_field():
    with pytest.raises(ValidationError) as refused:
        opened(kind="nosuch", description="")
    assert set(refused.value.error_dict) == {"kind", "description"}


def test_confirmed_production_begins_the_clearing():
    template = make_checklist("five_thorough")
    finding = opened(kind="revival", severity="serious", is_confirmed=True)
    assert finding.is_confirmed
    assert finding.clearing.checklist == template


def test_without_a_published_template_nothing_is_confirmed():
    make_checklist("five_thorough", published_at=None)
    with pytest.raises(StepRefused, match="还没有发布"):
        opened(kind="revival", severity="serious", is_confirmed=True)


def test_a_grid_officers_word_waits_for_the_county():
    cell = make_cell()
    post = make_post(cell)
    visit = make_visit(make_duty(cell=cell), outcome="problem", recorded_by=post.officer)
    finding = opened(visit, kind="revival", severity="serious", is_confirmed=True)
    assert not finding.is_confirmed
    assert not Clearing.objects.exists()
    assert "待县市区或办公室认定" in finding.progress.get().text


def test_who_may_not_record_visits_opens_nothing():
    visit = make_visit(outcome="problem")
    for officer in (make_officer("member_unit", "360802"), make_officer("county_staff", "360803")):
        with pytest.raises(PermissionDenied):
            opened(visit, officer)


def test_due_on_leaves_out_weekends():
    assert due_on(date(2026, 3, 6), 1) == date(2026, 3, 9)
