"""What the reporter says later reaches the desk, whatever the state of his tip, until somebody of the office has heard it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.clients import signed_in
from tests.makers import NOON, make_officer
from tests.tip_makers import make_assignment, make_tip
from tipoffs.duties_office import replied
from tipoffs.models import Tip, TipEvent
from tipoffs.operations.asking import ask
from tipoffs.operations.follow_up import post_reply
from tipoffs.operations.reading import log_read
from tipoffs.queries.heard import unheard

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


def said(tip: Tip, text: str = "夜里又开炉了") -> None:
    post_reply(tip=tip, text=text, secret="s" * 40, at=NOON)


def waits() -> set[int]:
    return set(unheard(Tip.objects.all()).values_list("pk", flat=True))


@pytest.mark.parametrize("state", ["received", "verifying", "closed", "refused"])
def test_a_word_waits_in_every_state(state):
    tip, _ = make_tip(state), make_tip(state)
    said(tip)
    assert waits() == {tip.pk}


def test_a_further_file_waits_too():
    tip = make_tip("verifying")
    TipEvent.objects.create(tip=tip, step="attach", label="举报人补充材料", on=localdate(NOON))
    assert waits() == {tip.pk}


def test_a_question_of_the_office_afterwards_ends_it_one_before_does_not(handler):
    tip = make_tip("verifying")
    ask(tip=tip, text="何时？", by=handler, at=NOON)
    said(tip)
    assert waits() == {tip.pk}
    ask(tip=tip, text="几点？", by=handler, at=NOON)
    assert waits() == set()
    said(tip, "十一点")
    assert waits() == {tip.pk}


def test_a_reading_on_a_later_day_ends_it_that_of_a_unit_or_the_same_day_does_not(handler):
    tip = make_tip("verifying")
    said(tip)
    log_read(tip=tip, what="text", by=handler, at=NOON)
    log_read(tip=tip, what="text", by=make_officer("office_leader"), at=NOON + DAY)
    log_read(tip=tip, what="page", by=make_officer("county_staff"), at=NOON + DAY)
    assert waits() == {tip.pk}
    log_read(tip=tip, what="text", by=handler, at=NOON + DAY)
    assert waits() == set()


def test_it_stands_on_the_handlers_desk_and_in_the_queue_and_nowhere_of_a_unit(handler):
    tip, county = make_tip("verifying"), make_officer("county_staff")
    make_assignment(tip)
    assert list(replied(handler, localdate(NOON))) == []
    said(tip)
    (duty,) = replied(handler, localdate(NOON))
    assert (duty.title, duty.count, duty.url) == ("举报人有新的留言或材料", "1", "/tipoffs/queue/?replied=1")
    page = signed_in(handler).get(duty.url)
    assert [row.tip for row in page.context["rows"]] == [tip]
    assert "举报人有新留言" in page.content.decode()
    own = signed_in(county).get(duty.url)
    assert [row.tip for row in own.context["rows"]] == [tip]
    assert "新留言" not in signed_in(county).get("/tipoffs/queue/").content.decode()
    assert list(replied(county, localdate(NOON))) == []
    make_tip("verifying")
    assert [row.tip for row in signed_in(handler).get(duty.url).context["rows"]] == [tip]
