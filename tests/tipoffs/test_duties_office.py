"""What stands on the desks of handlers, leader and member units."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.clients import signed_in
from tests.makers import make_department, make_officer
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.lives import Life
from tipoffs import duties_office
from tipoffs.operations.pressing import escalate_overdue

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOURCES = ("overdue", "due_soon", "of_handler", "returned", "escalated", "dismissals")


def duties(officer) -> dict[str, tuple]:
    found = [duty for name in SOURCES for duty in getattr(duties_office, name)(officer, TODAY)]
    return {duty.title: (str(duty.count), duty.url, duty.is_overdue) for duty in found}


def test_an_empty_desk():
    for role in ("tipoff_handler", "office_leader", "member_unit", "county_staff", "office_staff"):
        assert duties(make_officer(role)) == {}, role


def test_the_handlers_desk():
    ahead = TODAY + timedelta(days=200)
    make_tip("received", handover_due_on=ahead)
    make_tip("accepted", handover_due_on=TODAY)
    make_tip("verifying")  # long overdue
    make_tip("dealt", result_due_on=ahead)
    make_tip("answered")
    back = make_tip("accepted", handover_due_on=ahead)
    make_assignment(back, state="returned", ended_at=timezone.now(), ended_text="不在本县")
    assert duties(make_officer("tipoff_handler")) == {
        "逾期的举报": ("1", "/tipoffs/queue/?overdue=1", True),
        "期限将到的举报": ("1", "/tipoffs/queue/?soon=1", False),
        "待受理的举报": ("1", "/tipoffs/queue/?state=received", False),
        "待交办的举报": ("2", "/tipoffs/queue/?state=accepted", False),
        "待答复举报人的举报": ("1", "/tipoffs/queue/?state=dealt", False),
        "已答复、待办结的举报": ("1", "/tipoffs/queue/?state=answered", False),
        "承办单位退回的举报": ("1", "/tipoffs/queue/?returned=1", False),
    }


def test_what_only_waits_to_be_closed_has_no_clock():
    make_tip("answered")
    handler = make_officer("tipoff_handler")
    duty = list(duties_office.of_handler(handler, TODAY))[0]
    assert (duty.due_on, duty.due_label) == (None, "")


def test_the_leader_has_what_went_up_until_he_supervises():
    life = Life().go("accept", "hand_over")
    escalate_overdue(timezone.now())
    leader = life.who.leader
    make_tip("verifying", summary="另一件逾期而没有上报的")
    found = duties(leader)
    assert list(found) == ["逾期的举报", "逾期上报、尚未督办的举报"]
    count, url, _ = found["逾期上报、尚未督办的举报"]
    assert (count, url) == ("1", "/tipoffs/queue/?overdue=1&escalated=1")
    shown = signed_in(leader).get(url).content.decode()
    assert life.tip.label in shown
    assert "另一件逾期而没有上报的" not in shown
    life.go("supervise")
    assert list(duties(leader)) == ["逾期的举报"]


def test_a_tip_taken_up_once_more_goes_up_to_the_leader_again():
    life = Life().go("accept", "hand_over", "supervise", "verify", "deal", "answer", "close", "reopen")
    assert (life.tip.supervised_at, life.tip.supervised_by) == (None, None)
    life.go("hand_over")
    escalate_overdue(timezone.now())
    assert "逾期上报、尚未督办的举报" in duties(life.who.leader)


def test_a_refusal_waits_for_another_unit_only():
    life = Life().go("propose_refusal")
    assert duties(life.who.member)["待复核的不受理"] == ("1", "/tipoffs/dismissals/", False)
    assert "待复核的不受理" not in duties(life.who.leader)
    assert "待复核的不受理" in duties(make_officer("office_leader", department=make_department()))
    assert duties(make_officer("member_unit", "360802", department=make_department())) == {}


def test_they_are_on_the_page():
    make_tip("received", handover_due_on=TODAY)
    assert "待受理的举报" in signed_in(make_officer("tipoff_handler")).get("/desk/").content.decode()
