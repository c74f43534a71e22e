"""Parts of addresses: a month as ``2026-11``."""

from django.urls import register_converter

from capacity_portal.lib import months


class MonthConverter:
    """``2026-11`` <-> 202611; anything that is no month does not match, so the page does not exist."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> int:
        return months.parse(value)

    def to_url(self, value: int) -> str:
        return months.slug(value)


register_converter(MonthConverter, "month")
