"""Many keys as one parameter, looked up by the index that the statement was spelt for."""

import pytest
from django.db import connection

from enterprises.models import Enterprise, Equipment
from enterprises.queries.among import among, among_ids, merged_with_codes, standing_with_codes
from tests.makers import make_enterprise, make_equipment

pytestmark = pytest.mark.django_db


def test_rows_with_one_of_the_keys():
    files = [make_enterprise(name=f"演示'{number}\"厂") for number in range(3)]
    keys = [files[0].name_key, files[2].name_key, "没有"]
    assert list(among(Enterprise.objects.order_by("id"), "name_key", keys)) == [files[0], files[2]]
    assert not among(Enterprise.objects.all(), "name_key", []).exists()


def test_rows_with_one_of_the_ids():
    part, _ = make_equipment(), make_equipment()
    assert among_ids(Equipment.objects.all(), [part.enterprise_id, 0], "enterprise").get() == part
    assert among_ids(Equipment.objects.all(), {part.pk}).get() == part


def test_files_by_code_standing_and_merged():
    standing = make_enterprise()
    merged = make_enterprise(merged_into=standing)
    codes = [standing.credit_code, merged.credit_code, ""]
    make_enterprise(credit_code="", no_code_reason="无")
    assert standing_with_codes(codes).get() == standing
    assert merged_with_codes(codes).get() == merged


def test_codes_are_looked_up_by_the_unique_index():
    for _ in range(5):
        make_enterprise()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = standing_with_codes([make_enterprise().credit_code]).explain()
    assert "enterprise_credit_code_unique" in plan
