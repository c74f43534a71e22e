"""What the reporter does: one effect a posting, the day and never the time, nothing of his words in the journal."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from tests.makers import NOON, make_officer
from tests.tip_makers import make_tip
from tipoffs.models import Answer, Objection, Satisfaction, TipEvent, TipMessage
from tipoffs.operations.follow_up import add_file, object_to, post_reply, rate

pytestmark = pytest.mark.django_db
SECRET = "s" * 32
WORDS = "炉子在河边第三间厂房里，夜里十一点开炉"
MIDNIGHT = datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Shanghai"))


def answered_tip(state="answered", at=NOON, **values):
    tip = make_tip(state, **values)
    Answer.objects.create(
        tip=tip, text="演示答复", answered_at=at, answered_by=make_officer("tipoff_handler")
    )
    return tip


def entries():
    return list(Entry.objects.order_by("id").values_list("subject", "step", "at", "by", "by_name"))


def said(tip, text=WORDS, secret=SECRET, at=NOON):
    return post_reply(tip=tip, text=text, secret=secret, at=at)


# --- words
def test_a_word_is_kept_with_its_day_alone():
    tip = make_tip()
    message = said(tip, text=f"  {WORDS}\x00 ")
    assert (message.text, message.posted_on, message.posted_at, message.posted_by) == (
        WORDS,
        date(2026, 3, 2),
        None,
        None,
    )
    assert entries() == [("tip", "reply", MIDNIGHT, None, "系统")]
    event = TipEvent.objects.get(tip=tip)
    assert (event.step, event.on, event.happened_at, event.happened_by, event.text, event.public_text, event.region_code) == (
        "reply", date(2026, 3, 2), None, None, "", "", "3608",
    )  # fmt: skip


def test_the_journal_and_the_timeline_have_no_word_of_it():
    said(make_tip())
    told = str(list(Entry.objects.values())) + str(list(TipEvent.objects.values()))
    assert WORDS not in told
    assert "河边" not in told


def test_a_retry_is_the_same_message_and_other_words_are_another():
    tip = make_tip()
    assert said(tip) == said(tip, at=NOON + timedelta(hours=1))
    assert said(tip, text="再补充一点") != said(tip)
    assert said(tip, secret="t" * 32) != said(tip)
    assert (TipMessage.objects.count(), Entry.objects.count(), TipEvent.objects.count()) == (3, 3, 3)


@pytest.mark.parametrize(
    ("text", "secret", "sentence"),
    [
        ("  \x00", SECRET, "请写明要补充或回答的内容。"),
        ("字" * 1_001, SECRET, "共 1001 个字，最多 1000 个字，请缩短。"),
        (WORDS, "short", "页面不完整，请核对内容后再提交一次。"),
    ],
)
def test_refused_words(text, secret, sentence):
    with pytest.raises(ValidationError, match=sentence):
        said(make_tip(), text, secret)
    assert TipMessage.objects.count() == 0


def test_fifty_messages_are_enough_and_those_of_the_office_do_not_count():
    tip, officer = make_tip(), make_officer("tipoff_handler")
    own = [TipMessage(tip=tip, is_from_office=False, text="x", posted_on=NOON.date()) for _ in range(49)]
    office = [
        TipMessage(
            tip=tip, is_from_office=True, text="x", posted_on=NOON.date(), posted_at=NOON, posted_by=officer
        )
    ] * 3
    TipMessage.objects.bulk_create([*own, *office])
    said(tip)
    with pytest.raises(ValidationError, match="留言已满50条"):
        said(tip, "再来一条")


def test_the_database_keeps_no_time_of_a_reporters_word():
    with pytest.raises(IntegrityError), transaction.atomic():
        TipMessage.objects.create(
            tip=make_tip(), is_from_office=False, text="x", posted_on=NOON.date(), posted_at=NOON
        )


# --- opinion
def test_a_rating_is_given_once():
    tip = answered_tip()
    assert rate(tip=tip, score=4, text=" 还行 ", at=NOON) == rate(tip=tip, score=4, text="还行", at=NOON)
    given = Satisfaction.objects.get()
    assert (given.score, given.text, given.given_on) == (4, "还行", date(2026, 3, 2))
    assert entries() == [("tip", "rate", MIDNIGHT, None, "系统")]
    with pytest.raises(ValidationError, match="您已评价过"):
        rate(tip=tip, score=1, at=NOON)


def test_no_rating_before_the_answer():
    with pytest.raises(ValidationError, match="还没有答复"):
        rate(tip=make_tip("verifying"), score=5, at=NOON)


def test_a_long_opinion_is_refused():
    with pytest.raises(ValidationError, match="共 501 个字"):
        rate(tip=answered_tip(), score=5, text="字" * 501, at=NOON)


@pytest.mark.parametrize("score", [0, 6])
def test_the_database_knows_one_to_five(score):
    with pytest.raises(IntegrityError), transaction.atomic():
        rate(tip=answered_tip(), score=score, at=NOON)


# --- objection
@pytest.mark.parametrize("state", ["answered", "closed"])
def test_an_objection_goes_to_the_leader_with_its_last_day(state):
    tip = answered_tip(state)
    objection = object_to(tip=tip, text=WORDS, at=NOON)
    assert (objection.made_on, objection.due_on, objection.state) == (
        date(2026, 3, 2),
        date(2026, 3, 16),
        "asked",
    )
    assert entries() == [("objection", "object", MIDNIGHT, None, "系统")]
    assert WORDS not in str(list(Entry.objects.values()))
    event = TipEvent.objects.get()
    assert (event.step, event.happened_at, event.text) == ("object", None, "")
    assert object_to(tip=tip, text=WORDS, at=NOON) == objection
    with pytest.raises(ValidationError, match="每件举报可以提出一次"):
        object_to(tip=tip, text="另一个理由", at=NOON)


def test_a_refusal_may_be_objected_to():
    tip = make_tip("refused", refused_at=NOON)
    assert object_to(tip=tip, text=WORDS, at=NOON).tip == tip


@pytest.mark.parametrize(("days", "is_taken"), [(21, True), (22, False)])
def test_fifteen_working_days_from_the_answer(days, is_taken):
    tip = answered_tip()
    if is_taken:
        assert object_to(tip=tip, text=WORDS, at=NOON + timedelta(days=days))
    else:
        with pytest.raises(ValidationError, match="2026-03-23"):
            object_to(tip=tip, text=WORDS, at=NOON + timedelta(days=days))
        assert Objection.objects.count() == 0


def test_no_objection_before_an_answer():
    with pytest.raises(ValidationError, match="还没有答复"):
        object_to(tip=make_tip("dealt"), text=WORDS, at=NOON)


def test_an_objection_needs_a_reason():
    with pytest.raises(ValidationError, match="请写明不同意的理由"):
        object_to(tip=answered_tip(), text=" ", at=NOON)


# --- files
def test_a_file_is_noted_once_with_its_day(monkeypatch):
    from types import SimpleNamespace

    from tipoffs.operations import follow_up

    monkeypatch.setattr(follow_up, "attach", lambda **given: SimpleNamespace(position=2))
    tip = make_tip()
    for _ in range(2):
        add_file(tip=tip, upload=object(), at=NOON)
    assert list(TipEvent.objects.values_list("step", "text", "on", "happened_at")) == [
        ("attach", "第 2 份材料", date(2026, 3, 2), None)
    ]
