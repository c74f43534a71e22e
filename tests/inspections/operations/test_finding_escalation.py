from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.jobs import schedule
from capacity_portal.journal.models import Entry
from inspections.documents.finding_facts import badges
from inspections.models import Finding
from inspections.operations import finding_escalation
from inspections.operations.finding_escalation import escalate_overdue, note_export, note_reminder
from inspections.operations.finding_steps import take_step
from inspections.rules.finding_workflow import Given
from tests.makers import NOON, make_finding, make_officer, make_visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def due(day: date, **values) -> Finding:
    return make_finding(
        make_visit(outcome="problem"), found_on=TODAY - timedelta(days=30), deadline_on=day, **values
    )


def test_what_is_past_its_deadline_goes_up_once():
    late, in_time = due(TODAY - timedelta(days=1)), due(TODAY)
    ended = due(
        TODAY - timedelta(days=1), state="closed", closed_at=NOON, closed_by=make_officer(), recheck_on=TODAY
    )
    assert escalate_overdue(NOON) == 1
    assert escalate_overdue(NOON + timedelta(hours=1)) == 0
    marked = dict(Finding.objects.values_list("pk", "escalated_at"))
    assert marked == {late.pk: NOON, in_time.pk: None, ended.pk: None}


def test_more_time_ends_the_escalation_and_being_late_again_goes_up_again():
    finding = due(TODAY - timedelta(days=1))
    escalate_overdue(NOON)
    finding.refresh_from_db()
    given = Given(text="连日下雨", days=3)
    office = make_officer("office_staff")
    extended = take_step(
        finding=finding, step="extend", version=finding.version, given=given, by=office, at=NOON
    )
    assert (extended.escalated_at, escalate_overdue(NOON)) == (None, 0)
    assert "已升级" not in [badge.label for badge in badges(extended, TODAY)]
    later = NOON + timedelta(days=30)
    assert escalate_overdue(later) == 1
    assert Finding.objects.get().escalated_at == later
    assert finding.progress.filter(step="escalate").count() == 2


def test_going_up_is_told_and_makes_no_open_page_old():
    finding = due(TODAY - timedelta(days=1))
    escalate_overdue(NOON)
    entry = Entry.objects.get(subject="finding")
    assert (entry.step, entry.by_name) == ("escalate", "系统")
    assert finding.progress.get().text == "整改期限 2026-03-01 已过，升级到市级办公室。"
    finding.refresh_from_db()
    assert finding.version == 1


def test_one_that_somebody_else_took_meanwhile_is_left_alone():
    assert finding_escalation._escalate(due(TODAY).pk, NOON) is False


def test_it_is_regular_work():
    assert schedule.label_of("inspections.escalate") == "逾期问题升级"


def test_reminders_and_exports_are_in_the_journal_for_who_may():
    county = make_officer("county_staff", "360802")
    note_reminder(findings=2, about="逾期", by=county, at=NOON)
    note_export(findings=3, about="全部", by=county, at=NOON)
    found = Entry.objects.order_by("id").values_list("subject", "step", "note", "region_code")
    assert list(found) == [
        ("finding_list", "remind", "催办2个问题：逾期", "360802"),
        ("finding_list", "export", "导出3个问题：全部", "360802"),
    ]
    for note in (note_reminder, note_export):
        with pytest.raises(PermissionDenied):
            note(findings=1, about="", by=make_officer("grid_officer"), at=NOON)
