"""One tab of _partials/tabs.html."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | str | None = None
