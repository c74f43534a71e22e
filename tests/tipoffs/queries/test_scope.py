"""Which units see a tip: those of its present turn."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import NOON, make_department, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.lives import Life, county
from tipoffs.choices import AssignmentState
from tipoffs.models import Tip
from tipoffs.queries.scope import tips_visible_to

pytestmark = pytest.mark.django_db
_ENDED_ELSEWHERE = ("returned", "transferred")


def sees(officer) -> list[int]:
    return sorted(tips_visible_to(officer).values_list("pk", flat=True))


def test_whose_verification_was_rejected_sees_nothing_of_the_new_turn():
    life = Life().go("accept", "hand_over", "begin", "verify", "deal", "answer", "close")
    assert sees(life.who.county) == [life.tip.pk]
    life.go("reopen")
    assert sees(life.who.county) == []
    life.hand_over(lead=county("360803"), summary="换县再查")
    assert sees(life.who.county) == []
    assert sees(make_officer("county_staff", "360803")) == [life.tip.pk]
    assert sees(life.who.handler) == [life.tip.pk]


def test_who_has_it_again_sees_it_again():
    life = Life().go("accept", "hand_over", "verify", "deal", "answer", "close", "reopen", "hand_over")
    assert sees(life.who.county) == [life.tip.pk]


@pytest.mark.parametrize("is_member", [False, True])
def test_a_unit_sees_what_it_has_or_delivered_in_this_turn_and_nothing_else(is_member):
    """Every state of a part in every turn, beside every turn of the tip."""
    unit = make_department(make_region("360802")) if is_member else None
    role = {"role": "member_unit", "department": unit} if is_member else {"role": "county_staff"}
    officer, expected = make_officer(region="360802", **role), []
    for turn, part_turn, state in product((1, 2, 3), (1, 2, 3), AssignmentState.values):
        tip = make_tip("verifying", turn=turn)
        ended = {"ended_text": "演示理由"} if state in _ENDED_ELSEWHERE else {}
        ended |= {} if state == "open" else {"ended_at": NOON}
        make_assignment(tip, department=unit, turn=part_turn, state=state, **ended)
        if turn == part_turn and state not in _ENDED_ELSEWHERE:
            expected.append(tip.pk)
    assert sees(officer) == expected


def test_one_query_however_many_and_no_walk_through_all_parts():
    officer = make_officer("county_staff")
    for _ in range(3):
        make_assignment(make_tip("verifying"))
    with CaptureQueriesContext(connection) as caught:
        assert len(tips_visible_to(officer)) == 3
    assert len(caught) == 1
    if connection.vendor == "sqlite":
        plan = tips_visible_to(officer).explain()
        assert (
            "SEARCH U0 USING INDEX tipoffs_assignment" in plan or "SEARCH U0 USING INDEX assignment" in plan
        ), plan


def test_the_weak_rule_would_be_found_out():
    """Negative control: without the turn the county would still see the tip."""
    life = Life().go("accept", "hand_over", "verify", "deal", "answer", "close", "reopen")
    assert Tip.objects.filter(assignments__region_code="360802", assignments__state="done").exists()
    assert sees(life.who.county) == []
