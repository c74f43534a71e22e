"""What the auditor's list of entries is asked for, read tolerantly from an address and written back into one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from capacity_portal.lib.pages import date_param, text_param

_CODE = "abcdefghijklmnopqrstuvwxyz0123456789_"


@dataclass(frozen=True)
class Filters:
    """Empty parts ask for nothing. ``since`` and ``until`` are whole days, both included; ``region`` is a code."""

    officer: str = ""
    subject: str = ""
    step: str = ""
    since: date | None = None
    until: date | None = None
    region: str = ""

    def as_parameters(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items() if value}

    def without(self, name: str) -> dict[str, str]:
        """Parameters of the same question without one of its parts."""
        return {kept: value for kept, value in self.as_parameters().items() if kept != name}


def parse(parameters: Mapping[str, str]) -> Filters:
    """Filters from GET parameters; what makes no sense asks for nothing."""
    return Filters(
        officer=text_param(parameters, "officer", longest=40),
        subject=_code(parameters, "subject"),
        step=_code(parameters, "step"),
        since=date_param(parameters, "since"),
        until=date_param(parameters, "until"),
        region=text_param(parameters, "region", longest=15),
    )


def _code(parameters: Mapping[str, str], name: str) -> str:
    value = text_param(parameters, name, longest=40)
    return value if all(character in _CODE for character in value) else ""


NAMES = tuple(field.name for field in fields(Filters))
