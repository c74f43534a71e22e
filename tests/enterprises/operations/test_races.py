"""Real writers side by side: threads with connections of their own, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from capacity_portal.journal.models import Entry
from enterprises import operations
from enterprises.models import Enterprise, Link
from enterprises.operations import CodeTaken, StaleRecord
from tests.makers import NOON, make_enterprise, make_officer, make_region

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts at the same moment; returns what each gave or raised."""
    start = Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_of_50_parallel_edits_one_wins_and_49_are_told():
    file, by = make_enterprise("360802"), make_officer("county_staff", "360802")

    def edit(number):
        return lambda: operations.edit_enterprise(
            enterprise=file, version=1, values={"process": f"工艺{number}"}, by=by, at=NOON
        )

    results = at_once(*map(edit, range(50)))
    assert kinds(results) == ["Enterprise"] + ["StaleRecord"] * 49
    stored = Enterprise.objects.get()
    winner = next(result for result in results if isinstance(result, Enterprise))
    assert (stored.process, stored.version) == (winner.process, 2)
    assert {stale.current.process for stale in results if isinstance(stale, StaleRecord)} == {winner.process}
    assert Entry.objects.count() == 1


def test_of_two_files_opened_with_one_code_one_is_named_to_the_other():
    by = make_officer("county_staff", "360802")
    values = {
        "credit_code": "91310000631696382C",
        "region": make_region("360802001"),
        "industry": "steel",
        "supervision_class": "foundry",
        "status": "in_production",
    }

    def create(name):
        return lambda: operations.create_enterprise(values=values | {"name": name}, by=by, at=NOON)

    results = at_once(create("演示甲厂"), create("演示乙厂"), create("演示丙厂"))
    assert kinds(results) == ["CodeTaken", "CodeTaken", "Enterprise"]
    stored = Enterprise.objects.get()
    assert {refused.existing for refused in results if isinstance(refused, CodeTaken)} == {stored}


def test_parallel_comparisons_record_a_pair_once():
    one, other = make_enterprise("360802", name="演示甲厂"), make_enterprise("360802", name="演示甲（厂）")
    by = make_officer("county_staff", "360802")

    def record():
        from enterprises.queries import likely_links

        return operations.record_links(enterprise=one, candidates=likely_links(one), by=by, at=NOON)

    results = at_once(*[record] * 6)
    assert kinds(results) == ["list"] * 6
    link = Link.objects.get()
    assert (link.first, link.second) == (one, other)
    assert Entry.objects.filter(subject="link", step="create").count() == 1


def test_a_rename_and_a_former_name_side_by_side_are_both_found():
    file, by = make_enterprise("360802"), make_officer("county_staff", "360802")
    results = at_once(
        lambda: operations.edit_enterprise(
            enterprise=file, version=1, values={"contact_name": "联系某"}, by=by, at=NOON
        ),
        lambda: operations.add_former_name(
            enterprise=file, name="演示旧日特钢", until_on=None, by=by, at=NOON
        ),
    )
    stored = Enterprise.objects.get()
    assert "旧日特钢" in stored.search_text
    assert ("联系某" in stored.search_text) == (not any(isinstance(r, StaleRecord) for r in results))
    assert kinds(results)[0] == "Enterprise" or kinds(results) == ["FormerName", "StaleRecord"]
