"""催办, 督办, and what goes up by itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.jobs import schedule
from capacity_portal.journal.models import Entry
from tests.makers import NOON
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.lives import Life
from tipoffs.models import Tip
from tipoffs.operations import pressing
from tipoffs.operations.batches import remind_many

pytestmark = pytest.mark.django_db


def test_the_leader_supervises_and_the_unit_reads_what_he_wants():
    life = Life().go("accept", "hand_over", "supervise")
    event = life.tip.events.get(step="supervise")
    assert (life.tip.supervised_by, event.text, event.region_code) == (life.who.leader, "三日内查清。", "")
    with pytest.raises(PermissionDenied):
        life.supervise(by=life.who.handler)
    with pytest.raises(ValidationError, match="请写明督办要求"):
        life.supervise(text=" ")


def test_units_are_pressed_and_the_version_stays():
    life = Life().go("accept", "hand_over")
    assert pressing.remind(tip=life.tip, by=life.who.handler, at=life.at) == ""
    tip = Tip.objects.get()
    assert tip.version == life.tip.version
    assert tip.events.get(step="remind").text == "反馈期限2026年3月16日，请抓紧核查反馈。"


def test_many_are_pressed_and_counted_once():
    life = Life().go("accept", "hand_over")
    idle = make_tip("accepted")
    results = remind_many(tips=[life.tip, idle], by=life.who.handler, at=life.at)
    assert [(row.done, row.message) for row in results] == [
        (True, "已催办"), (False, "已受理，没有承办单位可催办。"),
    ]  # fmt: skip
    assert Entry.objects.get(subject="tip_list").note == "催办1件举报"
    assert remind_many(tips=[idle], by=life.who.handler, at=life.at)[0].done is False
    assert Entry.objects.filter(subject="tip_list").count() == 1


def test_what_is_overdue_goes_up_once():
    late = make_tip("received")
    slow = make_tip("verifying")
    make_assignment(slow)
    ended = [make_tip("closed"), make_tip("refused"), make_tip("answered")]
    at = NOON + timedelta(days=30)
    assert pressing.escalate_overdue(at) == 2
    assert pressing.escalate_overdue(at) == 0
    notes = {tip.pk: tip.events.get(step="escalate").text for tip in (late, slow)}
    assert notes[late.pk] == "交办期限2026年3月3日已过，上报办公室负责人。"
    assert notes[slow.pk] == "反馈期限2026年3月16日已过，上报办公室负责人。"
    assert not Tip.objects.filter(pk__in=[tip.pk for tip in ended]).exclude(escalated_at=None).exists()


def test_the_last_day_itself_is_in_time():
    make_tip("received")
    assert pressing.escalate_overdue(NOON + timedelta(days=1)) == 0


def test_what_was_mended_meanwhile_does_not_go_up():
    tip = make_tip("closed")
    assert pressing._escalate(tip.pk, NOON + timedelta(days=60)) is False


def test_handing_over_lets_the_next_clock_go_up_again():
    life = Life()
    pressing.escalate_overdue(NOON + timedelta(days=5))
    life.go("accept", "hand_over")
    assert life.tip.escalated_at is None
    assert pressing.escalate_overdue(NOON + timedelta(days=30)) == 1


def test_it_is_regular_work():
    assert schedule.label_of("tipoffs.escalate") == "逾期举报上报"
