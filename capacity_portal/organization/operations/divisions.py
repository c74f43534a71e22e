"""Loading published lists of divisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from capacity_portal.organization import recorder
from capacity_portal.organization.models import Officer, Region
from capacity_portal.organization.rules.divisions import RegionSpec, regions_of

_FIELDS = ("name", "kind", "national_code", "is_statistics_only")


@dataclass(frozen=True)
class Loaded:
    """How many regions were new, changed, closed and left as they were."""

    new: int
    changed: int
    closed: int
    unchanged: int


@transaction.atomic
def load_divisions(
    *,
    prefecture: str,
    rows: Iterable[Mapping[str, str]],
    zones: Iterable[Mapping[str, str]] = (),
    by: Officer | None,
    at: datetime,
    on: date | None = None,
    close_missing: bool = False,
) -> Loaded:
    """Store the regions of ``prefecture`` (stored form, e.g. ``3608``) that ``rows`` list; running it again changes nothing.

    ``on``: from when the list is in force; regions that appear in it for the first time are valid from then.
    ``close_missing``: regions of the list's levels that it does not name any more end the day before ``on``.
    Raises rules.divisions.DivisionsError.
    """
    specs = regions_of(prefecture, rows, zones)
    known = {region.code: region for region in Region.objects.within(prefecture).select_for_update()}
    new = _create([spec for spec in specs if spec.code not in known], on=on, by=by, at=at)
    differing = [spec for spec in specs if spec.code in known and _differs(known[spec.code], spec)]
    for spec in differing:
        _correct(known[spec.code], spec, by=by, at=at)
    closed = _close(known, specs, on=on, by=by, at=at) if close_missing and on else 0
    return Loaded(new, len(differing), closed, len(specs) - new - len(differing))


def _create(specs: list[RegionSpec], *, on: date | None, by: Officer | None, at: datetime) -> int:
    regions = Region.objects.bulk_create(
        [
            Region(code=spec.code, valid_from=on, **{field: getattr(spec, field) for field in _FIELDS})
            for spec in specs
        ],
        batch_size=500,
    )
    recorder.record_all_created(regions, step="load", by=by, at=at)
    return len(regions)


def _differs(region: Region, spec: RegionSpec) -> bool:
    return region.valid_to is not None or any(
        getattr(region, field) != getattr(spec, field) for field in _FIELDS
    )


def _correct(region: Region, spec: RegionSpec, *, by: Officer | None, at: datetime) -> None:
    with recorder.recording(region, step="load", by=by, at=at):
        for field in _FIELDS:
            setattr(region, field, getattr(spec, field))
        region.valid_to = region.successor = None
        region.save()


def _close(
    known: dict[str, Region], specs: list[RegionSpec], *, on: date, by: Officer | None, at: datetime
) -> int:
    named, kinds = {spec.code for spec in specs}, {spec.kind for spec in specs}
    gone = [
        region
        for code, region in known.items()
        if code not in named and region.kind in kinds and region.valid_to is None
    ]
    for region in gone:
        with recorder.recording(region, step="load", by=by, at=at):
            region.valid_to = on - timedelta(days=1)
            region.save()
    return len(gone)
