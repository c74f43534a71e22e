"""The way of a report."""

from capacity_portal.lib.workflow import unreachable
from capacity_portal.organization.roles import Permission
from reports.choices import AssessmentState
from reports.rules.assessment_workflow import STEPS, steps_for


def test_every_state_is_reached():
    assert unreachable(STEPS, AssessmentState.DRAFT, AssessmentState.values) == set()


def test_nobody_is_offered_the_review_of_what_he_submitted():
    both = frozenset({Permission.REVIEW_REPORTS, Permission.SUBMIT_REPORTS})
    names = [step.name for step in steps_for("submitted", both, is_author=False)]
    assert names == ["send_back", "review"]
    assert [step.name for step in steps_for("submitted", both, is_author=True)] == ["send_back"]
    assert steps_for("submitted", frozenset(), is_author=False) == ()
