from datetime import date

import pytest

from reports.queries.places import ALL_COUNTIES, ALL_UNITS, key_of, places_below
from tests.makers import make_region
from tests.report_makers import make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_places_and_their_groups():
    county, zone, town = make_region("360802"), make_region("3608K01"), make_region("360802001")
    make_region("360802001001"), make_region("620702"), make_region("360803", valid_to=date(2025, 1, 1))
    unit, theirs = make_unit(), make_unit("吉州区税务局", "360802")
    found = places_below("3608", TODAY)
    assert (found.counties, found.towns_of(county), found.units_of(county), found.city_units) == (
        [county, zone],
        [town],
        [theirs],
        [unit],
    )
    assert (found.group(ALL_COUNTIES), found.group(ALL_UNITS), found.group("360802"), found.group("x")) == (
        [county, zone],
        [unit],
        [town],
        [],
    )
    assert found.named([key_of(unit), key_of(town), "r0", "zz"]) == [town, unit]
