"""Choosing a region inside the officer's own area: town by county, then the village where villages are known."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from capacity_portal.lib.typed_text import excerpt
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region

LONGEST_COUNTY = 7  # a zone such as 3608K01
_UP_TO_TOWN = [RegionKind.PREFECTURE, RegionKind.COUNTY, RegionKind.ZONE, RegionKind.TOWN]


def regions_of(officer, today: date):
    """Regions in force inside the officer's area, as a queryset in code order."""
    return Region.objects.within(officer.region_code).current(today).order_by("code")


def town_choices(officer, today: date) -> list:
    """``[(county name, [(code, name), ...]), ...]``: each county, its own code first, then its towns."""
    groups: list[tuple[str, list]] = []
    rows = regions_of(officer, today).filter(kind__in=_UP_TO_TOWN)
    for code, name, kind, is_statistical in rows.values_list("code", "name", "kind", "is_statistics_only"):
        shown = f"{name}（仅统计用代码）" if is_statistical else name
        if kind != RegionKind.TOWN:
            groups.append((name, [(code, f"{shown}（未明确到下级）")]))
        elif groups and code.startswith(groups[-1][1][0][0]):
            groups[-1][1].append((code, shown))
        else:
            groups.append((name, [(code, shown)]))
    return groups


def village_choices(officer, today: date, town: str) -> list[tuple[str, str]]:
    """``[(code, name), ...]`` of the villages below the region ``town``; empty when it is none of the officer's."""
    if not town or not town.startswith(officer.region_code):
        return []
    rows = regions_of(officer, today).within(town).filter(kind=RegionKind.VILLAGE)
    return list(rows.values_list("code", "name")[:300])


class RegionFields(forms.Form):
    """Two fields, ``region`` (to town level) and ``village``; cleaned into one ``region`` (a Region)."""

    region = forms.ChoiceField(label="所在地区", required=True)
    village = forms.ChoiceField(
        label="村（社区）",
        required=False,
        widget=forms.Select(
            attrs={"data-cascade-from": "region", "data-cascade-url": reverse_lazy("enterprises:villages")}
        ),
    )

    def offer_regions(self, officer, today: date) -> None:
        """Fill both lists for ``officer``; ``initial["region"]`` may be any code down to a village."""
        self._regions = regions_of(officer, today)
        towns = town_choices(officer, today)
        self.fields["region"].choices = [("", "请选择"), *towns]
        offered = [code for _, group in towns for code, _ in group]
        self.initial |= _apart(self.initial.get("region") or _home(officer), offered)
        villages = village_choices(officer, today, str(self["region"].value() or ""))
        if villages or self._regions.filter(kind=RegionKind.VILLAGE).exists():
            self.fields["village"].choices = [("", "（不填）"), *villages]
        else:
            del self.fields["village"]

    def clean(self):
        cleaned = super().clean()
        code = cleaned.pop("village", "") or cleaned.get("region", "")
        if code:
            cleaned["region"] = self._region(code, cleaned.get("region", ""))
        return cleaned

    def _region(self, code: str, town: str) -> Region | None:
        if not code.startswith(town):
            self.add_error("village", ValidationError("这个村（社区）不在所选地区内，请重新选择。"))
            return None
        region = self._regions.filter(code=code).first()
        if region is None:
            self.add_error("region", ValidationError(f"{excerpt(code)}不在您负责的地区内，请重新选择。"))
        return region


def _home(officer) -> str:
    """A town's officer enters enterprises of his town."""
    return officer.region_code if len(officer.region_code) > LONGEST_COUNTY else ""


def _apart(code: str, offered: list[str]) -> dict[str, str]:
    """``region`` and ``village`` of a code: what is not offered as a town is a village of the longest one that is."""
    if not code or code in offered:
        return {"region": code}
    town = max((town for town in offered if code.startswith(town)), key=len, default="")
    return {"region": town, "village": code}
