import pytest

from capacity_portal.lib.workflow import StepRefused, find_step, steps_from, unreachable
from capacity_portal.organization.roles import ROLES, Permission
from tipoffs.choices import ACCEPTED_STATES, OPEN_STATES, TipState
from tipoffs.rules.workflow import STEP_LABELS, STEPS


def names_from(state: str) -> list[str]:
    return [step.name for step in steps_from(STEPS, state)]


def test_every_state_is_reached():
    assert unreachable(STEPS, TipState.RECEIVED, TipState) == set()


def test_steps_from_each_state():
    assert {state.value: names_from(state) for state in TipState} == {
        "received": ["accept", "propose_refusal"],
        "refusing": ["confirm_refusal", "reject_refusal"],
        "refused": ["reopen"],
        "accepted": ["hand_over", "supervise"],
        "handed_over": ["begin", "return", "transfer", "verify", "supervise"],
        "verifying": ["return", "transfer", "verify", "supervise"],
        "verified": ["send_back", "deal", "supervise"],
        "dealt": ["send_back", "deal", "answer", "supervise"],
        "answered": ["answer", "close", "supervise", "reopen"],
        "closed": ["reopen"],
    }


def test_a_tip_is_closed_only_after_its_answer_and_answered_only_after_its_measures():
    assert [step.sources for step in STEPS if step.target == TipState.CLOSED] == [(TipState.ANSWERED,)]
    into = {step.name for step in STEPS if step.target == TipState.ANSWERED}
    assert into == {"answer"}
    assert {source for step in STEPS if step.name == "answer" for source in step.sources} == {
        TipState.DEALT,
        TipState.ANSWERED,
    }


def test_nothing_received_ends_but_closed_or_refused():
    assert set(TipState) - OPEN_STATES == {TipState.CLOSED, TipState.REFUSED}
    assert set(TipState) - ACCEPTED_STATES == {TipState.RECEIVED, TipState.REFUSING, TipState.REFUSED}


def test_nobody_who_handles_may_confirm_a_refusal():
    both = {role for role, entry in ROLES.items() if {Permission.HANDLE_TIPOFFS, Permission.CONFIRM_DISMISSALS} <= entry.permissions}  # fmt: skip
    assert both == set()


def test_a_unit_neither_answers_nor_closes():
    units = ("county_leader", "county_staff", "member_unit")
    for role in units:
        may = {step.name for step in STEPS if step.permission in ROLES[role].permissions}
        assert not may & {"answer", "close", "accept", "hand_over", "send_back", "reopen"}, role


def test_a_step_from_another_state_is_refused_in_words():
    with pytest.raises(StepRefused, match="当前状态为“已收到”，不能办结"):
        find_step(STEPS, "close", TipState.RECEIVED)


def test_labels_are_the_tables():
    assert len(STEP_LABELS) == len(STEPS)
