"""What waits for the office is exactly what the rules would not put on the list."""

from itertools import product

import pytest

from enterprises.choices import Status, SupervisionClass
from inspections.models import Duty
from inspections.queries.leaving import LEFT, merged_into, put_on_by_hand
from inspections.rules import scope
from tests.makers import make_duty, make_enterprise, make_round

pytestmark = pytest.mark.django_db


def test_the_query_and_the_rule_say_the_same_of_every_class_and_status():
    for one, status, is_key in product(SupervisionClass, Status, (False, True)):
        is_left = one in scope.OTHER_CLASSES and status in scope.OTHER_STATUSES and not is_key
        assert is_left == (scope.checklist_for(scope.Standing(one, status, is_key)) is None)


def test_who_waits_for_the_office():
    round_ = make_round()
    other = {"supervision_class": "other"}
    make_duty(round_)
    make_duty(round_, make_enterprise(**other, is_key=True, key_reason="other", key_note="举报"))
    make_duty(
        round_, make_enterprise(**other, status="banned", status_document="1号", closed_on="2017-06-30")
    )
    make_duty(round_, make_enterprise(**other), entry="added", entered_reason="办公室列入：举报")
    left = make_duty(round_, make_enterprise(**other))
    listed, unlisted = make_duty(round_).enterprise, make_enterprise()
    make_duty(round_, make_enterprise(merged_into=listed))
    merged = make_duty(round_, make_enterprise(merged_into=unlisted))
    gone = make_duty(round_, make_enterprise(**other))
    Duty.objects.filter(pk=gone.pk).update(removed_on=gone.entered_on, removed_reason="办公室移出")
    assert list(Duty.objects.filter(LEFT).order_by("id")) == [left, merged]


def test_merged_files_and_what_the_office_put_on():
    into = make_enterprise()
    one, alone = make_enterprise(merged_into=into), make_enterprise()
    keys = [("enterprise", one.pk), ("enterprise", alone.pk), ("sweep", one.pk)]
    assert merged_into(keys) == {("enterprise", one.pk): ("enterprise", into.pk)}
    round_ = make_round()
    make_duty(round_)
    duty = make_duty(round_, entry="added", entered_reason="办公室列入：举报")
    assert put_on_by_hand(round_) == {("enterprise", duty.enterprise_id)}
