from datetime import UTC, datetime

import pytest

from capacity_portal.journal.models import Entry
from inspections.models import Duty, MonthlyReturn, Visit
from inspections.operations import counting
from inspections.operations.findings import open_finding
from inspections.operations.returns import accept_return, submit_confirmed
from inspections.rules.reports import FindingDraft
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_return, make_round, make_visit

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def accepted():
    """An accepted 零报告 of a county whose one key enterprise was visited."""
    duty = make_duty(is_key=True, title="甲厂")
    visit = make_visit(duty)
    record = submit_confirmed(
        record=make_return(), version=1, is_zero=True, by=make_officer("county_leader"), at=APRIL
    )
    accept_return(record=record, by=make_officer("office_staff"), at=APRIL)
    return duty, visit


def standing() -> tuple[str, str]:
    record = MonthlyReturn.objects.get()
    return record.state, record.send_back_comment


def test_a_visit_sent_back_takes_the_statement_with_it(accepted):
    duty, visit = accepted
    Visit.objects.filter(pk=visit.pk).update(
        state="sent_back", sent_back_at=APRIL, send_back_comment="照片不清"
    )
    counting.recount(Duty.objects.select_related("round").get(pk=duty.pk))
    state, comment = standing()
    assert state == "sent_back"
    assert comment.startswith(
        "系统退回：签报后情况有变，零报告不再成立。有1项任务没有查到，也没有说明原因：甲厂。"
    )
    entry = Entry.objects.filter(subject="monthly_return").latest("id")
    assert (entry.step, entry.by, entry.by_name) == ("send_back", None, "系统")


def test_a_duty_added_later_takes_the_statement_back(accepted):
    make_duty(title="乙厂")
    assert standing()[0] == "sent_back"


def test_a_finding_opened_later_takes_the_statement_back(accepted):
    _, visit = accepted
    draft = FindingDraft(kind="other", severity="minor", description="炉衬超期", responsible_name="王平")
    open_finding(visit=visit, draft=draft, by=visit.recorded_by, at=APRIL)
    assert standing()[0] == "sent_back"
    assert "本月发现1个问题（甲厂），不能作零报告" in standing()[1]


def test_a_visit_that_reports_a_problem_takes_the_statement_back(accepted):
    duty, _ = accepted
    make_visit(duty, outcome="problem", recorded_at=APRIL)
    assert standing()[0] == "sent_back"


def test_what_does_not_contradict_leaves_it(accepted):
    duty, _ = accepted
    make_visit(duty, recorded_at=APRIL)
    make_duty(enterprise=make_enterprise("360803001"))  # another county
    make_visit(make_duty(make_round(202604), make_enterprise("360802001")), recorded_at=NOON)
    assert standing() == ("accepted", "")


def test_an_ordinary_return_stays_as_it_was_signed():
    record = submit_confirmed(
        record=make_return(), version=1, is_zero=False, by=make_officer("county_leader"), at=APRIL
    )
    make_duty()
    record.refresh_from_db()
    assert record.state == "submitted"
