from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from capacity_portal.journal.models import Block, Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Threshold
from inspections.models import Duty, Recheck, RecheckDraw, VisitInspector
from inspections.operations.rechecks import draw_rechecks, record_recheck
from inspections.operations.rounds_open import RoundClosed
from tests.makers import NOON, make_duty, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db
FEBRUARY = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)  # already March in Beijing
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)


def block(number: int, sealed_at: datetime, digits: str) -> Block:
    return Block.objects.create(
        number=number, sealed_at=sealed_at, entry_count=1, high_water=number, ranges=[[number, number]], digests=b"x" * 32,
        previous_hash="", hash=digits * 32,
    )  # fmt: skip


@pytest.fixture
def month():
    """Thirty covered duties, one that is not, and a sealed journal before and after the month began."""
    round_ = make_round()
    block(1, FEBRUARY.replace(hour=15), "ab")
    block(2, FEBRUARY, "cd")
    for _ in range(30):
        make_visit(make_duty(round_))
    make_duty(round_)
    return round_


def test_anybody_can_draw_the_list_again(month):
    drawn = draw_rechecks(round_=month, by=make_officer("office_staff"), at=APRIL)
    assert (drawn.seed, drawn.block_number, drawn.share, drawn.candidates) == ("ab" * 32, 1, 5, 30)
    covered = list(month.duties.filter(coverage="covered").values_list("id", flat=True))
    by_hand = sorted(covered, key=lambda number: sha256(f"{drawn.seed}:{number}".encode()).hexdigest())
    assert list(drawn.rechecks.order_by("rank").values_list("duty_id", flat=True)) == by_hand[:2]
    assert Entry.objects.filter(subject="recheck", step="create").count() == 2


def test_a_second_draw_gives_the_first(month):
    office = make_officer("office_staff")
    first = draw_rechecks(round_=month, by=office, at=APRIL)
    assert draw_rechecks(round_=month, by=office, at=APRIL) == first
    assert Recheck.objects.count() == 2


def test_the_office_sets_the_share(month):
    Threshold.objects.create(code="recheck-share", name="抽查比例", value=50)
    assert draw_rechecks(round_=month, by=None, at=APRIL).rechecks.count() == 15


def test_without_a_sealed_journal_before_the_month_nothing_is_drawn():
    make_visit()
    block(1, FEBRUARY, "cd")
    with pytest.raises(StepRefused, match="上个月的留痕日志还没有封存"):
        draw_rechecks(round_=make_round(), by=None, at=APRIL)
    assert not RecheckDraw.objects.exists()


def test_where_nothing_was_inspected_nothing_is_drawn():
    make_duty()
    block(1, FEBRUARY.replace(hour=15), "ab")
    with pytest.raises(StepRefused, match="没有可以抽查的"):
        draw_rechecks(round_=make_round(), by=None, at=APRIL)


def test_nothing_is_drawn_before_the_visits_were_due(month):
    """With the seed known, whoever chose the day of drawing would choose the list."""
    last_moment = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
    with pytest.raises(
        StepRefused, match="排查截止 2026-03-31，截止以后才能抽取。请在 2026-04-01 以后抽取。"
    ):
        draw_rechecks(round_=month, by=make_officer("office_staff"), at=last_moment)
    assert not RecheckDraw.objects.exists()
    draw_rechecks(round_=month, by=None, at=last_moment + timedelta(minutes=1))
    assert RecheckDraw.objects.count() == 1


def test_the_month_is_locked_alone_before_it_is_held_with_others(month):
    """The other way round two draws at once wait for each other for ever."""
    with CaptureQueriesContext(connection) as asked:
        draw_rechecks(round_=month, by=None, at=APRIL)
    locks = [
        end for one in asked.captured_queries for end in ("FOR UPDATE", "FOR SHARE") if end in one["sql"]
    ]
    assert locks[:2] == (["FOR UPDATE", "FOR SHARE"] if connection.vendor == "postgresql" else [])


def test_a_closed_month_is_not_drawn(month):
    month.state, month.closed_at = "closed", APRIL
    month.save()
    with pytest.raises(RoundClosed):
        draw_rechecks(round_=month, by=None, at=APRIL)


def test_a_county_draws_nothing(month):
    with pytest.raises(PermissionDenied):
        draw_rechecks(round_=month, by=make_officer("county_leader"), at=APRIL)


def recorded(recheck, **values):
    typed = {"result": "inconsistent", "note": "设备已拆除", "checked_on": date(2026, 4, 1)} | values
    return record_recheck(recheck=recheck, by=make_officer("office_staff"), at=APRIL, **typed)


def test_a_result_is_written_down_and_may_be_corrected(month):
    recheck = draw_rechecks(round_=month, by=None, at=APRIL).rechecks.first()
    found = recorded(recheck)
    assert (found.result, found.note, found.checked_at) == ("inconsistent", "设备已拆除", APRIL)
    assert recorded(recheck, result="consistent", note="").result == "consistent"
    assert Entry.objects.filter(subject="recheck", step="record").count() == 2


def test_who_took_part_does_not_check_himself(month):
    recheck = draw_rechecks(round_=month, by=None, at=APRIL).rechecks.first()
    visit = recheck.duty.visits.get()
    inspector, recorder = make_officer("office_staff"), make_officer("office_staff")
    VisitInspector.objects.create(visit=visit, officer=inspector, name=inspector.name)
    make_visit(
        recheck.duty, recorded_by=recorder, state="sent_back", sent_back_at=NOON, send_back_comment="假"
    )
    for officer in (inspector, recorder):
        with pytest.raises(StepRefused, match="您登记或参加过这项任务的排查，不能由您抽查"):
            record_recheck(
                recheck=recheck, result="consistent", note="", checked_on=APRIL.date(), by=officer, at=APRIL
            )
    assert recorded(recheck).checked_by not in (inspector, recorder)


def test_what_is_no_longer_covered_has_no_earliest_day(month):
    recheck = draw_rechecks(round_=month, by=None, at=APRIL).rechecks.first()
    Duty.objects.filter(pk=recheck.duty_id).update(coverage="pending", covered_on=None)
    assert recorded(recheck, checked_on=date(2026, 3, 1)).checked_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"result": "pending"}, "result", "请选择与记录一致或不一致。"),
        ({"result": "none"}, "result", "请选择与记录一致或不一致。"),
        ({"note": " "}, "note", "与记录不一致的，请写明哪里不一致。"),
        ({"note": "字" * 501}, "note", "抽查情况共 501 个字，最多 500 个字，请缩短。"),
        (
            {"checked_on": date(2026, 4, 3)},
            "checked_on",
            "抽查日期 2026-04-03 晚于今天，请填写实际抽查的日期。",
        ),
        (
            {"checked_on": date(2026, 3, 1)},
            "checked_on",
            "抽查日期 2026-03-01 早于查清日期 2026-03-02，请填写实际抽查的日期。",
        ),
    ],
)
def test_what_is_not_a_result_is_refused_by_field(month, values, field, sentence):
    recheck = draw_rechecks(round_=month, by=None, at=APRIL).rechecks.first()
    with pytest.raises(ValidationError) as refused:
        recorded(recheck, **values)
    assert refused.value.message_dict == {field: [sentence]}


def test_the_database_wants_a_moment_for_a_result(month):
    recheck = draw_rechecks(round_=month, by=None, at=APRIL).rechecks.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recheck.objects.filter(pk=recheck.pk).update(result="consistent")
