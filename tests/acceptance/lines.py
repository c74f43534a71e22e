"""What a line of the matrix says: roles by name, cases, and small builders of addresses and typed values."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.acceptance.world import Area

Builder = Callable[[Area], dict]

# --- roles ------------------------------------------------------------------------------------------------------------
OFFICE = frozenset({"office_leader", "office_staff"})
COUNTY = OFFICE | {"county_leader", "county_staff"}
EDIT = COUNTY | {"grid_officer"}
VIEW = EDIT | {"tipoff_handler", "member_unit"}
KEY = OFFICE | {"county_leader"}
SYSTEM = frozenset({"system_admin"})
SECURITY = frozenset({"security_admin"})
AUDITOR = frozenset({"auditor"})
ADMINISTRATORS = SYSTEM | SECURITY | AUDITOR
OFFICERS = VIEW | ADMINISTRATORS | {"power_company"}
EVERYBODY = OFFICERS | {""}

BUSINESS, PEOPLE = frozenset({"business", "people"}), frozenset({"people"})
NOTHING: frozenset[str] = frozenset()
EVERYTHING = frozenset({"everything"})

# --- whose records a page is about ------------------------------------------------------------------------------------
NOBODY = "nobody"  # a list, or a page of its own
AREA = "area"  # records of an area, shown to whoever may see the area
PERSON = "person"  # records of one officer
ANYBODY = "anybody"  # dictionaries and the whole journal: records without a region


@dataclass(frozen=True)
class Case:
    """One use of a URL. ``get``: status of GET for who may (None: POST only, 405).

    ``typed``: what is typed into the form for a lawful POST, None for pages that take none; ``posted``: its status.
    ``missing`` and ``posted_missing``: statuses for records that are not the viewer's, or do not exist. ``roles``: fewer
    than the line's.
    """

    kwargs: Builder = lambda area: {}
    query: Builder = lambda area: {}
    get: int | None = 200
    typed: Builder | None = None
    posted: int = 302
    missing: int = 404
    posted_missing: int = 404
    roles: frozenset[str] | None = None


@dataclass(frozen=True)
class Line:
    """``refused``: status for an officer whose role may not; ``shows``: what of visible areas may stand on the page;
    ``stranger``: status for somebody who is not signed in.
    """

    roles: frozenset[str]
    cases: tuple[Case, ...]
    about: str = NOBODY
    refused: Callable[[str], int] = lambda role: 404
    shows: frozenset[str] = BUSINESS
    stranger: int = 302

    def may(self, role: str, case: Case) -> bool:
        return role in (self.roles if case.roles is None else case.roles)


def page(roles: frozenset[str], *cases: Case, **line) -> Line:
    return Line(roles, cases or (Case(),), **line)


def of(fixed: dict[str, str] | None = None, /, **records: str) -> Builder:
    """Builds keyword arguments: ``of({"section": "power"}, pk="enterprise")`` takes the number of the area's enterprise."""
    return lambda area: {**(fixed or {}), **{name: area[what] for name, what in records.items()}}


def always(**values: object) -> Builder:
    return lambda area: dict(values)


FILE = of(pk="enterprise")
NOTE = {"note": "写明原因"}
REASON = always(**NOTE)
YES = always()
