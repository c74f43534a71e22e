"""What happens in other regions leaves no trace: every page of an officer is the same before and after.

Stronger than looking for canaries: counts, orders, cursors, duties, badges and file sizes would all tell. Time stands still
meanwhile.
"""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine

from enterprises.models import Enterprise, Equipment, Licence
from enterprises.queries import filter_counts
from enterprises.rules.filters import LedgerFilters
from tests.acceptance.matrix import LINES
from tests.acceptance.reading import steady, text_of
from tests.acceptance.walking import Steps, Walk, difference
from tests.acceptance.world import Area, Viewer, World
from tests.makers import (
    NOON,
    make_department,
    make_enterprise,
    make_equipment,
    make_licence,
    make_link,
    make_officer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

LISTS = {
    "enterprises:ledger": [
        {"counts": "1"}, {"order": "updated"}, {"order": "confirmed"}, {"q": "演示"}, {"q": "铸"}, {"key": "1"},
        {"kind": "medium_frequency_furnace"}, {"licence_before": "2026-12-01"}, {"confirmed_before": "2026-11-01"},
        {"unsupervised": "1", "counts": "1"}, {"status": "suspended", "class": "foundry", "industry": "steel"},
    ],
    "enterprises:export": [{"all_matching": "1"}, {"all_matching": "1", "q": "演示"}],
    "enterprises:batch": [{"action": "print", "all_matching": "1"}, {"action": "print", "all_matching": "1", "q": "铸造"}],
    "enterprises:villages": [{"parent": "360802001"}, {"parent": "3608K01001"}],
}  # fmt: skip
WITHOUT = {"enterprises:dossier-pdf"}  # takes long; what it shows is what the dossier shows


def pages_of(world: World, viewer: Viewer) -> dict[str, str]:
    """Every page the viewer may open about his own records, by what was asked."""
    said = {}
    for name, line in LINES.items():
        for number, case in enumerate(line.cases):
            steps = Steps(Walk(world, viewer), name, line, case, number)
            if case.get is None or not steps.may or name in WITHOUT:
                continue
            for target in (target for target in steps.targets() if target.is_own):
                response = steps.ask(target)
                key = f"{name} {number} {target.area.name} {response.status_code}"
                said[key] = steady(text_of(response))
    for name, queries in LISTS.items():
        for query in queries:
            response = viewer.client.get(URLS[name], query)
            said[f"{name} {query} {response.status_code}"] = steady(text_of(response))
    return said


URLS = {
    "enterprises:ledger": "/enterprises/", "enterprises:export": "/enterprises/export/",
    "enterprises:batch": "/enterprises/batch/", "enterprises:villages": "/enterprises/villages/",
}  # fmt: skip


def stir(areas: list[Area]) -> None:
    """Much happens elsewhere: files come, change and go overdue, with equipment, licences, links and people."""
    for area in areas:
        for number in range(12):
            file = make_enterprise(
                area.place,
                name=f"演示铸造{area.name}{number}",
                confirmed_at=NOON - timedelta(days=400 + number),
                is_key=True,
                key_reason="fake_foundry",
                supervision_class="rolling",
            )
            make_equipment(file)
            make_licence(file, expires_on=date(2026, 3, 3))
            make_link(file, Enterprise.objects.get(pk=area["enterprise"]))
        Enterprise.objects.filter(region_code=area.place).update(
            updated_at=NOON + timedelta(days=1), industry="cement", employees=1
        )
        Equipment.objects.filter(region_code=area.place).update(size=99)
        Licence.objects.filter(enterprise__region_code=area.place).update(expires_on=date(2020, 1, 1))
        make_officer("county_staff", area.code)
        make_department(make_officer("county_leader", area.code).region)


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What was asked, and the first line that differs."""
    return [f"{key} {difference(before[key], after[key])}" for key in before if before[key] != after[key]]


@pytest.mark.parametrize(
    "name", ["county_leader", "county_staff", "grid_officer", "member_unit", "zone_staff"]
)
def test_what_happens_elsewhere_changes_nothing_on_any_page(world, name):
    viewer = world.viewers[name]
    visible = {area.name for area in world.visible(viewer)}
    with time_machine.travel(datetime.now(UTC), tick=False):
        before = pages_of(world, viewer)
        stir([area for area in world.areas.values() if area.name not in visible])
        after = pages_of(world, viewer)
    assert len(before) > 35
    assert differences(before, after) == []


def test_what_happens_at_home_is_seen_on_many_pages(world):
    """The comparison above is not blind."""
    viewer = world.viewers["county_staff"]
    with time_machine.travel(datetime.now(UTC), tick=False):
        before = pages_of(world, viewer)
        stir([world.areas["own"]])
        after = pages_of(world, viewer)
    assert len(differences(before, after)) > 15


def test_a_planted_count_of_other_regions_is_caught(world, monkeypatch):
    """A count shows no canary; only this comparison finds it."""

    def leaking(officer, filters: LedgerFilters, limit: int = 1000):
        counts = filter_counts(officer, filters, limit)
        everybody = world.viewers["office_staff"].officer
        return counts | {"status": filter_counts(everybody, filters, limit)["status"]}

    viewer = world.viewers["county_staff"]
    monkeypatch.setattr(import_module("enterprises.views.ledger"), "filter_counts", leaking)
    with time_machine.travel(datetime.now(UTC), tick=False):
        before = pages_of(world, viewer)
        stir([world.areas["sibling"]])
        after = pages_of(world, viewer)
    assert {found.split()[0] for found in differences(before, after)} == {"enterprises:ledger"}


def test_counts_are_those_of_the_own_files(world):
    """By hand: what the counts of each viewer's ledger say is how many files stand in his areas."""
    for viewer in world.viewers.values():
        if viewer.role in ("", "power_company", "system_admin", "security_admin", "auditor"):
            continue
        here = [area for area in world.areas.values() if area.place.startswith(viewer.region_code)]
        counts = filter_counts(viewer.officer, LedgerFilters())
        found = {count.value: count.count.n for count in counts["status"] if count.count.n}
        assert sum(found.values()) == sum(area.listed for area in here), viewer.name
        assert found["suspended"] == len(here), viewer.name
