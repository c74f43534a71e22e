"""The filters of the queue as an address carries them: read tolerantly, written back the same."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from capacity_portal.lib import territory
from capacity_portal.lib.typed_text import storable
from tipoffs.choices import Channel, TipKind, TipState

OPEN = "open"
STATE_CHOICES = [(OPEN, "在办"), *TipState.choices]
LONGEST_TEXT = 60
_YES = {"1", "on", "true"}


@dataclass(frozen=True)
class QueueFilters:
    """Empty values do not filter. ``overdue``: the running clock has passed; ``soon``: ends within two working days;
    ``supervised``: the leader presses; ``escalated``: handed up because it is late, and not supervised yet (the office only);
    ``returned``: given back by a unit; ``replied``: the reporter said more (the office only); ``text``: a part of number, summary or firm (the office only).
    """

    state: str = ""
    kind: str = ""
    channel: str = ""
    county: str = ""
    overdue: bool = False
    soon: bool = False
    supervised: bool = False
    escalated: bool = False
    returned: bool = False
    replied: bool = False
    text: str = ""
    order: str = ""

    def without(self, *names: str) -> "QueueFilters":
        """The same filters with some of them empty."""
        return replace(self, **{name: getattr(QueueFilters, name) for name in names})

    @property
    def is_empty(self) -> bool:
        return self.without("order") == QueueFilters()


def parse(parameters: Mapping[str, str]) -> QueueFilters:
    """Read the filters from GET parameters; what cannot be understood is left out."""
    typed = {field.name: str(parameters.get(field.name) or "")[:200] for field in fields(QueueFilters)}
    return QueueFilters(
        state=_one_of(dict(STATE_CHOICES), typed["state"]),
        kind=_one_of(TipKind.values, typed["kind"]),
        channel=_one_of(Channel.values, typed["channel"]),
        county=territory.normalise_or_blank(typed["county"]),
        overdue=typed["overdue"] in _YES,
        soon=typed["soon"] in _YES,
        supervised=typed["supervised"] in _YES,
        escalated=typed["escalated"] in _YES,
        returned=typed["returned"] in _YES,
        replied=typed["replied"] in _YES,
        text=storable(typed["text"]).strip()[:LONGEST_TEXT],
        order=_one_of(("newest", "clock"), typed["order"]),
    )


def as_parameters(filters: QueueFilters) -> dict[str, str]:
    """The GET parameters of ``filters``, empty ones left out; ``parse`` reads them back."""
    written = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {name: "1" if value is True else value for name, value in written.items() if value}


def _one_of(known, value: str) -> str:
    return value if value in known else ""
