"""Which cell answers, who may, and how deep a grid is laid."""

from dataclasses import dataclass
from datetime import date

import pytest

from capacity_portal.lib.territory import Level
from capacity_portal.organization.rules.grid import cell_of, holder_fault, leaves, uncovered

DAY = date(2026, 3, 2)


def test_the_deepest_cell_answers_and_no_cell_is_a_blind_spot():
    cells = {"360802001": "town", "360802001003": "village"}
    found = [
        cell_of(code, cells) for code in ("360802001003", "360802001004", "360802001", "360802", "360802002")
    ]
    assert found == ["village", "town", "town", None, None]
    assert uncovered(["360802002", "360802001003", "360802", "360802002"], cells) == ["360802", "360802002"]


def test_leaves_are_the_units_at_the_depth_and_those_above_with_nothing_below():
    codes = ["360802001", "360802001001", "360802001002", "360802002", "3608K01"]
    assert leaves(codes, Level.TOWN) == ["360802001", "360802002", "3608K01"]
    assert leaves(codes, Level.VILLAGE) == ["360802001001", "360802001002", "360802002", "3608K01"]
    assert leaves(["3608K01", "3608K01001"], Level.TOWN) == ["3608K01001"]


@dataclass
class Account:
    name: str = "张三"
    role: str = "grid_officer"
    region_code: str = "360802001"
    is_active: bool = True
    expires_on: date | None = None


@pytest.mark.parametrize(
    ("account", "fault"),
    [
        (Account(), ""),
        (Account(expires_on=DAY), ""),
        (Account(role="office_staff", region_code="3608"), ""),
        (Account(is_active=False), "张三的账户已停用"),
        (Account(expires_on=date(2026, 3, 1)), "张三的账户已于 2026-03-01 到期"),
        (Account(role="auditor"), "张三的角色是审计员，不能登记排查"),
        (Account(role="retired"), "张三的角色是未知，不能登记排查"),
        (Account(region_code="360802002"), "张三的账户地区不包含这个网格"),
        (Account(region_code="360802001001"), "张三的账户地区不包含这个网格"),
        (Account(region_code=""), "张三的账户地区不包含这个网格"),
    ],
)
def test_who_may_answer_for_a_cell(account, fault):
    assert holder_fault(account, "360802001", DAY) == fault
