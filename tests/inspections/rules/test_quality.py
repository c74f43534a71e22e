from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.coordinates import Position
from inspections.rules.quality import INCONSISTENT, STREAK, lost, reasons, score
from inspections.rules.quality_facts import CountyFacts, VisitFact

BEIJING = timezone(timedelta(hours=8))
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
LAST = date(2026, 3, 31)
HERE, THERE = Position(27.1, 115.1), Position(27.9, 115.1)  # 89 km apart


def visit(number: int, **values) -> VisitFact:
    entered = DAY + timedelta(hours=2 * number)
    values = {"recorded_on": DAY.date(), "photos": 1, "entered_at": entered} | values
    return VisitFact(number, values.pop("recorder", 1), **values)


def county(*visits: VisitFact, **values) -> CountyFacts:
    return CountyFacts(**{"due": 10, "last_day": LAST, "visits": tuple(visits)} | values)


def codes(facts: CountyFacts) -> dict[str, tuple[int, ...]]:
    return {reason.code: reason.visits for reason in reasons(facts)}


def test_a_good_month_has_all_points_and_no_reasons():
    facts = county(visit(1, text="a", place=HERE, seen_at=DAY, distance_m=10), visit(2, text="b"))
    assert (score(facts), reasons(facts)) == (100, [])


def test_a_text_is_found_in_the_same_month_and_in_the_month_before():
    same = county(visit(1, text="a"), visit(2, text="a"), visit(3, text="b"))
    assert codes(same) == {"same_text": (1, 2)}
    assert codes(county(visit(1, text="b"), earlier_texts=frozenset({"b"}))) == {"same_text": (1,)}


def test_a_photo_another_visit_showed_before_is_a_copy():
    assert codes(county(visit(1), visit(2, has_copied_photo=True))) == {"same_photo": (2,)}


def test_nobody_is_in_two_places_at_once():
    one, other = visit(1, place=HERE, seen_at=DAY), visit(2, place=THERE, seen_at=DAY + timedelta(minutes=30))
    assert codes(county(one, other)) == {"travel": (1, 2)}
    slowly = replace(other, seen_at=DAY + timedelta(hours=1))
    assert codes(county(one, slowly)) == {}
    assert codes(county(one, replace(other, recorder=2))) == {}
    assert codes(county(one, replace(other, accuracy_m=5_000))) == {}
    assert codes(county(one, replace(other, place=Position(27.105, 115.1), seen_at=DAY))) == {}  # 550 m


def test_five_entries_in_ten_minutes_are_a_burst_and_paper_is_not():
    def entered(minutes):
        return [visit(n, entered_at=DAY + timedelta(minutes=n * minutes)) for n in range(5)]

    assert codes(county(*entered(2))) == {"at_once": (0, 1, 2, 3, 4)}
    assert codes(county(*entered(3))) == {}
    assert codes(county(*entered(2)[:4])) == {}
    assert codes(county(*(replace(one, entered_at=None) for one in entered(2)))) == {}


def test_a_county_typed_from_paper_in_one_go_is_a_burst():
    def typed(count, apart=timedelta(seconds=5)):
        return [visit(n, entered_at=None, typed_at=DAY + n * apart) for n in range(count)]

    assert codes(county(*typed(10), due=50)) == {"typed_at_once": tuple(range(10))}
    assert codes(county(*typed(9))) == {}, "a handful is what paper looks like"
    assert codes(county(*typed(10, timedelta(minutes=2)))) == {}
    others = [visit(n) for n in range(100, 103)]
    assert codes(county(*typed(12), *others)) == {"typed_at_once": tuple(range(12))}
    assert codes(county(*typed(11), *others)) == {}, "less than four fifths of the county"


def test_distance_counts_beyond_the_accuracy():
    assert codes(county(visit(1, distance_m=501))) == {"far": (1,)}
    assert codes(county(visit(1, distance_m=540, accuracy_m=50))) == {}


def test_a_month_typed_on_the_last_day_is_a_burst():
    late = [visit(n, recorded_on=LAST) for n in range(5)]
    early = [visit(n) for n in range(10, 15)]
    assert codes(county(*late, *early[:4])) == {"last_day": (0, 1, 2, 3, 4)}
    assert codes(county(*late, *early)) == {}
    assert codes(county(*late[:4])) == {}


def test_the_other_signs_of_visits():
    assert codes(county(visit(1, photos=0))) == {"no_photo": (1,)}
    assert codes(county(visit(1, is_backfilled=True))) == {"backfilled": (1,)}
    assert codes(county(visit(1, nobodies=("张三",)))) == {"nobody": (1,)}


def test_signs_of_the_county():
    found = reasons(county(nightless=("乙厂", "甲厂"), normal_months=6, inconsistent=("丙厂",)))
    assert [(reason.code, reason.count, reason.weight) for reason in found] == [
        ("recheck", 1, INCONSISTENT),
        ("streak", 6, STREAK),
        ("no_night", 2, 4),
    ]
    assert found[2].sentence == "2家须夜查的企业本月没有夜查：乙厂、甲厂。"
    assert reasons(county(normal_months=5)) == []


def test_points_are_lost_by_share_of_the_duties():
    assert [lost(15, count, 100) for count in (0, 1, 10, 49, 50, 90)] == [0, 1, 3, 15, 15, 15]
    assert lost(15, 3, 0) == 15


def test_the_score_stops_at_zero():
    bad = {"photos": 0, "is_backfilled": True, "nobodies": ("张三",), "text": "a", "distance_m": 9_000}
    bad["recorded_on"] = LAST
    visits = [visit(n, **bad, place=HERE if n % 2 else THERE, seen_at=DAY, entered_at=DAY) for n in range(10)]
    facts = county(*visits, nightless=tuple("abcdef"), normal_months=9, inconsistent=("x",))
    assert score(facts) == 0


_TIMES = st.none() | st.integers(0, 600).map(lambda minutes: DAY + timedelta(minutes=minutes))
_VISITS = st.lists(
    st.builds(
        VisitFact,
        number=st.integers(1, 10**6),
        recorder=st.integers(1, 2),
        recorded_on=st.sampled_from([DAY.date(), LAST]),
        entered_at=_TIMES,
        seen_at=_TIMES,
        place=st.none() | st.sampled_from([HERE, THERE]),
        accuracy_m=st.sampled_from([0, 50, 400]),
        distance_m=st.none() | st.integers(0, 2_000),
        text=st.sampled_from(["", "a", "b", "c"]),
        photos=st.integers(0, 2),
        typed_at=_TIMES,
        has_copied_photo=st.booleans(),
        is_backfilled=st.booleans(),
        nobodies=st.sampled_from([(), ("张三",)]),
    ),
    max_size=12,
    unique_by=lambda fact: fact.number,
)
_COUNTIES = st.builds(
    CountyFacts,
    due=st.integers(0, 30),
    last_day=st.just(LAST),
    visits=_VISITS.map(tuple),
    earlier_texts=st.sampled_from([frozenset(), frozenset({"c"})]),
    nightless=st.sampled_from([(), ("甲",)]),
    normal_months=st.integers(0, 9),
    inconsistent=st.sampled_from([(), ("乙",)]),
)
_WORSE = st.sampled_from(
    [
        {"photos": 0},
        {"has_copied_photo": True},
        {"is_backfilled": True},
        {"nobodies": ("某某",)},
        {"distance_m": 9_000, "accuracy_m": 0},
        {"recorded_on": LAST},
    ]
)


@settings(max_examples=50, deadline=None)
@given(_COUNTIES, st.data())
def test_a_worse_visit_never_raises_the_score(facts, data):
    if not facts.visits:
        return
    place = data.draw(st.integers(0, len(facts.visits) - 1))
    worse = list(facts.visits)
    change = data.draw(_WORSE)
    worse[place] = replace(worse[place], **change)
    if "distance_m" in change and facts.visits[place].accuracy_m:
        return
    assert score(replace(facts, visits=tuple(worse))) <= score(facts)


@settings(max_examples=30, deadline=None)
@given(_COUNTIES)
def test_one_more_bad_record_of_the_last_day_never_raises_the_score(facts):
    more = VisitFact(
        2_000_000, 1, LAST, entered_at=DAY, seen_at=DAY, place=HERE, text="a", is_backfilled=True
    )
    if any(one.typed_at for one in facts.visits):  # a visit from elsewhere may end a heap of paper
        return
    assert score(replace(facts, visits=(*facts.visits, more))) <= score(facts)


@settings(max_examples=25, deadline=None)
@given(_COUNTIES, st.integers(0, 3))
def test_more_against_the_county_never_raises_the_score(facts, more):
    worse = replace(
        facts,
        nightless=facts.nightless + ("丙",) * more,
        normal_months=facts.normal_months + more,
        inconsistent=facts.inconsistent + ("丁",) * more,
    )
    assert score(worse) <= score(facts)


@settings(max_examples=25, deadline=None)
@given(_COUNTIES, st.randoms())
def test_the_order_of_the_facts_does_not_matter(facts, random):
    shuffled = list(facts.visits)
    random.shuffle(shuffled)
    other = replace(facts, visits=tuple(shuffled))
    assert (reasons(other), score(other)) == (reasons(facts), score(facts))
