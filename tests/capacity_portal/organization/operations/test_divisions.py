"""Loading lists of divisions: complete, again and again, with dates."""

from datetime import date

import pytest
from django.conf import settings

from capacity_portal.journal.models import Entry
from capacity_portal.organization import operations, sheets
from capacity_portal.organization.models import Region
from capacity_portal.organization.operations import Loaded
from tests.makers import NOON

pytestmark = pytest.mark.django_db
ROWS = sheets.read_rows(settings.FIXTURES_DIR / "divisions_5.csv", sheets.DIVISIONS)
ZONES = sheets.read_rows(settings.FIXTURES_DIR / "zones.csv", sheets.DIVISIONS)


def load(prefecture="3608", rows=ROWS, **more):
    return operations.load_divisions(prefecture=prefecture, rows=rows, zones=ZONES, by=None, at=NOON, **more)


def row(level, code, name):
    return {"level": level, "code": code, "name": name, "kind": ""}


# Counted in the published list: prefecture + counties + towns, and Ji'an's two zones less the town one stands for.
@pytest.mark.parametrize(
    ("prefecture", "count"),
    [
        ("6530", 1 + 4 + 46),
        ("6207", 1 + 6 + 78),
        ("3204", 1 + 6 + 67),
        ("3608", 1 + 13 + 252 + 1),
        ("1301", 1 + 24 + 280),
    ],
)
def test_each_of_the_five_prefectures(prefecture, count):
    assert load(prefecture) == Loaded(new=count, changed=0, closed=0, unchanged=0)
    assert Region.objects.count() == count
    assert Entry.objects.filter(subject="region", step="load").count() == count


def test_again_changes_nothing():
    load()
    entries = Entry.objects.count()
    assert load() == Loaded(new=0, changed=0, closed=0, unchanged=267)
    assert Entry.objects.count() == entries


def test_zones_of_jian_stand_beside_its_counties():
    load()
    zones = Region.objects.filter(kind="zone").order_by("code")
    assert list(zones.values_list("code", "name", "national_code")) == [
        ("3608K01", "井冈山经开区", "360821401"),
        ("3608K02", "庐陵新区", ""),
    ]
    assert "360821401" not in Region.objects.within("360821").values_list("code", flat=True)


def test_statistics_only_codes_are_marked():
    load("1301")
    assert list(
        Region.objects.filter(is_statistics_only=True).order_by("code").values_list("code", flat=True)
    ) == [
        "130171",
        "130172",
    ]


def test_a_new_name_is_one_entry_with_before_and_after():
    load()
    changed = [entry | {"name": "敦厚新镇"} if entry["name"] == "敦厚镇" else entry for entry in ROWS]
    assert load(rows=changed) == Loaded(new=0, changed=1, closed=0, unchanged=266)
    assert Entry.objects.latest("id").changes == {"name": ["敦厚镇", "敦厚新镇"]}


def test_regions_come_into_force_and_end_with_the_list():
    load(rows=[row("county", "360802", "吉州区"), row("county", "360803", "青原区")])
    start = date(2027, 1, 1)
    later = [row("county", "360803", "青原区"), row("county", "360804", "新区")]
    assert load(rows=later, on=start, close_missing=True) == Loaded(new=1, changed=0, closed=1, unchanged=3)
    in_force = {
        day: sorted(Region.objects.current(day).filter(kind="county").values_list("code", flat=True))
        for day in (date(2026, 12, 31), start)
    }
    assert in_force == {date(2026, 12, 31): ["360802", "360803"], start: ["360803", "360804"]}


def test_only_levels_of_the_list_are_closed():
    load()
    load(rows=[row("village", "360802001001", "某社区")], on=date(2027, 1, 1), close_missing=True)
    assert Region.objects.filter(valid_to__isnull=False).count() == 0


def test_region_that_comes_back_is_in_force_again():
    load(rows=[row("county", "360802", "吉州区"), row("county", "360803", "青原区")])
    load(rows=[row("county", "360803", "青原区")], on=date(2027, 1, 1), close_missing=True)
    load(rows=[row("county", "360802", "吉州区"), row("county", "360803", "青原区")])
    assert Region.objects.get(code="360802").valid_to is None


def test_villages_come_by_list():
    load()
    villages = [row("village", "360802001001", "北门社区"), row("village", "360821401001", "某社区")]
    assert load(rows=villages).new == 2
    assert (
        Region.objects.filter(kind="village").order_by("code").values_list("code", flat=True)[1]
        == "3608K01000001"
    )
