"""Figures a document asks its addressees for: read as typed, kept as text, told with their unit of measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from capacity_portal.lib import quantities
from capacity_portal.lib.form_fields import plain_number

PLACES = 4
MOST_FIGURES = 20
MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Wanted:
    """One figure: ``key`` names it, ``label`` (with ``unit``) is what people read."""

    key: str
    label: str
    unit: str = ""

    @property
    def heading(self) -> str:
        return f"{self.label}（{self.unit}）" if self.unit else self.label


def wanted_figures(stored: object) -> list[Wanted]:
    """The figures of ``Notice.figures_wanted``; whatever is not of its shape is passed over."""
    rows = stored if isinstance(stored, list) else []
    found = [row for row in rows if isinstance(row, dict) and row.get("key") and row.get("label")]
    return [Wanted(str(row["key"]), str(row["label"]), str(row.get("unit") or "")) for row in found]


def checked_figures(stored: object, typed: Mapping[str, object]) -> dict[str, str]:
    """The values by key as decimals in text, without those not filled in. Raises ValidationError by ``figure_<key>``."""
    values, wrong = {}, {}
    for figure in wanted_figures(stored):
        try:
            value = quantities.parse_optional(
                typed.get(figure.key), name=figure.label, places=PLACES, least=0, most=MOST, unit=figure.unit
            )
        except quantities.QuantityError as error:
            wrong[f"figure_{figure.key}"] = str(error)
            continue
        if value is not None:
            values[figure.key] = plain_number(Decimal(value))
    if wrong:
        raise ValidationError(wrong)
    return values


def unfilled(stored: object, figures: Mapping[str, str]) -> list[tuple[str, str]]:
    """(key, label) of the figures that have no value yet."""
    return [(figure.key, figure.heading) for figure in wanted_figures(stored) if figure.key not in figures]


def told(stored: object, figures: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, value with unit) of every figure, “未填” where there is none."""
    rows: Sequence[Wanted] = wanted_figures(stored)
    return [(one.label, f"{figures[one.key]}{one.unit}" if one.key in figures else "未填") for one in rows]
