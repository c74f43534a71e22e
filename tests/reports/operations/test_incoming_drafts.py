import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.operations.incoming_drafts import draft_from_incoming
from tests.makers import make_office
from tests.report_makers import MORNING, an_officer, make_incoming

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("relation", "kind"), [("implements", "notice"), ("forwards", "notice"), ("answers", "reply")]
)
def test_a_draft_is_begun_and_linked(relation, kind):
    make_office()
    document = make_incoming()
    notice = draft_from_incoming(incoming=document, relation=relation, by=an_officer(), at=MORNING)
    link = notice.links.get()
    assert (notice.kind, notice.state, link.incoming, link.relation) == (kind, "draft", document, relation)


def test_nothing_else_is_offered():
    with pytest.raises(ValidationError):
        draft_from_incoming(incoming=make_incoming(), relation="replaces", by=an_officer(), at=MORNING)
    with pytest.raises(PermissionDenied):
        draft_from_incoming(
            incoming=make_incoming(), relation="answers", by=an_officer("tipoff_handler"), at=MORNING
        )
