"""Pairs of many files: the same as one by one, without what too many share."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.models import Enterprise
from enterprises.queries.links import likely_links
from enterprises.queries.many_links import likely_pairs
from tests.makers import make_enterprise, make_equipment, make_former_name, make_region

pytestmark = pytest.mark.django_db


def pairs(*files) -> dict[tuple[int, int], list[str]]:
    return {
        (pair.first.pk, pair.second.pk): [str(reason) for reason in pair.reasons]
        for pair in likely_pairs(files)
    }


def one_by_one(*files) -> dict[tuple[int, int], list[str]]:
    return {
        tuple(sorted((file.pk, link.enterprise.pk))): [str(reason) for reason in link.reasons]
        for file in files
        for link in likely_links(file)
        if link.is_worth_recording
    }


def test_pairs_are_those_found_one_by_one():
    address = "演示县演示镇工业路12号"
    known = [
        make_enterprise(
            "360803", name="演示搬迁铸造有限公司", actual_address=address, legal_representative="张三"
        ),
        make_enterprise("360803", legal_representative="李四", status="suspended"),
        make_enterprise("360803", legal_representative="王五"),
        make_enterprise("360802", registered_address=address),
    ]
    make_equipment(known[2], serial="ZPL-2001-7")
    new = [
        make_enterprise(
            name="演示搬迁铸造有限责任公司", registered_address=address, legal_representative="张三"
        ),
        make_enterprise(legal_representative="李四"),
        make_enterprise(legal_representative="王五"),
        make_enterprise(name="演示新厂"),
    ]
    make_equipment(new[3], serial="ZPL20017")
    make_former_name(new[3], "演示搬迁铸造公司")
    new = list(Enterprise.objects.filter(pk__in=[file.pk for file in new]).order_by("id"))
    found = pairs(*new)
    assert found == one_by_one(*new)
    assert sorted(found.values()) == [
        ["same_address"], ["same_name"], ["same_name"], ["same_name", "same_address", "same_representative"], ["same_representative"],
        ["same_serial"],
    ]  # fmt: skip


def test_files_merged_or_withdrawn_parts_are_no_pair():
    standing = make_enterprise()
    make_enterprise(name="演示并入", merged_into=standing)
    make_equipment(make_enterprise(), serial="ZPL-2001-7", is_withdrawn=True)
    new = make_enterprise(name="演示并入")
    make_equipment(new, serial="ZPL-2001-7")
    assert pairs(new) == {}


def test_what_more_than_twenty_share_is_no_memory():
    new = make_enterprise(actual_address="演示县演示工业园区")
    for _ in range(19):
        make_enterprise(actual_address="演示县演示工业园区")
    assert len(pairs(new)) == 19
    make_enterprise(actual_address="演示县演示工业园区")
    assert pairs(new) == {}


def test_statements_do_not_grow_with_the_files():
    make_region("360802")
    assert statements(2) == statements(20)


def statements(count: int) -> int:
    files = [make_enterprise(name=f"演示甲{number}", legal_representative=f"人{number}", status="exited", status_document="3", closed_on="2020-01-01")
             for number in range(count)]  # fmt: skip
    for number in range(count):
        make_enterprise(name=f"演示甲{number}", legal_representative=f"人{number}")
    with CaptureQueriesContext(connection) as captured:
        likely_pairs(files)
    return len(captured)
