"""The ledger's filters as an address carries them: read tolerantly, written back the same.

What cannot be understood (``status=nosuch``, ``confirmed_before=0001-01-01``, NUL) is left out, never an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from capacity_portal.lib import dates, territory
from capacity_portal.lib.typed_text import storable
from enterprises.choices import Industry, Status, SupervisionClass

LONGEST_TEXT = 100


@dataclass(frozen=True)
class LedgerFilters:
    """Empty values do not filter. ``kind`` is the code of an equipment kind; ``key`` True for 重点监管 only.

    ``unsupervised`` True for files without a supervising person. ``confirmed_before``, ``updated_before``: last confirmed /
    changed on an earlier day; ``licence_before``: a valid licence expires on an earlier day. ``order`` is a name of
    ``queries.ORDERS``, "" for the default.
    """

    region: str = ""
    supervision_class: str = ""
    status: str = ""
    industry: str = ""
    key: bool = False
    unsupervised: bool = False
    kind: str = ""
    confirmed_before: date | None = None
    updated_before: date | None = None
    licence_before: date | None = None
    text: str = ""
    order: str = ""

    def without(self, *names: str) -> "LedgerFilters":
        """The same filters with some of them empty."""
        return replace(self, **{name: getattr(LedgerFilters, name) for name in names})

    @property
    def is_empty(self) -> bool:
        return self.without("order") == LedgerFilters()


_YES = {"1", "on", "true"}
# Name in the address of each filter.
PARAMETERS = {
    "region": "region",
    "supervision_class": "class",
    "status": "status",
    "industry": "industry",
    "key": "key",
    "unsupervised": "unsupervised",
    "kind": "kind",
    "confirmed_before": "confirmed_before",
    "updated_before": "updated_before",
    "licence_before": "licence_before",
    "text": "q",
    "order": "order",
}


def parse(parameters: Mapping[str, str]) -> LedgerFilters:
    """Read the filters from GET parameters (any mapping of str to str)."""
    typed = {field: str(parameters.get(name) or "")[:400] for field, name in PARAMETERS.items()}
    return LedgerFilters(
        region=territory.normalise_or_blank(typed["region"]),
        supervision_class=_one_of(SupervisionClass, typed["supervision_class"]),
        status=_one_of(Status, typed["status"]),
        industry=_one_of(Industry, typed["industry"]),
        key=typed["key"] in _YES,
        unsupervised=typed["unsupervised"] in _YES,
        kind=_slug(typed["kind"]),
        confirmed_before=dates.parse_or_none(typed["confirmed_before"]),
        updated_before=dates.parse_or_none(typed["updated_before"]),
        licence_before=dates.parse_or_none(typed["licence_before"]),
        text=storable(typed["text"]).strip()[:LONGEST_TEXT],
        order=_slug(typed["order"]),
    )


def as_parameters(filters: LedgerFilters) -> dict[str, str]:
    """The GET parameters of ``filters``, empty ones left out; ``parse`` reads them back."""
    written = {}
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value:
            written[PARAMETERS[field.name]] = (
                "1" if value is True else value.isoformat() if isinstance(value, date) else value
            )
    return written


def _one_of(choices, value: str) -> str:
    return value if value in choices.values else ""


def _slug(value: str) -> str:
    return value if value.replace("_", "").replace("-", "").isalnum() and value.isascii() else ""
