from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from capacity_portal.lib.workflow import StepRefused, unreachable
from capacity_portal.organization.roles import ROLES, Permission
from inspections.choices import EnforcementState, FindingState
from inspections.rules.finding_case import Case, Point
from inspections.rules.finding_workflow import (
    ENFORCEMENT,
    STEPS,
    Given,
    Person,
    checked_enforcement,
    checked_step,
    enforcement_steps_for,
    steps_for,
)

DAY = date(2026, 3, 2)
TODAY = DAY + timedelta(days=7)
POINTS = (
    Point("hall", "清理厂房", done_on=DAY, evidence=1),
    Point("hood", "除尘罩", "hall", done_on=DAY, evidence=1),
)


_CLAIMED = {"state": "to_recheck", "kind": "other"}
_CLEARED = {"state": "closed", "is_confirmed": True, "points": POINTS, "look_back_on": TODAY}


def person(role: str = "county_staff", number: int = 1) -> Person:
    return Person(number, ROLES[role].permissions)


def case(**values) -> Case:
    return Case(**{"state": "open", "kind": "revival", "found_on": DAY, "evidence": 1, **values})


def refused(step: str, case: Case, given: Given, who: Person) -> dict | str:
    with pytest.raises((StepRefused, ValidationError)) as error:
        checked_step(step, case, given, who, TODAY)
    if isinstance(error.value, ValidationError):
        return error.value.message_dict
    return str(error.value)


def test_every_state_can_be_reached():
    assert unreachable(STEPS, FindingState.OPEN, FindingState.values) == set()
    assert unreachable(ENFORCEMENT, EnforcementState.NONE, EnforcementState.values) == set()


def test_steps_on_offer_follow_state_and_role():
    def names(case: Case, role: str) -> list[str]:
        return [step.name for step in steps_for(case, person(role))]

    assert names(case(), "grid_officer") == ["progress", "claim"]
    assert names(case(), "county_staff") == ["progress", "claim", "confirm"]
    assert names(case(), "office_staff") == ["progress", "claim", "confirm", "rule_out", "extend"]
    assert names(case(is_ruled_out=True), "office_staff") == ["progress", "claim", "confirm", "extend"]
    assert names(case(kind="other"), "office_staff") == ["progress", "claim", "extend"]
    assert names(case(state="to_recheck"), "county_leader") == ["close", "reject", "confirm"]
    assert names(case(is_confirmed=True, points=POINTS), "grid_officer") == ["progress", "claim", "clear"]
    assert names(case(is_confirmed=True, points=POINTS), "office_leader") == [
        "progress", "claim", "extend", "clear", "look_back", "template",
    ]  # fmt: skip
    assert names(case(state="closed"), "office_leader") == []
    cleared = case(state="closed", is_confirmed=True, points=POINTS)
    assert names(cleared, "county_staff") == []
    assert names(replace(cleared, look_back_on=TODAY), "county_staff") == ["looked_back"]
    assert names(replace(cleared, look_back_on=TODAY), "grid_officer") == []
    assert names(case(), "member_unit") == []


def test_the_system_may_take_any_step():
    assert checked_step("progress", case(), Given(text="拆", percent=1), Person(None, None), TODAY).name


def test_role_state_and_fitness_are_asked():
    assert refused("extend", case(), Given(days=1, text="雨"), person()) == "您的角色不能延长期限。"
    assert "当前状态为“待整改”" in refused("close", case(), Given(on=DAY, text="好"), person())
    assert "不适用" in refused("confirm", case(kind="other"), Given(text="见炉"), person())
    assert "不适用" in refused("rule_out", case(kind="other"), Given(text="无"), person("office_staff"))
    assert "不适用" in refused("clear", case(), Given(item="hall", on=DAY), person())


@pytest.mark.parametrize(
    ("step", "values", "given", "fields"),
    [
        ("progress", {}, Given(), {"text", "percent"}),
        ("progress", {}, Given(text="拆", percent=100), {"percent"}),
        ("claim", {}, Given(text="  "), {"text"}),
        ("close", _CLAIMED, Given(), {"on", "text"}),
        ("close", _CLAIMED, Given(text="好", on=TODAY + timedelta(days=1)), {"on"}),
        ("close", _CLAIMED | {"claimed_on": TODAY}, Given(text="好", on=DAY), {"on"}),
        ("reject", {"state": "to_recheck"}, Given(text="没拆", percent=-1), {"percent"}),
        ("extend", {}, Given(text="雨", days=0), {"days"}),
        ("clear", {"points": POINTS}, Given(item="nosuch", on=DAY), {"item"}),
        ("clear", {"points": POINTS}, Given(item="hall", on=DAY - timedelta(days=1)), {"on"}),
        ("clear", {"points": (POINTS[0], replace(POINTS[1], done_on=None))}, Given(item="hall", on=DAY), {"item"}),
        ("look_back", {"points": POINTS}, Given(on=DAY), {"on"}),
        ("template", {"points": POINTS}, Given(), {"template", "text"}),
        ("looked_back", _CLEARED, Given(), {"on", "text"}),
        ("looked_back", _CLEARED, Given(text="无", on=DAY - timedelta(days=1)), {"on"}),
        ("looked_back", _CLEARED, Given(text="无", on=DAY, next_on=DAY), {"next_on"}),
    ],
)  # fmt: skip
def test_what_was_typed_is_refused_at_its_field(step, values, given, fields):
    assert set(refused(step, case(**values), given, person("office_staff"))) == fields


def test_lawful_steps_pass():
    office = person("office_staff")
    assert checked_step("claim", case(), Given(text="已拆除"), office, TODAY).target == "to_recheck"
    assert checked_step("extend", case(), Given(text="雨", days=5), office, TODAY).target == ""
    assert checked_step("look_back", case(points=POINTS), Given(on=TODAY), office, TODAY).name
    assert checked_step("clear", case(points=POINTS), Given(item="hall", on=DAY), office, TODAY).name


def test_what_blocks_is_said_in_full():
    blocked = refused("claim", case(evidence=0, is_confirmed=True), Given(text="好"), person())
    assert blocked.startswith("还不能报请复查：还没有整改证据")
    assert "还没有建立彻底取缔清单" in blocked


def test_enforcement_goes_step_by_step():
    county = person()
    names = [step.name for step in enforcement_steps_for("marked", county)]
    assert names == ["mark", "hand_over"]
    about = {"since": DAY, "today": TODAY}
    assert checked_enforcement("mark", "none", Given(unit=3), county, **about).target == "marked"
    assert checked_enforcement("conclude", "accepted", Given(on=DAY, text="罚"), county, **about)
    for step, state, given in [
        ("hand_over", "marked", Given(on=TODAY + timedelta(days=1))),
        ("hand_over", "marked", Given(on=DAY - timedelta(days=1))),
        ("conclude", "accepted", Given(on=DAY)),
    ]:
        with pytest.raises(ValidationError):
            checked_enforcement(step, state, given, county, **about)
    with pytest.raises(StepRefused, match="您的角色不能"):
        checked_enforcement("mark", "none", Given(unit=3), person("grid_officer"), **about)


# --- whatever is tried, nothing ends too early ------------------------------------------------------------------------
_DAYS = st.none() | st.dates(DAY - timedelta(days=2), TODAY + timedelta(days=2))
_POINT = st.builds(
    Point,
    code=st.sampled_from(["hall", "hood", "rail"]),
    text=st.just("项"),
    parent_code=st.sampled_from(["", "hall"]),
    done_on=_DAYS,
    evidence=st.integers(0, 2),
)
_NUMBERS = st.none() | st.integers(1, 3)
_CASES = st.builds(
    Case,
    state=st.sampled_from(FindingState.values),
    kind=st.sampled_from(["revival", "other"]),
    found_on=st.just(DAY),
    evidence=st.integers(0, 2),
    lacks_enforcement=st.booleans(),
    is_confirmed=st.booleans(),
    is_ruled_out=st.booleans(),
    points=st.none() | st.lists(_POINT, max_size=3, unique_by=lambda point: point.code).map(tuple),
    look_back_on=_DAYS,
    claimed_on=_DAYS,
    claimed_by=_NUMBERS,
    found_by=_NUMBERS,
)
_PEOPLE = st.builds(person, st.sampled_from(sorted(ROLES)), st.integers(1, 3))
_GIVEN = st.builds(
    Given,
    text=st.sampled_from(["", "属实"]),
    percent=st.none() | st.integers(-5, 105),
    on=_DAYS,
    days=st.none() | st.integers(-1, 300),
    item=st.sampled_from(["", "hall", "nosuch"]),
)


def ends_rightly(case: Case, given: Given, who: Person) -> bool:
    """The conditions of an end, spelt out once more."""
    is_clear = not case.is_confirmed or (
        bool(case.points)
        and all(point.done_on and point.evidence for point in case.points)
        and case.look_back_on is not None
    )
    return (
        case.state == "to_recheck"
        and case.evidence > 0
        and who.id != case.claimed_by
        and (who.is_office or who.id != case.found_by)
        and Permission.RECHECK_FINDINGS in who.permissions
        and given.on is not None
        and is_clear
    )


@settings(max_examples=200)
@examples(_CASES, _GIVEN, _PEOPLE)
def test_no_case_ends_without_evidence_another_person_and_the_whole_clearing(case, given, who):
    for name in {step.name for step in STEPS}:
        try:
            step = checked_step(name, case, given, who, TODAY)
        except (StepRefused, ValidationError):
            continue
        assert step.target != "closed" or ends_rightly(case, given, who)
        assert name != "claim" or case.evidence > 0


def test_control_a_planted_gap_would_be_seen():
    """The conditions spelt out above are not empty: an end without the clearing breaks them."""
    whole = case(state="to_recheck", is_confirmed=True, points=POINTS, look_back_on=TODAY, claimed_by=2)
    given = Given(on=DAY, text="属实")
    assert ends_rightly(whole, given, person())
    assert checked_step("close", whole, given, person(), TODAY).target == "closed"
    gaps = [
        {"points": (replace(POINTS[0], evidence=0),)},
        {"points": None},
        {"look_back_on": None},
        {"evidence": 0},
        {"claimed_by": 1},
        {"found_by": 1},
    ]
    assert not any(ends_rightly(replace(whole, **gap), given, person()) for gap in gaps)
    assert all(refused("close", replace(whole, **gap), given, person()) for gap in gaps)
