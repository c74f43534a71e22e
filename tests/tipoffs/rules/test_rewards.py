from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipoffs.rules import rewards
from tipoffs.rules.rewards import Facts, Reported, Rules

SCHEME = Rules("《演示办法》", "first", False, date(2026, 1, 1), date(2026, 12, 31))
EQUAL = Rules("《演示办法》", "equal", False, date(2026, 1, 1), None)
MATTER = (Reported(1, "举报〔2026〕000001号", True), Reported(2, "举报〔2026〕000002号", True))


def facts(pk=1, **values) -> Facts:
    usual = {
        "received_on": date(2026, 3, 2), "has_identity": True, "is_answered": True, "is_confirmed": True, "matter": MATTER,
    }  # fmt: skip
    return Facts(pk=pk, **usual | values)


# --- sharing ----------------------------------------------------------------------------------------------------------
def test_a_sum_that_does_not_divide_leaves_the_rest_to_the_earliest():
    assert rewards.split_fen(20_000, 3) == [666_668, 666_666, 666_666]


def test_one_share_is_the_whole():
    assert rewards.split_fen(20_000, 1) == [2_000_000]


def test_no_shares_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        rewards.split_fen(1, 0)


@settings(max_examples=200)
@given(st.integers(0, 10_000_000), st.integers(1, 500))
def test_not_a_fen_is_lost_and_nobody_gets_less_than_the_next(yuan, count):
    shares = rewards.split_fen(yuan, count)
    assert sum(shares) == yuan * 100
    assert len(shares) == count
    assert sorted(shares, reverse=True) == shares
    assert shares[0] - shares[-1] < count


@settings(max_examples=100)
@given(
    st.lists(st.booleans(), min_size=1, max_size=12),
    st.sampled_from(["first", "equal"]),
    st.integers(0, 10**6),
)
def test_the_shares_of_a_matter_add_up_to_the_amount_or_to_nothing(valid, split, yuan):
    matter = tuple(Reported(number, str(number), is_valid) for number, is_valid in enumerate(valid))
    rules = Rules("", split, False, date(2026, 1, 1), None)
    total = sum(rewards.own_share(facts(one.pk, matter=matter), rules, yuan)[0] for one in matter)
    assert total == (yuan * 100 if any(valid) else 0)


def test_the_first_valid_one_in_order_of_receipt_gets_it():
    matter = (Reported(1, "甲", False), Reported(2, "乙", True), Reported(3, "丙", True))
    assert [one.pk for one in rewards.sharers(matter, "first")] == [2]
    assert [one.pk for one in rewards.sharers(matter, "equal")] == [2, 3]


# --- what blocks ------------------------------------------------------------------------------------------------------
def test_nothing_blocks_the_first_reporter_of_a_confirmed_answered_tip():
    assert rewards.blocking(facts(), SCHEME, 20_000) == []


@pytest.mark.parametrize(
    ("values", "scheme", "sentence"),
    [
        ({"is_confirmed": False}, SCHEME, "核查结论不是“属实”或“部分属实”，不能奖励。"),
        ({"is_answered": False}, SCHEME, "还没有答复举报人，请先答复，再提出奖励。"),
        ({"received_on": date(2025, 12, 31)}, SCHEME, "《演示办法》从2026-01-01起施行，这件举报在2025-12-31收到，不适用。"),
        ({"received_on": date(2027, 1, 1)}, SCHEME, "《演示办法》到2026-12-31为止，这件举报在2027-01-01收到，不适用。"),
        (
            {"has_identity": False},
            Rules("《演示办法》", "first", True, date(2026, 1, 1), None),
            "《演示办法》要求实名，这件举报没有留下姓名和联系方式。",
        ),
        ({"pk": 2}, SCHEME, "《演示办法》只奖励最先举报的人，同一事项最先收到的是举报〔2026〕000001号。"),
        (
            {"matter": (Reported(1, "举报〔2026〕000001号", False),)},
            SCHEME,
            "同一事项的举报都没有查实，不能奖励。",
        ),
        (
            {"pk": 2, "shared": (("举报〔2026〕000001号", 1, 20_000),)},
            EQUAL,
            "同一事项的举报〔2026〕000001号已按20,000元、1件分配，与本件的20,000元、2件不一致，请先更正同一事项的认定或该件奖励。",
        ),
    ],
)  # fmt: skip
def test_what_blocks_is_said_in_a_sentence(values, scheme, sentence):
    assert rewards.blocking(facts(**values), scheme, 20_000) == [sentence]


def test_shares_that_agree_with_the_others_do_not_block():
    asked = facts(2, shared=(("举报〔2026〕000001号", 2, 20_000),))
    assert rewards.blocking(asked, EQUAL, 20_000) == []


# --- time and money ---------------------------------------------------------------------------------------------------
def test_the_claim_window_is_in_calendar_days_after_the_decision():
    until = rewards.claim_until(date(2026, 3, 2), 60)
    assert until == date(2026, 5, 1)
    assert [rewards.is_lapsed(until, day) for day in (date(2026, 5, 1), date(2026, 5, 2))] == [False, True]


def test_fen_are_written_as_yuan():
    assert [rewards.yuan(fen) for fen in (0, 5, 666_668, 2_000_000)] == [
        "0.00",
        "0.05",
        "6,666.68",
        "20,000.00",
    ]
