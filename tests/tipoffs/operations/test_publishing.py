import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_officer
from tests.tip_makers import make_tip
from tipoffs.models import PublishedOutcome
from tipoffs.operations.publishing import publish_outcome, withdraw_outcome
from tipoffs.queries.outcomes import outcomes_visible_to, unpublished

pytestmark = pytest.mark.django_db
WORDS = "河边那个厂房夜里十二点以后开炉，烟很大，卡车从后门出去"
TITLE, TEXT = "依法取缔一处窝点", "经核查，设备已经全部拆除。"


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


def published(handler, **values) -> PublishedOutcome:
    tip = make_tip("closed", text=WORDS)
    return publish_outcome(tip=tip, **{"title": TITLE, "text": TEXT} | values, by=handler, at=NOON)


@pytest.mark.parametrize("role", ["tipoff_handler", "office_leader"])
def test_the_office_publishes_what_is_closed(role):
    outcome = published(make_officer(role))
    assert (outcome.title, outcome.text, str(outcome.published_on)) == (TITLE, TEXT, "2026-03-02")
    assert Entry.objects.get(subject="published_outcome").step == "publish"
    assert outcome.tip.events.get(step="publish").public_text == "办理结果已对外公布，公布的内容不涉及您。"


@pytest.mark.parametrize("role", ["office_staff", "county_leader", "member_unit", "system_admin", "auditor"])
def test_nobody_else_does(role):
    with pytest.raises(PermissionDenied):
        published(make_officer(role))


def test_what_is_not_closed_is_not_published(handler):
    with pytest.raises(StepRefused, match="办结后才能公布"):
        publish_outcome(tip=make_tip("answered"), title=TITLE, text=TEXT, by=handler, at=NOON)


@pytest.mark.parametrize(
    "values", [{"title": ""}, {"text": "\x00 "}, {"title": "长" * 121}, {"text": "长" * 2001}]
)
def test_title_and_text_are_wanted_and_bounded(handler, values):
    with pytest.raises(ValidationError):
        published(handler, **values)


def test_copied_words_are_a_warning_that_can_be_answered(handler):
    copied = {"text": f"据反映，{WORDS[:20]}。已拆除。"}
    with pytest.raises(ValidationError, match="与举报原文一字不差"):
        published(handler, **copied)
    assert published(handler, **copied, is_checked=True).pk


@pytest.mark.parametrize("said", ["联系13900000000", "证件110101199001011234"])
def test_numbers_of_people_are_refused_whatever_is_ticked(handler, said):
    with pytest.raises(ValidationError, match="请删去"):
        published(handler, text=said, is_checked=True)


def test_so_is_the_number_of_the_tip(handler):
    tip = make_tip("closed")
    with pytest.raises(ValidationError, match="举报编号"):
        publish_outcome(tip=tip, title=TITLE, text=f"{tip.label}已办结", is_checked=True, by=handler, at=NOON)


def test_withdrawn_once_with_a_reason(handler):
    outcome = published(handler)
    with pytest.raises(ValidationError, match="撤下的原因"):
        withdraw_outcome(outcome=outcome, text="", by=handler, at=NOON)
    withdraw_outcome(outcome=outcome, text="案件移送", by=handler, at=NOON)
    with pytest.raises(StepRefused, match="已撤下"):
        withdraw_outcome(outcome=outcome, text="再来", by=handler, at=NOON)
    outcome.refresh_from_db()
    assert (outcome.withdrawn_by, outcome.withdrawn_text) == (handler, "案件移送")


def test_the_lists_of_the_office(handler):
    outcome, other = published(handler), make_tip("closed")
    make_tip("closed", conclusion="unfounded")
    assert list(outcomes_visible_to(handler)) == [outcome]
    assert list(outcomes_visible_to(make_officer("county_leader"))) == []
    assert list(unpublished(handler)) == [other]
