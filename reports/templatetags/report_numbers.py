"""Numbers of reports on pages, as they are told everywhere."""

from decimal import Decimal

from django import template

from capacity_portal.lib.quantities import trimmed
from reports.rules import narrative

register = template.Library()


@register.filter
def amount(value: Decimal | int | None, unit: str = "") -> str:
    """``1,234.5万吨``; a dash for None."""
    return trimmed(value, unit)


@register.filter
def readable(text: str) -> str:
    """Words of a scheme with labels instead of keys."""
    return narrative.readable(text)
