"""Whom a document can be sent to: counties and zones, townships, member units; and the ready-made groups of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.territory import county_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Department, Region
from reports.models import Notice, Recipient
from reports.rules.addressees import COUNTY, TOWN, UNIT, ZONE, Named, addressees_text

_KINDS = {RegionKind.ZONE: ZONE, RegionKind.COUNTY: COUNTY, RegionKind.TOWN: TOWN}
ALL_COUNTIES, ALL_UNITS = "counties", "units"


@dataclass(frozen=True)
class Places:
    """What stands in force below a prefecture, in order of code: ``regions`` (counties, zones, towns) and member ``units`` of all."""

    region_code: str
    regions: list[Region]
    units: list[Department]

    @property
    def counties(self) -> list[Region]:
        return [one for one in self.regions if one.kind != RegionKind.TOWN]

    @property
    def city_units(self) -> list[Department]:
        return [one for one in self.units if one.region.code == self.region_code]

    def towns_of(self, county: Region) -> list[Region]:
        return [
            one for one in self.regions if one.kind == RegionKind.TOWN and county_of(one.code) == county.code
        ]

    def units_of(self, county: Region) -> list[Department]:
        return [one for one in self.units if one.region.code == county.code]

    def group(self, name: str) -> list[Region | Department]:
        """``counties``, ``units``, or the code of a county for its townships; nothing for an unknown name."""
        if name == ALL_COUNTIES:
            return list(self.counties)
        if name == ALL_UNITS:
            return list(self.city_units)
        return [town for county in self.counties if county.code == name for town in self.towns_of(county)]

    def named(self, keys: Iterable[str]) -> list[Region | Department]:
        """The places with these keys (see ``key_of``), in order of code; unknown keys are passed over."""
        wanted = set(keys)
        return [one for one in [*self.regions, *self.units] if key_of(one) in wanted]


def places_below(region_code: str, on: date) -> Places:
    kinds = list(_KINDS)
    below = Region.objects.within(region_code).current(on).exclude(code=region_code)
    regions = list(below.filter(kind__in=kinds, is_statistics_only=False).order_by("code"))
    units = Department.objects.filter(is_active=True, region__in=Region.objects.within(region_code))
    return Places(region_code, regions, list(units.select_related("region").order_by("region__code", "id")))


def key_of(place: Region | Department) -> str:
    """``r12`` for a region, ``d3`` for a department."""
    return f"{'d' if isinstance(place, Department) else 'r'}{place.pk}"


def key_of_recipient(row: Recipient) -> str:
    return f"d{row.department_id}" if row.department_id else f"r{row.region_id}"


def text_for(recipients: Iterable[Recipient], places: Places) -> str:
    """主送机关 (or 抄送) of these addressees, in the customary order; those of ``places`` give how many there are in all."""
    kinds = {key_of(one): _KINDS[one.kind] for one in places.regions}
    chosen = [Named(kinds.get(key_of_recipient(row), UNIT), row.name) for row in recipients]
    totals = {kind: list(kinds.values()).count(kind) for kind in (ZONE, COUNTY, TOWN)} | {
        UNIT: len(places.city_units)
    }
    return addressees_text(chosen, totals)


def chosen_for(notice: Notice) -> list[Recipient]:
    return list(
        notice.recipients.select_related("region", "department__region").order_by("is_copy", "position", "id")
    )
