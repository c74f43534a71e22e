"""New rows of a preview in words."""

import pytest

from enterprises.queries.comparing import describe
from tests.makers import make_kind, make_officer, make_product, make_region

pytestmark = pytest.mark.django_db


def test_everything_a_new_file_would_hold_is_told_in_words(django_assert_max_num_queries):
    make_region("360802")
    kind, product = make_kind(), make_product()
    officer = make_officer("county_staff", "360802", name="张三")
    row = {
        "fields": {
            "name": "演示厂", "region": "360802", "status": "suspended", "employees": 12, "status_document": "",
            "supervising_officer": officer.pk, "supervising_department": 999_999,
        },
        "capacities": [{"product": product.pk, "unit": product.unit, "value": "12.50"}],
        "equipment": [
            {"kind": kind.pk, "size": "3", "size_unit": "t", "count": 2},
            {"kind": kind.pk, "size": None, "size_unit": "t", "count": 1},
        ],
    }  # fmt: skip
    with django_assert_max_num_queries(5):
        first, second, third = describe([row, {}, {"fields": {"name": "又一厂"}}])
    assert first == [
        ("所在地区", "吉州区"),
        ("经营状态", "停产"),
        ("职工人数", "12"),
        ("监管人员", "张三"),
        (f"{product.name}产能", f"12.5{product.unit}"),
        ("主要设备", f"{kind.name}3t×2；{kind.name}×1"),
    ]
    assert (second, third) == ([], [])
