"""The stock equation."""

from inspections.rules.stock import stock, together


def test_the_account_of_a_month():
    counts = {"opening": 10, "added": 3, "removed": 1, "covered": 7, "attempted": 2, "excused": 1, "late": 1}
    assert stock(counts) == counts | {"in_force": 12, "denominator": 11, "pending": 2, "per_mille": 636}


def test_nothing_to_inspect_has_no_rate():
    assert stock({})["per_mille"] is None
    assert stock({"opening": 1, "excused": 1})["per_mille"] is None


def test_a_thousand_means_all():
    assert stock({"opening": 2000, "covered": 1999})["per_mille"] == 999
    assert stock({"opening": 2000, "covered": 2000})["per_mille"] == 1000


def test_several_counts_are_taken_together():
    assert together([{"opening": 1, "covered": 1}, {"added": 2}]) == stock(
        {"opening": 1, "added": 2, "covered": 1}
    )
    assert together([]) == stock({})
