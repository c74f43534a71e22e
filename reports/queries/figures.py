"""The rows behind every figure of a report: value, unit, kind of record, and the numbers of exactly the records it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from enterprises.models import Product
from reports.queries import figure_counts, figure_sums
from reports.rules import figures as rules


@dataclass(frozen=True)
class FigureRows:
    """``ids``: numbers of the records of ``source`` (see ``queries.figure_sources``) that it counts, in order."""

    key: str
    label: str
    value: Decimal
    unit: str
    source: str
    ids: tuple[int, ...]


class UnknownFigure(KeyError):
    """No figure has this key."""


def figure_rows(key: str, region_code: str, year: int) -> FigureRows:
    """The figure ``key`` of a region's year as the records stand now. Raises UnknownFigure."""
    family = rules.family_of(key)
    if family:
        return _member(key, family, region_code, year)
    if key not in rules.FIGURES:
        raise UnknownFigure(key)
    if key in figure_sums.SUMS:
        source, rows = figure_sums.SUMS[key](region_code, year)
        pairs = list(rows)
        return _made(key, sum((value for _, value in pairs), 0), source, [pk for pk, _ in pairs])
    source, rows = figure_counts.COUNTED[key](region_code, year)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return _made(key, len(ids), source, ids)


def figures_for(keys: Iterable[str], region_code: str, year: int) -> dict[str, FigureRows]:
    """Several figures by key; families and phrases give all that belongs to them."""
    found: dict[str, FigureRows] = {}
    for key in dict.fromkeys(part for name in keys for part in rules.USED_BY.get(name, (name,))):
        members = (
            family_rows(key, region_code, year)
            if key in rules.FAMILIES
            else [figure_rows(key, region_code, year)]
        )
        found |= {figure.key: figure for figure in members}
    return found


def family_rows(family: str, region_code: str, year: int) -> list[FigureRows]:
    """Every figure of a family, by product and unit."""
    source, rows = figure_sums.FAMILIES[family](region_code, year)
    groups: dict[tuple[int | None, str], list[tuple[int, Decimal]]] = {}
    for pk, product_id, unit, amount in rows:
        groups.setdefault((product_id, unit), []).append((pk, amount))
    names = dict(Product.objects.filter(pk__in=[pk for pk, _ in groups if pk]).values_list("pk", "name"))
    return [
        FigureRows(
            key=(key := rules.member_key(family, product, unit)),
            label=rules.label_of(key, names.get(product, "")),
            value=sum((amount for _, amount in pairs), Decimal(0)),
            unit=unit,
            source=source,
            ids=tuple(pk for pk, _ in pairs),
        )
        for (product, unit), pairs in groups.items()
    ]


def _member(key: str, family: str, region_code: str, year: int) -> FigureRows:
    found = {figure.key: figure for figure in family_rows(family, region_code, year)}
    unit = key.split(".", 2)[2] if key.count(".") >= 2 else ""
    source = figure_sums.SOURCE_OF[family]
    return found.get(key) or FigureRows(key, rules.label_of(key), Decimal(0), unit, source, ())


def _made(key: str, value: int | Decimal, source: str, ids: Iterable[int]) -> FigureRows:
    figure = rules.FIGURES[key]
    return FigureRows(key, figure.label, Decimal(value), figure.unit, source, tuple(ids))
