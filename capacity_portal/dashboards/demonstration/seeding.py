"""Builds the demonstration prefecture: Ji'an's real divisions, clearly invented enterprises, accounts for every role."""

from collections.abc import Iterator
from datetime import date, datetime
from math import ceil

from capacity_portal.dashboards.demonstration.invention import Invented, invent
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Department, Office, Region
from capacity_portal.organization.operations import create_office
from enterprises.models import Capacity, Enterprise, Equipment, EquipmentKind, Licence, Product
from enterprises.operations.many import NewFile, open_files

PREFECTURE = "3608"
# Files of one batch share their moment of opening, so that the journal reads like years of work.
_BATCHES = 120


def towns_of(prefecture: str) -> list[tuple[str, str]]:
    """(code, full name) of the towns, and of zones that have none below them, in order of code."""
    regions = list(Region.objects.within(prefecture).order_by("code"))
    names = {region.code: region.name for region in regions}
    towns = [region for region in regions if region.kind == RegionKind.TOWN]
    settled = {town.code[:7] for town in towns}
    zones = [region for region in regions if region.kind == RegionKind.ZONE and region.code not in settled]
    return [(place.code, _full_name(place, names)) for place in [*towns, *zones]]


def _full_name(place: Region, names: dict[str, str]) -> str:
    county = names.get(place.code[:6], "") if place.kind == RegionKind.TOWN else ""
    return f"{county}{place.name}"


def open_invented(count: int, today: date) -> Iterator[int]:
    """Open ``count`` invented files in the order of their dates; yields how many are done after each batch."""
    ledger = Ledger(count, today)
    for _ in ledger.open_until(None):
        yield ledger.done


class Ledger:
    """The invented files in the order of their dates, opened as time goes by."""

    def __init__(self, count: int, today: date) -> None:
        places = towns_of(PREFECTURE)
        drafts = [invent(index, places, today) for index in range(1, count + 1)]
        self._drafts = sorted(drafts, key=lambda draft: draft.created_at)
        self._batch = min(max(ceil(count / _BATCHES), 1), 1_000)
        self._dictionary = Dictionary()
        self.size = count
        self.done = 0

    def open_until(self, end: datetime | None) -> Iterator[datetime]:
        """Open what came before ``end`` (all for None) in batches; yields the moment of each."""
        while batch := self._next_batch(end):
            at = batch[-1].created_at
            files = [self._dictionary.file(draft) for draft in batch]
            open_files(files=files, by=None, at=at, note="演示数据")
            self.done += len(batch)
            yield at

    def open_rest(self) -> None:
        for _ in self.open_until(None):
            pass

    def _next_batch(self, end: datetime | None) -> list[Invented]:
        batch = self._drafts[self.done : self.done + self._batch]
        return [draft for draft in batch if end is None or draft.created_at < end]


class Dictionary:
    """Turns codes of the invention into records."""

    def __init__(self) -> None:
        self.regions = {region.code: region for region in Region.objects.within(PREFECTURE)}
        self.kinds = {kind.code: kind for kind in EquipmentKind.objects.all()}
        self.products = {product.code: product for product in Product.objects.all()}

    def file(self, draft: Invented) -> NewFile:
        values = dict(draft.values)
        values["region"] = self.regions[values.pop("region_code")]
        parts = [(Equipment, self._equipment(row)) for row in draft.equipment]
        parts += [(Capacity, self._capacity(row)) for row in draft.capacities]
        parts += [(Licence, row) for row in draft.licences]
        return NewFile(values, tuple(parts), draft.confirmed_at)

    def _equipment(self, row: dict) -> dict:
        kind = self.kinds[row["kind"]]
        return {**row, "kind": kind, "size_unit": kind.size_unit}

    def _capacity(self, row: dict) -> dict:
        product = self.products[row["product"]]
        return {**row, "product": product, "unit": product.unit}


def has_enterprises() -> bool:
    return Enterprise.objects.exists()


def open_office(at: datetime) -> None:
    """The leading-group office of the demonstration, unless there is one."""
    if Office.objects.exists():
        return
    region = Region.objects.get(code=PREFECTURE)
    create_office(
        values={
            "region": region,
            "full_name": "吉安市化解过剩产能工作领导小组办公室（演示）",
            "document_code": "演示化解产能办字",
            "letter_code": "演示化解产能办函",
            "host_department": Department.objects.filter(region=region, short_name="工信局").first(),
            "hotline_work": "0796-0000001",
            "hotline_off_hours": "0796-0000009",
            "telephone": "0796-0000000",
            "address": "吉安市演示大道1号（演示）",
        },
        by=None,
        at=at,
    )
