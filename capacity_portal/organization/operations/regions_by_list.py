"""Regions added and changed as a spreadsheet brings them, all or none; nothing is removed. See ``divisions`` for whole lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from capacity_portal.organization import recorder
from capacity_portal.organization.models import Officer, Region
from capacity_portal.organization.operations.accounts_by_list import ChangedMeanwhile
from capacity_portal.organization.rules.region_tree import RegionTree, Standing

FIELDS = ("name", "kind", "national_code", "is_statistics_only", "valid_from", "valid_to")
_COLUMNS = (*FIELDS, "successor")


@dataclass(frozen=True)
class RegionEdit:
    """``before`` and ``after``: values by FIELDS and ``successor`` (its code, "" for none)."""

    code: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def region_values(region: Region) -> dict[str, Any]:
    """What a ``RegionEdit`` speaks of; ``successor`` must be loaded."""
    values = {name: getattr(region, name) for name in FIELDS}
    return values | {"successor": region.successor.code if region.successor else ""}


@transaction.atomic
def import_regions(
    *,
    prefecture: str,
    new: Sequence[Mapping[str, Any]],
    edits: Sequence[RegionEdit],
    by: Officer,
    at: datetime,
) -> None:
    """Store regions inside ``prefecture``; ``new``: values by ``code``, FIELDS and ``successor``. Raises ChangedMeanwhile."""
    within = Region.objects.within(prefecture)
    known = {region.code: region for region in within.select_for_update()}
    codes = {region.pk: region.code for region in known.values()}
    _insist_unchanged(new, edits, known, codes)
    made = Region.objects.bulk_create([_made(values) for values in new], batch_size=500)
    places = known | {region.code: region for region in made}
    _insist_on_tree(prefecture, places, new, edits)
    _point(made, new, places)
    recorder.record_all_created(made, step="import", by=by, at=at)
    changed = [known[edit.code] for edit in edits]
    with recorder.recording_all(changed, step="import", by=by, at=at):
        for region, edit in zip(changed, edits, strict=True):
            _apply(region, edit.after, places)
        Region.objects.bulk_update(changed, _COLUMNS, batch_size=200)


def _insist_unchanged(new, edits: Sequence[RegionEdit], known: Mapping[str, Region], codes) -> None:
    for values in new:
        if values["code"] in known:
            raise ChangedMeanwhile(f"代码 {values['code']} 的区划在核对之后已建立。")
    for edit in edits:
        region = known.get(edit.code)
        if region is None or any(_now(region, name, codes) != value for name, value in edit.before.items()):
            raise ChangedMeanwhile(f"代码 {edit.code} 的区划在核对之后已被修改。")


def _now(region: Region, name: str, codes: Mapping[int, str]) -> Any:
    return codes.get(region.successor_id, "") if name == "successor" else getattr(region, name)


def _made(values: Mapping[str, Any]) -> Region:
    return Region(code=values["code"], **{name: values[name] for name in FIELDS})


def _insist_on_tree(prefecture: str, places: Mapping[str, Region], new, edits: Sequence[RegionEdit]) -> None:
    """Somebody may have opened or closed a neighbour since the preview."""
    ends = {edit.code: edit.after["valid_to"] for edit in edits if "valid_to" in edit.after}
    standing = [Standing(code, one.name, ends.get(code, one.valid_to)) for code, one in places.items()]
    tree = RegionTree(prefecture, standing)
    faults = [tree.parent_fault(values["code"]) for values in new]
    faults += [tree.closing_fault(code) for code in ends]
    for fault in filter(None, faults):
        raise ChangedMeanwhile(f"核对之后上下级区划有变：{fault}")


def _point(made: Sequence[Region], new: Sequence[Mapping[str, Any]], places: Mapping[str, Region]) -> None:
    pointing = []
    for region, values in zip(made, new, strict=True):
        if values["successor"]:
            region.successor = places[values["successor"]]
            pointing.append(region)
    Region.objects.bulk_update(pointing, ["successor"], batch_size=200)


def _apply(region: Region, after: Mapping[str, Any], places: Mapping[str, Region]) -> None:
    for name, value in after.items():
        setattr(region, name, places[value] if name == "successor" else value)
