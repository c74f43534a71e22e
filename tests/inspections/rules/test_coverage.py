from datetime import date, timedelta

from inspections.choices import Coverage
from inspections.rules.coverage import Seen, Standing, counts, standing

DAY, DUE = date(2026, 3, 10), date(2026, 3, 31)


def seen(outcome: str = "normal", day: int = 0, recorded: int | None = None, **values) -> Seen:
    """A visit ``day`` days after DAY, recorded on the same day unless said otherwise."""
    on = DAY + timedelta(days=day)
    recorded_on = on if recorded is None else DAY + timedelta(days=recorded)
    return Seen(outcome, on, recorded_on, **{"has_photo": False, "has_position": False} | values)


def of(*visits: Seen, needed: int = 1, is_excused: bool = False) -> Standing:
    return standing(visits, needed=needed, due_on=DUE, is_excused=is_excused)


def test_attempts_are_not_of_the_numerator_and_an_idle_place_needs_photo_and_position():
    assert [counts(seen(outcome)) for outcome in ("normal", "problem", "refused", "no_entry", "idle")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert counts(seen("idle", has_photo=True, has_position=True))
    assert not counts(seen("idle", has_photo=True))


def test_twice_a_month_is_on_two_days():
    assert of(seen(), seen(), needed=2) == Standing(Coverage.PENDING, 1)
    assert of(seen(), seen(), seen(day=1), needed=2) == Standing(Coverage.COVERED, 2, DAY + timedelta(days=1))
    assert of(seen(), seen("refused", day=1), needed=2) == Standing(Coverage.ATTEMPTED, 1)


def test_a_day_counts_from_its_first_record():
    late = (DUE - DAY).days + 2
    assert of(seen(), seen(recorded=late)) == Standing(Coverage.COVERED, 1, DAY)
    assert of(seen(recorded=late)) == Standing(Coverage.COVERED, 1, DAY, is_late=True)


def test_an_excuse_holds_until_a_visit_succeeds():
    assert of(seen("refused"), is_excused=True) == Standing(Coverage.EXCUSED, 0)
    assert of(seen(), is_excused=True) == Standing(Coverage.COVERED, 1, DAY)
