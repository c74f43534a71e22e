from capacity_portal.lib.workflow import steps_from, unreachable
from tipoffs.choices import EnforcementState
from tipoffs.rules.dealing import ENFORCEMENT, Onward, lacking


def test_every_state_of_enforcement_is_reached():
    assert unreachable(ENFORCEMENT, EnforcementState.NONE, EnforcementState) == set()


def test_steps_from_each_state():
    assert {state.value: [step.name for step in steps_from(ENFORCEMENT, state)] for state in EnforcementState} == {
        "none": ["mark"],
        "marked": ["mark", "hand_over"],
        "handed_over": ["accept", "conclude"],
        "accepted": ["conclude"],
        "concluded": [],
    }  # fmt: skip


def test_what_each_step_wants():
    assert {step.name: list(lacking(step, Onward())) for step in ENFORCEMENT} == {
        "mark": ["unit"],
        "hand_over": ["on"],
        "accept": ["on"],
        "conclude": ["on", "text"],
    }
