"""The marks beside a visit: each where its facts are, none where they are not."""

from types import SimpleNamespace

import pytest

from inspections.rules.visit_marks import is_far, marks_of, metres

PLAIN = {
    "is_backfilled": False, "backfill_reason": "", "source": "online", "is_night": False, "distance_m": 50, "accuracy_m": 10,
    "outcome": "normal",
}  # fmt: skip
PHOTO = SimpleNamespace(distance_m=20, accuracy_m=5, duplicate_of_id=None)
SOMEBODY = SimpleNamespace(name="刘建国", officer_id=1)


def labels(visit=None, photos=(PHOTO,), people=(SOMEBODY,), same=0) -> list[str]:
    record = SimpleNamespace(**{**PLAIN, **(visit or {})})
    return [mark.label for mark in marks_of(record, photos, people, same)]


def test_a_good_visit_has_no_marks():
    assert labels() == []


@pytest.mark.parametrize(
    ("visit", "label"),
    [
        ({"is_backfilled": True, "backfill_reason": "山洪"}, "补录"),
        ({"source": "offline"}, "离线填报"),
        ({"is_night": True}, "夜查"),
        ({"distance_m": 1_011}, "距离较远"),
    ],
)
def test_marks_of_the_visit(visit, label):
    assert labels(visit) == [label]


def test_marks_of_photos_words_and_people():
    far = SimpleNamespace(distance_m=5_000, accuracy_m=None, duplicate_of_id=None)
    used = SimpleNamespace(distance_m=None, accuracy_m=None, duplicate_of_id=3)
    assert labels(photos=(far,)) == ["照片距离较远"]
    assert labels(photos=(used,)) == ["照片重复"]
    assert labels(photos=()) == ["没有照片"]
    assert labels({"outcome": "refused"}, photos=()) == []
    assert labels(same=2) == ["备注雷同"]
    assert labels(people=(SimpleNamespace(name="张三", officer_id=None),)) == ["人员存疑"]


@pytest.mark.parametrize(
    ("distance", "accuracy", "far"),
    [(None, 5, False), (1_000, None, False), (1_001, None, True), (1_500, 600, False)],
)
def test_far_is_what_the_receivers_error_cannot_explain(distance, accuracy, far):
    assert is_far(distance, accuracy) is far


@pytest.mark.parametrize(
    ("distance", "text"), [(None, ""), (0, "0 米"), (999, "999 米"), (12_400, "12.4 公里")]
)
def test_distances_as_they_are_read(distance, text):
    assert metres(distance) == text
