"""The ledger page: filters, orders, and which index carries what.

At 100,000 enterprises a page must cost what it costs at 1,000. So each order has its index, a sort is offered only where an
index carries it, and what no index of the order can tell is narrowed by ``leaves``.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from capacity_portal.lib import territory
from capacity_portal.lib.moments import beginning_of
from capacity_portal.lib.pages import BoundedCount, Order, Orders, bounded_count
from capacity_portal.lib.territory import Level
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from enterprises.choices import Industry, Status, SupervisionClass
from enterprises.models import Enterprise
from enterprises.queries.leaves import Leaves, leaves_under
from enterprises.queries.scope import effective_region
from enterprises.queries.steering import in_region
from enterprises.rules.filters import LedgerFilters, as_parameters

ORDERS = Orders(
    Order("region", "按地区", ("region_code", "id")),
    Order("updated", "最近更新的在前", ("-updated_at", "-id")),
    Order("confirmed", "最久未确认的在前", ("confirmed_at", "id")),
)
_FACETS: dict[str, list[tuple[Any, str]]] = {
    "supervision_class": SupervisionClass.choices,
    "status": Status.choices,
    "industry": Industry.choices,
    "key": [(True, "重点监管")],
}
_FEWER = 200
_BELOW = {
    Level.PREFECTURE: (RegionKind.COUNTY, RegionKind.ZONE),
    Level.COUNTY: (RegionKind.TOWN,),
    Level.TOWN: (RegionKind.VILLAGE,),
}


@dataclass(frozen=True)
class Ledger:
    """``rows`` unordered, for ``lib.pages.keyset_page`` with ``order`` and ``scope``; ``orders``: those on offer."""

    rows: QuerySet[Enterprise]
    order: Order
    orders: tuple[Order, ...]
    scope: str


@dataclass(frozen=True)
class FacetCount:
    """How many files a filter value would leave; ``value`` as the address carries it."""

    value: str
    label: str
    count: BoundedCount


def ledger(officer, filters: LedgerFilters) -> Ledger:
    """What the officer may see of the ledger under ``filters``; merged files are not listed.

    One query is run here for each of text, equipment kind and licences that is filtered by.
    """
    orders = orders_for(filters)
    order = next((order for order in orders if order.name == filters.order), orders[0])
    scope = urlencode({**as_parameters(filters), "within": officer.region_code})
    region = _region(officer, filters)
    if region is None:
        return Ledger(Enterprise.objects.none(), order, orders, scope)
    return Ledger(_narrowed(region, filters, order, leaves_under(region, filters)), order, orders, scope)


def orders_for(filters: LedgerFilters) -> tuple[Order, ...]:
    """The orders whose index also carries the filters; the first is the default."""
    if filters.confirmed_before:
        return (ORDERS["confirmed"],)
    if filters.updated_before:
        return (ORDERS["updated"],)
    plain = filters.without("region", "text", "order").is_empty
    return tuple(ORDERS.values()) if plain else (ORDERS["region"],)


def filter_counts(officer, filters: LedgerFilters, limit: int = 1000) -> dict[str, list[FacetCount]]:
    """For each facet (region, supervision_class, status, industry, key) what every value would leave, counted to ``limit``.

    On demand only: some 35 small index scans. A common text is looked for row by row, so counting stops at 200 then.
    """
    region = _region(officer, filters)
    if region is None:
        return {}
    leaves = leaves_under(region, filters)
    if leaves.wanted and leaves.ids is None:
        limit = min(limit, _FEWER)
    found = {"region": _region_counts(region, filters, leaves, limit)}
    for name, choices in _FACETS.items():
        found[name] = [
            FacetCount(
                "1" if value is True else str(value),
                label,
                _count(region, replace(filters, **{name: value}), leaves, limit),
            )
            for value, label in choices
        ]
    return found


def _region_counts(region: str, filters: LedgerFilters, leaves: Leaves, limit: int) -> list[FacetCount]:
    """The regions one level below the one that is listed."""
    kinds = _BELOW.get(territory.level_of(region), ())
    below = Region.objects.within(region).filter(kind__in=kinds).order_by("code")
    return [FacetCount(child.code, child.name, _count(child.code, filters, leaves, limit)) for child in below]


def _count(region: str, filters: LedgerFilters, leaves: Leaves, limit: int) -> BoundedCount:
    return bounded_count(_narrowed(region, filters, ORDERS["region"], leaves), limit)


def _region(officer, filters: LedgerFilters) -> str | None:
    return effective_region(officer, filters.region) if officer.may(Permission.VIEW_LEDGER) else None


def _narrowed(region: str, filters: LedgerFilters, order: Order, leaves: Leaves) -> QuerySet[Enterprise]:
    rows = in_region(Enterprise.objects.unmerged(), region, order, by_id=leaves.ids is not None)
    return leaves.of(rows.filter(**_equalities(filters), **_bounds(filters)))


def _equalities(filters: LedgerFilters) -> dict[str, Any]:
    asked = {name: getattr(filters, name) for name in ("supervision_class", "status", "industry")}
    chosen: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if filters.key:
        chosen["is_key"] = True
    if filters.unsupervised:
        chosen["supervising_officer"] = None
    return chosen


def _bounds(filters: LedgerFilters) -> dict[str, Any]:
    asked = {"confirmed_at__lt": filters.confirmed_before, "updated_at__lt": filters.updated_before}
    return {name: beginning_of(day) for name, day in asked.items() if day}
