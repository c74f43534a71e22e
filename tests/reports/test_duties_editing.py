"""The writer's desk: what came back from the review, what others remarked."""

import pytest

from reports import duties_editing
from reports.models import NoticeComment, NoticeReview
from tests.makers import make_office, make_region
from tests.report_makers import MORNING, an_officer, make_notice

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


@pytest.fixture(autouse=True)
def office():
    return make_office(make_region("3608"))


def _returned(notice, *, round_: int) -> None:
    NoticeReview.objects.create(
        notice=notice, round=round_, stage="check", decision="returned", text="改", asked_at=MORNING, asked_by=notice.drafted_by,
        decided_at=MORNING, decided_by=an_officer("office_leader"),
    )  # fmt: skip


def test_a_draft_that_came_back_is_on_its_writers_desk_alone():
    notice = make_notice(round=1)
    _returned(notice, round_=1)
    (duty,) = duties_editing.returned(an_officer(), TODAY)
    assert (duty.title, duty.count, duty.state_kind) == ("退回修改的公文", "1", "bad")
    assert list(duties_editing.returned(an_officer("office_leader"), TODAY)) == []


def test_what_was_taken_back_or_sent_again_is_not():
    _returned(make_notice(round=2), round_=1)
    _returned(make_notice("reviewing"), round_=1)
    make_notice(round=1)
    assert list(duties_editing.returned(an_officer(), TODAY)) == []


def test_open_remarks_of_others():
    notice = make_notice()
    for officer, settled in (
        (an_officer("office_leader"), {}),
        (notice.drafted_by, {}),
        (an_officer("office_leader"), {"settled_at": MORNING, "settled_by": notice.drafted_by}),
    ):
        NoticeComment.objects.create(
            notice=notice, number=1, text="x", written_at=MORNING, written_by=officer, **settled
        )
    (duty,) = duties_editing.remarks(an_officer(), TODAY)
    assert (duty.title, duty.count) == ("待处理的修改意见", "1")


@pytest.mark.parametrize("source", [duties_editing.returned, duties_editing.remarks])
def test_others_have_none_and_are_not_asked(source, django_assert_num_queries):
    county = an_officer("county_staff", make_region("360802"))
    with django_assert_num_queries(0):
        assert list(source(county, TODAY)) == []


@pytest.mark.parametrize("source", [duties_editing.returned, duties_editing.remarks])
def test_one_query_each(source, django_assert_num_queries):
    officer = an_officer()
    with django_assert_num_queries(1):
        list(source(officer, TODAY))
