"""The invented tip-offs: pure, the same for the same arguments, every stage among them; and as the operations tell them."""

from datetime import UTC, datetime, timedelta

import pytest

from capacity_portal.dashboards.demonstration import tips_invented as invented

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COUNTIES = ("360802", "360803", "360821")


def test_the_same_arguments_give_the_same_tips():
    first, again = (invented.invent(60, 700, NOW, COUNTIES) for _ in range(2))
    assert first == again
    assert len(first) == 60


@pytest.mark.parametrize("count", [24, 60, 300])
def test_they_come_in_order_of_time_before_now_within_the_days(count):
    told = invented.invent(count, 720, NOW, COUNTIES)
    moments = [one.at for one in told]
    assert len(told) == count
    assert moments == sorted(moments)
    assert NOW - timedelta(days=721) < moments[0]
    assert moments[-1] < NOW


def test_every_stage_and_everything_special_is_there_at_the_usual_size():
    told = invented.invent(300, 720, NOW, COUNTIES)
    assert {one.stop for one in told} >= {"", *invented.STAGES}
    courses = " ".join(one.course for one in told).split()
    wanted = {
        "matter_first", "matter_repeated", "matter_other", "stuck", "pressed", "waits_for_extension", "visit", "refused",
        "rejected_refusal", "returned", "extended", "late", "photos", "objection", "objection_rejected", "objection_upheld",
        "reward_proposed", "reward_granted", "reward_denied", "reward_lapsed", "published", "withdrawn",
    }  # fmt: skip
    assert wanted - set(courses) == set()
    assert courses.count("matter_repeated") == 2


def test_the_number_follows_the_size_of_the_ledger():
    assert [invented.count_for(scale) for scale in (1, 1_000, 200_000)] == [24, 300, 3_000]


def test_secrets_are_long_enough_and_differ():
    told = invented.invent(24, 60, NOW, COUNTIES)
    assert min(len(one.secret) for one in told) >= 32
    assert len({one.secret for one in told}) == 24
