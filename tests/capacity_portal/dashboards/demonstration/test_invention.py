"""Invented files: the same every time, clearly invented, realistic in mix."""

from collections import Counter
from datetime import date

from capacity_portal.dashboards.demonstration.invention import TRADES, chinese_digits, invent
from capacity_portal.lib import credit_code
from enterprises.choices import Status

PLACES = [("360802001", "吉州区古南街道"), ("360821100", "吉安县敦厚镇"), ("3608K01", "井冈山经开区")]
TODAY = date(2026, 11, 22)


def test_same_number_same_file():
    assert invent(17, PLACES, TODAY) == invent(17, PLACES, TODAY)
    assert invent(17, PLACES, TODAY) != invent(18, PLACES, TODAY)


def test_digits():
    assert [chinese_digits(1), chinese_digits(12), chinese_digits(305, 2)] == ["〇一", "一二", "三〇五"]


def test_shares_add_up_to_the_hundred():
    assert sum(trade.share for trade in TRADES) == 100


def test_names_codes_and_persons_are_clearly_invented_and_unique():
    files = [invent(number, PLACES, TODAY) for number in range(1, 501)]
    names = [file.values["name"] for file in files]
    codes = [file.values["credit_code"] for file in files if file.values["credit_code"]]
    assert all(name.startswith("演示") for name in names)
    assert all(file.values["contact_phone"].startswith("000-") for file in files)
    assert all(file.values["legal_representative"].startswith("演示人") for file in files)
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes) == 500 - 12
    assert [code for code in codes if not credit_code.is_valid(code)] == []


def test_the_mix_is_realistic():
    files = [invent(number, PLACES, TODAY) for number in range(1, 1001)]
    states = Counter(file.values["status"] for file in files)
    assert 580 <= states[Status.IN_PRODUCTION] <= 740
    assert set(states) == set(Status)
    assert all(
        file.values["status_document"]
        for file in files
        if file.values["status"] in (Status.EXITED, Status.BANNED)
    )
    assert all(file.created_at <= file.confirmed_at for file in files)
    assert max(file.confirmed_at.date() for file in files) <= TODAY
