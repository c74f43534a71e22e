"""Receiving a tip: once per secret, without a gap, with the day alone, and nothing of the reporter in the journal."""

import secrets
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localtime

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Holiday, Threshold
from tests import evidence_makers as make
from tests.makers import NOON, make_office, make_officer, make_region
from tests.tip_makers import make_custody_key
from tipoffs.models import SealedIdentity, Tip, TipDraft, TipEvent, TipFile, TipYear
from tipoffs.operations import draft_files, drafts, receiving
from tipoffs.operations.receiving import DraftGone, receive_tip
from tipoffs.operations.tip_files import attach
from tipoffs.queries.lookup import find_tip
from tipoffs.queries.receipts import content_digest_of, departing_files, receipt_for, trace_of
from tipoffs.rules.report import Identity, TipReport

pytestmark = pytest.mark.django_db
KEY = b"k" * 32
SECRET = "s" * 43
REPORT = TipReport(kind="production", text="三台中频炉", place_text="河边", firm_name="演示厂")


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_region("360802")
    return make_office()


def received(report=REPORT, secret=None, **values):
    return receive_tip(report=report, secret=secret or secrets.token_urlsafe(32), **{"at": NOON, **values})


def entered(by=None, **values):
    return received(
        TipReport(**{**vars(REPORT), "channel": "phone", **values}), by=by or make_officer("tipoff_handler")
    )


# --- once -------------------------------------------------------------------------------------------------------------
def test_number_code_and_tip_belong_together():
    receipt = received()
    assert receipt.is_new
    assert receipt.tip.label == "举报〔2026〕000001号"
    assert find_tip(receipt.tip.label, receipt.code) == receipt.tip


def test_a_retry_gives_the_same_receipt():
    first, again = received(secret=SECRET), received(secret=SECRET, at=NOON + timedelta(days=400))
    assert (again.tip, again.code, again.is_new) == (first.tip, first.code, False)
    assert (Tip.objects.count(), TipYear.objects.get().last) == (1, 1)
    assert receipt_for(SECRET).code == first.code
    assert receipt_for("x" * 43) is None


def test_whoever_waited_for_his_twin_finds_its_tip(monkeypatch):
    """The twin commits while this one waits for the year's row."""
    first = received(secret=SECRET)
    answers = iter([None, receipt_for(SECRET)])
    monkeypatch.setattr(receiving, "receipt_for", lambda secret: next(answers))
    assert received(secret=SECRET).tip == first.tip


@pytest.mark.parametrize("knows_twin", [True, False])
def test_a_twin_in_another_year_is_found_by_the_constraint(monkeypatch, knows_twin):
    from django.db import IntegrityError

    first = received(secret=SECRET)
    answers = iter([None, None, receipt_for(SECRET) if knows_twin else None])
    monkeypatch.setattr(receiving, "receipt_for", lambda secret: next(answers))
    if knows_twin:
        assert received(secret=SECRET, at=NOON + timedelta(days=400)).tip == first.tip
        return
    with pytest.raises(IntegrityError):
        received(secret=SECRET, at=NOON + timedelta(days=400))


def test_without_secrets_a_repeat_makes_a_duplicate():
    """Control: what two different secrets send are two tips, however equal their words."""
    assert received().tip != received().tip


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_page_without_its_secret_is_refused(secret):
    with pytest.raises(ValidationError, match="页面不完整"):
        receive_tip(report=REPORT, secret=secret, at=NOON)


def test_numbers_are_gapless_and_begin_anew_each_year():
    numbers = [received(at=at).tip for at in (NOON, NOON, NOON + timedelta(days=365), NOON)]
    assert [(tip.year, tip.number) for tip in numbers] == [(2026, 1), (2026, 2), (2027, 1), (2026, 3)]


def test_a_refused_tip_leaves_no_gap():
    with pytest.raises(ValidationError):
        received(TipReport(**{**vars(REPORT), "place": "620702"}))
    assert received().tip.number == 1


# --- what is written --------------------------------------------------------------------------------------------------
def test_of_the_reporter_only_the_day_is_written():
    at = datetime(2026, 3, 2, 17, 25, 31, tzinfo=UTC)  # the third of March in Beijing, in the night
    tip = received(at=at).tip
    midnight = datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert tip.received_on == date(2026, 3, 3)
    assert [entry.at for entry in Entry.objects.filter(subject="tip")] == [midnight]
    event = TipEvent.objects.get()
    assert (event.step, event.on, event.happened_at, event.happened_by) == (
        "receive",
        date(2026, 3, 3),
        None,
        None,
    )
    assert event.public_text


def test_journal_has_the_digest_and_none_of_the_words():
    report = TipReport(
        **{
            **vars(REPORT),
            "text": "金丝雀一",
            "place_text": "金丝雀二",
            "firm_name": "金丝雀三",
            "seen_text": "金丝雀四",
        }
    )
    tip = received(report).tip
    entry = Entry.objects.get(subject="tip")
    assert "金丝雀" not in str(entry.changes) + entry.note
    assert entry.changes["content_digest"] == [None, tip.content_digest]
    assert (entry.step, entry.by, entry.region_code) == ("receive", None, "3608")


def test_digest_tells_whether_the_words_are_still_those_received():
    tip = received().tip
    stored = Tip.objects.get()
    assert content_digest_of(stored) == tip.content_digest
    stored.text = "改过"
    assert content_digest_of(stored) != tip.content_digest


def test_identity_is_sealed_with_the_moment():
    make_custody_key()
    report = TipReport(**{**vars(REPORT), "identity": Identity(name="演示举报人", telephone="13900000000")})
    tip = received(report).tip
    assert tip.has_identity
    assert "演示举报人".encode() not in bytes(SealedIdentity.objects.get(tip=tip).sealed)
    assert not received().tip.has_identity


def test_without_a_key_contact_is_not_taken_and_a_nameless_tip_is():
    report = TipReport(**{**vars(REPORT), "identity": Identity(name="演示举报人")})
    with pytest.raises(ValidationError) as refused:
        received(report)
    assert list(refused.value.error_dict) == ["identity"]
    assert Tip.objects.count() == 0
    assert received().tip.number == 1


# --- the draft --------------------------------------------------------------------------------------------------------
def test_files_of_the_draft_go_over_and_the_draft_ends():
    make_custody_key()
    drafts.save_draft(key=KEY, content={}, at=NOON)
    draft_files.keep(key=KEY, upload=make.Sent(make.jpeg(), "a.jpg"), at=NOON)
    tip = received(draft_key=KEY).tip
    assert TipFile.objects.filter(tip=tip).count() == 1
    assert TipDraft.objects.count() == 0


def test_the_journal_knows_every_file_as_it_stands_by_the_day_alone():
    make_custody_key()
    drafts.save_draft(key=KEY, content={}, at=NOON)
    for colour in ((0, 0, 0), (0, 200, 0)):
        draft_files.keep(key=KEY, upload=make.Sent(make.jpeg(colour=colour), "a.jpg"), at=NOON)
    tip = received(draft_key=KEY).tip
    attach(tip=tip, upload=make.Sent(make.mp4(), "a.mp4"), at=NOON)
    told = Entry.objects.filter(file_key=f"tip:{tip.pk}", step__in=["evidence", "attach"]).order_by("id")
    assert list(told.values_list("note", flat=True)) == [
        trace_of(file) for file in tip.files.order_by("position")
    ]
    assert {localtime(entry.at).time() for entry in told} == {time.min}
    assert departing_files(tip) == []
    first = tip.files.order_by("position").first()
    TipFile.objects.filter(pk=first.pk).update(sha256="0" * 64)  # the control
    assert [sentence.partition("：")[2] for sentence in departing_files(tip)] == [
        "日志中没有。",
        "日志中有，现在没有。",
    ]


def test_a_second_window_with_another_secret_does_not_submit_the_draft_again():
    drafts.save_draft(key=KEY, content={}, at=NOON)
    received(draft_key=KEY)
    with pytest.raises(DraftGone):
        received(draft_key=KEY)
    assert Tip.objects.count() == 1


# --- days -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "counted", "due"),
    [
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), date(2026, 3, 2), date(2026, 3, 3)),  # 17:30
        (datetime(2026, 3, 2, 9, 31, tzinfo=UTC), date(2026, 3, 3), date(2026, 3, 4)),
        (datetime(2026, 3, 6, 10, 0, tzinfo=UTC), date(2026, 3, 9), date(2026, 3, 10)),  # Friday evening
        (datetime(2026, 3, 7, 4, 0, tzinfo=UTC), date(2026, 3, 9), date(2026, 3, 10)),
    ],
)
def test_what_comes_after_hours_counts_from_the_next_working_day(at, counted, due):
    tip = received(at=at).tip
    assert (tip.counted_on, tip.handover_due_on) == (counted, due)


def test_a_working_saturday_counts_itself():
    Holiday.objects.create(day=date(2026, 3, 7), is_workday=True, name="调休")
    assert received(at=datetime(2026, 3, 7, 4, 0, tzinfo=UTC)).tip.counted_on == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("value", "shown"), [(1200, "12:00"), (900, "09:00"), (2599, "17:30"), (99, "17:30"), (-5, "17:30")]
)
def test_office_sets_its_closing_time(value, shown):
    Threshold.objects.create(code=receiving.CLOSING_THRESHOLD, name="下班时间", value=value)
    assert f"{receiving.closing_time():%H:%M}" == shown


# --- places -----------------------------------------------------------------------------------------------------------
def test_place_is_one_of_the_prefecture():
    tip = received(TipReport(**{**vars(REPORT), "place": "360802"})).tip
    assert (tip.place.code, tip.region_code) == ("360802", "3608")


@pytest.mark.parametrize("code", ["620702", "3608", "nonsense", "36\x0008"])
def test_other_places_are_refused(code):
    make_region("620702")
    with pytest.raises(ValidationError) as refused:
        received(TipReport(**{**vars(REPORT), "place": code}))
    assert list(refused.value.error_dict) == ["place"]


def test_without_an_office_the_first_prefecture_receives(office):
    office.delete()
    assert received().tip.region_code == "3608"


# --- entered by staff -------------------------------------------------------------------------------------------------
def test_an_officer_enters_with_his_name_and_the_time():
    officer = make_officer("tipoff_handler")
    tip = entered(by=officer, received_on=date(2026, 2, 27), source_number="来电 1 号").tip
    assert (tip.entered_by, tip.entered_at, tip.received_on) == (officer, NOON, date(2026, 2, 27))
    assert (tip.counted_on, tip.number) == (date(2026, 2, 27), 1)
    entry = Entry.objects.get(subject="tip")
    assert (entry.step, entry.by, entry.at) == ("enter", officer, NOON)
    assert TipEvent.objects.get().happened_by == officer


def test_the_order_of_numbers_is_that_of_entering():
    late, early = entered(received_on=date(2026, 3, 2)).tip, entered(received_on=date(2026, 1, 5)).tip
    assert (late.number, early.number) == (1, 2)


def test_a_letter_of_a_holiday_counts_from_the_next_working_day():
    assert entered(received_on=date(2026, 3, 1)).tip.counted_on == date(2026, 3, 2)


def test_without_a_day_it_is_today():
    assert entered(received_on=None).tip.received_on == date(2026, 3, 2)


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2024, 1, 1), date(9999, 12, 31), date.min])
def test_impossible_days_are_refused(day):
    with pytest.raises(ValidationError) as refused:
        entered(received_on=day)
    assert list(refused.value.error_dict) == ["received_on"]


def test_on_the_web_nobody_types_a_day():
    tip = received(TipReport(**{**vars(REPORT), "received_on": date(2026, 1, 1)})).tip
    assert tip.received_on == date(2026, 3, 2)


@pytest.mark.parametrize("role", ["county_staff", "county_leader", "tipoff_handler"])
def test_who_may_enter(role):
    assert entered(by=make_officer(role)).is_new


@pytest.mark.parametrize("role", ["office_staff", "auditor", "member_unit", "system_admin"])
def test_who_may_not(role):
    with pytest.raises(PermissionDenied):
        entered(by=make_officer(role))


def test_web_and_entered_are_kept_apart():
    for report, by in [
        (REPORT, make_officer("tipoff_handler")),
        (TipReport(**{**vars(REPORT), "channel": "phone"}), None),
    ]:
        with pytest.raises(ValidationError) as refused:
            received(report, by=by)
        assert list(refused.value.error_dict) == ["channel"]


def test_faults_are_told_by_field():
    with pytest.raises(ValidationError) as refused:
        received(TipReport(kind="x", text=""))
    assert sorted(refused.value.error_dict) == ["kind", "place_text", "text"]
