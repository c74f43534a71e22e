"""The ledger's filter bar as plain lists: what can be chosen, what is in force, and how many there are of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import F, Value
from django.utils.safestring import SafeString

from capacity_portal.lib.dates import label as day_label
from capacity_portal.lib.territory import Level, ancestors, contains, level_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region
from enterprises.choices import Industry, Status, SupervisionClass
from enterprises.models import EquipmentKind
from enterprises.queries import FacetCount
from enterprises.rules.filters import PARAMETERS, LedgerFilters, as_parameters
from enterprises.views import ledger_markup

# Names of regions and kinds in the selects may be a minute old.
_KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One select of the filter bar; ``choices`` are (value, label, is current)."""

    name: str
    label: str
    choices: list[tuple[str, str, bool]]

    @property
    def markup(self) -> SafeString:
        return ledger_markup.options(self.choices)


_LISTS = {
    "supervision_class": ("监管类别", SupervisionClass.choices),
    "status": ("经营状态", Status.choices),
    "industry": ("行业", Industry.choices),
    "key": ("重点监管", [("1", "只看重点监管")]),
    "unsupervised": ("监管人员", [("1", "尚未指定")]),
}


def options(officer, filters: LedgerFilters) -> list[Option]:
    """The selects: the region one step at a time, the choices, the equipment kinds (one query)."""
    parameters = as_parameters(filters)
    here = filters.region if contains(officer.region_code, filters.region) else officer.region_code
    own = officer.region_code
    regions, kinds = cache.get_or_set(
        f"ledger-options-{own}-{here}", lambda: _named(own, here), _KEPT_SECONDS
    )
    found = [Option("region", "地区", _region_choices(officer, here, regions))]
    for field, (label, choices) in _LISTS.items():
        found.append(_option(PARAMETERS[field], label, choices, parameters))
    return [*found, _option("kind", "设备种类", kinds, parameters)]


def _option(name: str, label: str, choices, parameters: Mapping[str, str]) -> Option:
    current = parameters.get(name, "")
    listed = [(value, text, value == current) for value, text in choices]
    return Option(name, label, [("", "全部", current == ""), *listed])


def _path(own: str, here: str) -> list[str]:
    """Codes from below ``own`` down to ``here``."""
    codes = (*ancestors(here), here)
    return sorted((code for code in codes if contains(own, code) and code != own), key=len)


def _named(own: str, here: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Names of the regions on the way to ``here`` and below it, and the equipment kinds, fetched together."""
    regions = Region.objects.within(here).filter(kind__in=_KINDS.get(level_of(here) + 1, []))
    regions |= Region.objects.filter(code__in=_path(own, here))
    kinds = EquipmentKind.objects.filter(is_active=True).annotate(at=F("position"))
    rows = list(
        regions.annotate(at=Value(-1))
        .values_list("at", "code", "name")
        .union(kinds.values_list("at", "code", "name"), all=True)
    )
    return (
        dict(sorted((code, name) for at, code, name in rows if at < 0)),
        [(code, name) for at, code, name in sorted(rows) if at >= 0],
    )


def _region_choices(officer, here: str, names: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """The officer's own region, the way down to the chosen one, and what lies directly below it."""
    path = [code for code in _path(officer.region_code, here) if code in names]
    level = level_of(here) + 1
    below = [code for code in names if code not in path and level_of(code) == level]
    return [
        ("", f"{officer.region.name}（全部）", not path),
        *((code, names[code], code == here) for code in path),
        *((code, f"　{names[code]}", False) for code in below),
    ]


_KINDS = {
    Level.COUNTY: [RegionKind.COUNTY, RegionKind.ZONE],
    Level.TOWN: [RegionKind.TOWN, RegionKind.ZONE],
    Level.VILLAGE: [RegionKind.VILLAGE],
}


def applied(filters: LedgerFilters, offered: Sequence[Option] = ()) -> list[tuple[str, str]]:
    """(text, address without it) of each filter in force; names are taken from the selects where they are ``offered``."""
    known = {
        (option.name, value): label.strip()
        for option in offered
        for value, label, _ in option.choices
        if value
    }
    lines = []
    for field, name in PARAMETERS.items():
        value = getattr(filters, field)
        if value and field != "order":
            rest = as_parameters(filters.without(field))
            lines.append((_in_words(field, value, known.get((name, str(value)))), f"?{urlencode(rest)}"))
    return lines


def conditions(filters: LedgerFilters) -> list[str]:
    """The filters in force, in words."""
    return [text for text, _ in applied(filters)]


_DICTIONARIES = {"region": ("地区", Region), "kind": ("设备种类", EquipmentKind)}


def _in_words(field: str, value, known: str | None) -> str:
    if field == "text":
        return f"含“{value}”"
    if field in _DICTIONARIES:
        label, model = _DICTIONARIES[field]
        name = known or model.objects.filter(code=value).values_list("name", flat=True).first()
        return f"{label}：{name or value}"
    if isinstance(value, date):
        return f"{_DATES.get(field, field)}{day_label(value)}"
    label, choices = _LISTS.get(field, (field, []))
    return f"{label}：{choices[0][1]}" if value is True else f"{label}：{dict(choices).get(value, value)}"


_DATES = {
    "confirmed_before": "最近确认早于",
    "updated_before": "最近更新早于",
    "licence_before": "证照到期早于",
}


def count_facets(
    counts: Mapping[str, Sequence[FacetCount]], filters: LedgerFilters
) -> list[tuple[str, list[dict]]]:
    """``[(facet, chips)]`` for _partials/counts.html; values that nothing has are left out."""
    titles = {"region": "地区"} | {field: label for field, (label, _) in _LISTS.items()}
    parameters = as_parameters(filters)
    return [
        (titles.get(field, field), [_chip(field, item, parameters) for item in items if item.count.n])
        for field, items in counts.items()
        if any(item.count.n for item in items)
    ]


def _chip(field: str, item: FacetCount, parameters: Mapping[str, str]) -> dict:
    name = PARAMETERS[field]
    value = "1" if item.value == "True" else item.value
    return {
        "label": item.label,
        "count": item.count.label,
        "url": f"?{urlencode({**parameters, name: value})}",
        "is_current": parameters.get(name) == value,
    }
