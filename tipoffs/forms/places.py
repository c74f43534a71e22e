"""Where it is: county and town as two lists of which the second follows the first, with or without a script."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.organization.choices import RegionKind
from tipoffs.queries.places import places_in, prefecture

Group = tuple[str, str, list[tuple[str, str]]]
"""A county: code, name, towns as (code, name)."""


def groups_on(today: date) -> list[Group]:
    """The counties of the prefecture with their towns, in order of code."""
    home = prefecture()
    groups: list[Group] = []
    if home is None:
        return groups
    for code, name, kind in places_in(home.code, today).values_list("code", "name", "kind"):
        if kind != RegionKind.TOWN:
            groups.append((code, name, []))
        elif groups and code.startswith(groups[-1][0]):
            groups[-1][2].append((code, name))
    return groups


class PlaceFields(forms.Form):
    """Two fields, ``county`` and ``town``; the code of the place is the town's, else the county's."""

    county = forms.ChoiceField(label="所在县（市、区）", required=False)
    town = forms.ChoiceField(
        label="所在乡镇（街道、园区）", required=False, widget=forms.Select(attrs={"data-towns": "county"})
    )

    def offer_places(self, today: date) -> None:
        """Fill both lists; the second with the towns of the county that is chosen."""
        self.groups = groups_on(today)
        self.fields["county"].choices = [("", "说不清楚"), *((code, name) for code, name, _ in self.groups)]
        chosen = str(self["county"].value() or "")
        towns = next((towns for code, _, towns in self.groups if code == chosen), [])
        self.fields["town"].choices = [("", "说不清楚"), *towns]

    def clean_town(self) -> str:
        town, county = self.cleaned_data.get("town", ""), self.cleaned_data.get("county", "")
        if town and not town.startswith(county or "-"):
            raise ValidationError("这个乡镇不在所选的县（市、区）内，请重新选择。")
        return town
