from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.jobs.models import Job
from inspections.models import QualityScore, Recheck, RecheckDraw, VisitInspector, VisitPhoto
from inspections.operations.quality import score_later, score_round
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.compiling import compile_return
from inspections.queries.figures import figures
from tests.makers import NOON, make_duty, make_enterprise, make_finding, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def photographed(visit, digest: str, *, waits: bool = False) -> None:
    """``visit`` shows a photo (its form was given up: ``waits``); the first of its kind is found as ``keep_photo`` finds it."""
    first = VisitPhoto.objects.filter(source_sha256=digest * 64, duplicate_of=None).order_by("id").first()
    VisitPhoto.objects.create(
        client_id=uuid4(), duplicate_of=first, visit=None if waits else visit, original_name="a.jpg", content_type="image/jpeg", size=1, sha256="1" * 64,
        source_sha256=digest * 64, uploaded_at=NOON, uploaded_by=visit.recorded_by,
    )  # fmt: skip


def reasons_of(county: str = "360802") -> dict[str, list[int]]:
    return {row["code"]: row["visits"] for row in QualityScore.objects.get(county_code=county).reasons}


def test_a_good_county_keeps_its_points_and_a_county_without_duties_has_no_score():
    visit = make_visit()
    photographed(visit, "a")
    assert score_round(round_=visit.duty.round, at=NOON) == 1
    score = QualityScore.objects.get()
    assert (score.county_code, score.score, score.visits, score.reasons) == ("360802", 100, 1, [])


def test_copied_texts_and_photos_are_found_in_the_month_before():
    february = make_visit(make_duty(make_round(202602)), text_digest="t" * 64, visited_on=date(2026, 2, 3))
    photographed(february, "p")
    march = make_visit(text_digest="t" * 64)
    photographed(march, "p")
    score_round(round_=march.duty.round, at=NOON)
    assert reasons_of() == {"same_photo": [march.pk], "same_text": [march.pk]}


def test_another_countys_photo_of_last_year_is_a_copy():
    old = make_visit(make_duty(make_round(202503), make_enterprise("360803001")), visited_on=date(2025, 3, 3))
    photographed(old, "p")
    new = make_visit()
    photographed(new, "p")
    score_round(round_=new.duty.round, at=NOON)
    assert reasons_of() == {"same_photo": [new.pk]}


def test_only_what_another_valid_visit_showed_is_a_copy():
    """A form given up left its photo waiting, one file stands at two items, what was sent back or corrected is shown again."""
    one, round_ = make_visit(), make_round()
    photographed(one, "w", waits=True)
    photographed(one, "w")
    photographed(one, "w")
    again = make_visit(one.duty)
    for state, extra in (("sent_back", {"sent_back_at": NOON, "send_back_comment": "假"}), ("replaced", {})):
        photographed(make_visit(one.duty, state=state, **extra), state[0])
        photographed(again, state[0])
    score_round(round_=round_, at=NOON)
    assert reasons_of() == {}
    photographed(again, "w")
    score_round(round_=round_, at=NOON)
    assert reasons_of() == {"same_photo": [again.pk]}, "though the first of all is still waiting"


def test_attempts_at_night_are_no_night_checks():
    round_, duty = make_round(), make_duty(needs_night=True)
    photographed(make_visit(duty), "a")
    for outcome in ("refused", "no_entry"):
        photographed(make_visit(duty, outcome=outcome, outcome_reason="门锁着", is_night=True), outcome[0])
    score_round(round_=round_, at=NOON)
    assert "no_night" in reasons_of()
    area = figures(round_)["counties"][0]
    assert (area["nights"], area["visits"]["night"]) == ({"needed": 1, "done": 0}, 0)
    returned = compile_return(round_, "360802")
    assert (returned["nights"], returned["visits"]["night"]) == ({"needed": 1, "done": 0}, 0)
    photographed(make_visit(duty, is_night=True), "c")
    score_round(round_=round_, at=NOON)
    assert "no_night" not in reasons_of()
    assert (
        compile_return(round_, "360802")["nights"]
        == figures(round_)["counties"][0]["nights"]
        == {"needed": 1, "done": 1}
    )


def test_a_month_typed_into_the_grid_in_one_go_is_told():
    round_ = make_round()
    visits = [make_visit(make_duty(round_), source="grid") for _ in range(10)]
    score_round(round_=round_, at=NOON)
    assert reasons_of()["typed_at_once"] == [visit.pk for visit in visits]


def test_another_countys_text_is_no_copy():
    one, other = (
        make_visit(text_digest="t" * 64),
        make_visit(make_duty(enterprise=make_enterprise("360803001")), text_digest="t" * 64),
    )
    photographed(one, "a")
    photographed(other, "b")
    assert score_round(round_=one.duty.round, at=NOON) == 2
    assert (reasons_of(), reasons_of("360803")) == ({}, {})


def test_the_signs_come_from_the_records():
    round_, officer = make_round(), make_officer("county_staff")
    common = {"recorded_by": officer, "arrived": time(9, 0), "visited_on": date(2026, 3, 3)}
    here = make_visit(make_duty(round_), latitude=Decimal("27.1"), longitude=Decimal("115.1"), **common)
    there = make_visit(
        make_duty(round_),
        latitude=Decimal("27.9"),
        longitude=Decimal("115.1"),
        distance_m=900,
        accuracy_m=20,
        **common,
    )
    backfilled = make_visit(
        make_duty(round_, needs_night=True, title="夜厂"), is_backfilled=True, backfill_reason="出差"
    )
    VisitInspector.objects.create(visit=backfilled, name="张三")
    for number, visit in enumerate((here, there, backfilled)):
        photographed(visit, "abc"[number])
    score_round(round_=round_, at=NOON)
    assert reasons_of() == {
        "travel": [here.pk, there.pk],
        "far": [there.pk],
        "no_night": [],
        "nobody": [backfilled.pk],
        "backfilled": [backfilled.pk],
    }


def test_what_the_device_claims_of_an_offline_visit_is_its_moment_of_entry():
    round_, officer = make_round(), make_officer("county_staff")
    at_noon = [
        make_visit(
            make_duty(round_), recorded_by=officer, source="offline", device_time=NOON - timedelta(hours=n)
        )
        for n in range(5)
    ]
    score_round(round_=round_, at=NOON)
    assert set(reasons_of()) == {"no_photo"}
    for visit in at_noon:
        type(visit).objects.filter(pk=visit.pk).update(source="online", device_time=None)
    score_round(round_=round_, at=NOON)
    assert reasons_of()["at_once"] == [visit.pk for visit in at_noon]
    type(visit).objects.update(source="sheet")
    score_round(round_=round_, at=NOON)
    assert set(reasons_of()) == {"no_photo"}


def test_half_a_year_without_a_finding_is_a_streak_that_a_finding_breaks():
    enterprise = make_enterprise("360802001")
    visits = [
        make_visit(make_duty(make_round(period), enterprise), visited_on=date(period // 100, period % 100, 2))
        for period in (202510, 202511, 202512, 202601, 202602, 202603)
    ]
    round_ = make_round()
    score_round(round_=round_, at=NOON)
    assert "streak" in reasons_of()
    make_finding(visits[0])
    score_round(round_=round_, at=NOON)
    assert "streak" not in reasons_of()


def test_an_inconsistent_recheck_weighs():
    visit = make_visit()
    photographed(visit, "a")
    round_ = visit.duty.round
    draw = RecheckDraw.objects.create(
        round=round_, seed="0" * 64, block_number=1, share=5, candidates=1, drawn_at=NOON
    )
    Recheck.objects.create(
        draw=draw, duty=visit.duty, rank=1, result="inconsistent", note="不符", checked_on=date(2026, 3, 9), checked_at=NOON
    )  # fmt: skip
    score_round(round_=round_, at=NOON)
    assert QualityScore.objects.get().score == 80


def test_scoring_again_replaces_and_forgets_counties_that_left():
    round_ = make_round()
    QualityScore.objects.create(round=round_, county_code="360803", score=5, computed_at=NOON)
    make_visit(make_duty(round_))
    later = datetime(2026, 3, 3, tzinfo=UTC)
    for at in (NOON, later):
        score_round(round_=round_, at=at)
    assert list(QualityScore.objects.values_list("county_code", "computed_at")) == [("360802", later)]


def test_scoring_takes_as_many_queries_for_many_visits_as_for_one(django_assert_num_queries):
    round_ = make_round()
    for _ in range(2):
        photographed(make_visit(make_duty(round_)), "a")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        score_round(round_=round_, at=NOON)
    for n in range(4):
        photographed(make_visit(make_duty(round_, make_enterprise(f"36080{2 + n % 2}001"))), "b")
    with django_assert_num_queries(len(few)):
        score_round(round_=round_, at=NOON)


def test_the_office_may_have_it_computed_anew_and_nobody_else():
    job = score_later(round_=make_round(), by=make_officer("office_staff"), at=NOON)
    assert Job.objects.get().parameters == job.parameters == {"period": 202603}
    with pytest.raises(PermissionDenied):
        score_later(round_=make_round(), by=make_officer("county_leader"), at=NOON)


def test_a_closed_month_is_not_scored_again():
    round_ = make_visit().duty.round
    score_round(round_=round_, at=NOON)
    QualityScore.objects.update(score=1)
    round_.state, round_.closed_at = "closed", NOON
    round_.save()
    with pytest.raises(RoundClosed):
        score_round(round_=round_, at=NOON)
    with pytest.raises(RoundClosed):
        score_later(round_=round_, by=make_officer("office_staff"), at=NOON)
    assert QualityScore.objects.get().score == 1
    assert not Job.objects.exists()
