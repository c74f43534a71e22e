from datetime import date

from reports.rules.ranking import Entrant, ranked
from reports.rules.sending import Lateness, Standing

DUE = date(2026, 3, 10)


def entrant(name: str, done: int = 2, days: int | None = None, acts=("receive", "return")) -> Entrant:
    late = None if days is None else Lateness(days, DUE, DUE, False)
    return Entrant(1, name, Standing(acts, dict.fromkeys(acts[:done], DUE), DUE), late)


def told(*entrants):
    return [(one.label, one.entrant.name) for one in ranked(entrants)]


def test_completion_comes_before_punctuality_and_lateness_in_days():
    rows = (entrant("丙", 1), entrant("乙", 2, 5), entrant("甲", 2), entrant("丁", 2, 0))
    assert told(*rows) == [("1", "甲"), ("2", "丁"), ("3", "乙"), ("4", "丙")]


def test_ties_share_a_place_and_leave_the_next_one_out():
    rows = (entrant("甲"), entrant("丙", 1), entrant("乙"), entrant("丁", 0))
    assert told(*rows) == [("1（并列）", "甲"), ("1（并列）", "乙"), ("3", "丙"), ("4", "丁")]


def test_shares_are_compared_exactly():
    three = ("receive", "cascade", "return")
    assert told(entrant("甲", 2, acts=three), entrant("乙", 2, acts=(*three, "meet")[:3])) == [
        ("1（并列）", "甲"),
        ("1（并列）", "乙"),
    ]


def test_who_owes_nothing_has_no_place():
    assert ranked([entrant("甲", 0, acts=())]) == []


def test_words_of_a_line():
    assert (entrant("甲", 1, 3).completion, entrant("甲", 1, 3).punctuality) == ("50%", "逾期3个工作日")
    assert (entrant("甲").punctuality, entrant("甲", 1).punctuality) == ("按期", "期限未到")
