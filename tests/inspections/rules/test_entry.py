from inspections.rules.answers import Asked
from inspections.rules.entry import all_normal, column_of


def test_normal_answers_are_given_and_the_rest_is_as_the_last_time():
    items = (
        Asked("a", "甲", good_answer="no"),
        Asked("b", "乙", kind="number"),
        Asked("c", "丙", kind="text"),
    )
    assert all_normal(items, {"b": {"value": "3"}, "a": {"value": "yes"}}) == {
        "a": {"value": "no"},
        "b": {"value": "", "same": True},
    }


def test_errors_of_a_report_stand_at_columns_of_the_grid():
    names = ["answers.furnace", "backfill_reason", "inspectors", "visited_on"]
    assert [column_of(name) for name in names] == ["is_normal", "reason", "second", "visited_on"]
