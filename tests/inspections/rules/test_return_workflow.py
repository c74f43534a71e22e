from datetime import date

import pytest

from capacity_portal.lib.workflow import StepRefused, unreachable
from capacity_portal.organization.roles import ROLES
from inspections.choices import ReturnState
from inspections.rules import return_workflow
from inspections.rules.return_workflow import STEPS, checked_step, is_late, steps_for

DUE = date(2026, 4, 3)


def test_every_state_is_reached_and_named_by_the_choices():
    assert unreachable(STEPS, ReturnState.DRAFT, ReturnState.values) == set()
    assert {state for step in STEPS for state in step.sources} == set(ReturnState)


@pytest.mark.parametrize(
    ("role", "state", "names"),
    [
        ("county_staff", "draft", ["edit"]),
        ("county_leader", "draft", ["edit", "submit"]),
        ("county_leader", "sent_back", ["edit", "submit"]),
        ("county_leader", "submitted", ["withdraw", "attach"]),
        ("county_staff", "accepted", ["attach"]),
        ("office_staff", "draft", []),
        ("office_staff", "submitted", ["accept", "send_back"]),
        ("office_leader", "accepted", ["send_back"]),
        ("grid_officer", "draft", []),
    ],
)
def test_who_may_do_what_from_where(role, state, names):
    assert [step.name for step in steps_for(state, ROLES[role].permissions)] == names


def test_a_step_from_another_state_is_refused_in_a_sentence():
    with pytest.raises(StepRefused, match="当前状态为“已通过”，不能撤回"):
        checked_step("withdraw", "accepted", permissions=None)


def test_a_step_without_permission_is_refused():
    with pytest.raises(StepRefused, match="您的角色不能签报监管月报。"):
        checked_step("submit", "draft", permissions=ROLES["county_staff"].permissions)


@pytest.mark.parametrize("comment", ["", "  "])
def test_sending_back_needs_a_comment(comment):
    with pytest.raises(StepRefused, match="退回必须写明意见"):
        checked_step("send_back", "submitted", permissions=None, comment=comment)
    assert checked_step("send_back", "submitted", permissions=None, comment="数字不符").target == "sent_back"


@pytest.mark.parametrize(
    ("signed_before", "was_late", "on", "late"),
    [
        (False, False, DUE, False),
        (False, False, date(2026, 4, 4), True),
        (True, False, date(2026, 4, 20), False),  # sent back after a signature in time
        (True, True, DUE, True),
        (False, True, DUE, True),  # late for ever
    ],
)
def test_late_is_decided_by_the_first_signature_that_stands(signed_before, was_late, on, late):
    assert is_late(signed_before=signed_before, was_late=was_late, on=on, due_on=DUE) is late


def test_labels_are_known_for_every_step():
    assert set(return_workflow.STEP_LABELS) == {"edit", "submit", "withdraw", "accept", "send_back", "attach"}
