"""The builders make what the database accepts, in every state."""

import pytest

from reports.choices import AssessmentState, NoticeState, ReturnState
from tests import report_makers as makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", NoticeState.values)
def test_notice_of_every_state(state):
    assert makers.make_notice(state).state == state


@pytest.mark.parametrize("state", ReturnState.values)
def test_return_of_every_state(state):
    assert makers.make_notice_return(state=state).state == state


def test_the_rest():
    made = [
        makers.make_template(), makers.make_incoming(), makers.make_document_task(), makers.make_superior_inspection(),
        makers.make_preparation(), makers.make_pack(), makers.make_meeting(), makers.make_basis(), makers.make_assessment(),
    ]  # fmt: skip
    assert all(record.pk for record in made)
    assert makers.Assessment.objects.get().state == AssessmentState.DRAFT
