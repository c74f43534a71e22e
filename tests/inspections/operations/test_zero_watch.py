from datetime import UTC, datetime

import pytest

from capacity_portal.journal.models import Entry
from enterprises.models import Enterprise
from inspections.models import Duty, MonthlyReturn, Visit
from inspections.operations import counting
from inspections.operations.findings import open_finding
from inspections.operations.returns import accept_return, submit_confirmed
from inspections.operations.zero_watch import watch_zeros
from inspections.queries.return_standing import standing_of
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


def sent_back_in_any_way(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(state="sent_back", sent_back_at=APRIL, send_back_comment="重拍")


@pytest.mark.parametrize("many", [False, True])
def test_a_second_visit_sent_back_of_a_duty_still_covered_takes_the_statement_back(accepted, many):
    duty, _ = accepted
    sent_back_in_any_way(make_visit(duty))
    held = Duty.objects.select_related("round").get(pk=duty.pk)
    counting.recount_many([held]) if many else counting.recount(held)
    assert (held.coverage, standing()[0]) == ("covered", "sent_back")
    assert "有1条排查记录被退回后没有重查：甲厂" in standing()[1]


def test_the_ledger_takes_the_statement_back_within_the_hour(accepted):
    duty, _ = accepted
    assert (watch_zeros(APRIL), standing()[0]) == (0, "accepted")
    known = {"closed_on": APRIL.date(), "status_on": APRIL.date(), "status": "revived"}
    Enterprise.objects.filter(pk=duty.enterprise_id).update(name="丙厂", **known)
    assert (watch_zeros(APRIL), standing()[0]) == (1, "sent_back")
    assert "有1家企业在台账中为“疑似复产”（丙厂）" in standing()[1]


def test_a_key_mark_of_the_month_counts_for_the_statement():
    enterprise = make_enterprise(
        "360802001", name="丁厂", is_key=True, key_reason="other", key_note="夜间出钢"
    )
    make_duty(enterprise=enterprise, is_key=False, gap_reason="来不及")
    assert standing_of(make_round(), "360802").unvisited_key == ("丁厂",)
    make_visit(Duty.objects.get())
    assert (
        standing_of(make_round(), "360802").unvisited_key,
        standing_of(make_round(), "360802").marked,
    ) == (
        (),
        ("丁厂",),
    )


def test_a_closed_month_is_not_looked_at(accepted):
    duty, _ = accepted
    make_duty(title="乙厂")
    MonthlyReturn.objects.update(
        state="accepted", accepted_at=APRIL, accepted_by=make_officer("office_staff")
    )
    type(duty.round).objects.update(state="closed", closed_at=APRIL)
    assert (watch_zeros(APRIL), standing()[0]) == (0, "accepted")
