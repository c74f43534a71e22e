"""Rows of a month's list as the pages draw them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.organization.roles import Permission
from inspections.choices import Coverage
from inspections.models import Duty, Round
from inspections.queries.duty_lists import BY_PLACE
from inspections.sheets.duty_list import reason_of, state_of, what_of

PAGE_SIZE = 50
_KINDS = {
    Coverage.PENDING: "warn",
    Coverage.ATTEMPTED: "warn",
    Coverage.COVERED: "good",
    Coverage.EXCUSED: "closed",
}


@dataclass(frozen=True)
class Line:
    """One duty; ``url`` leads to what it is about, ``visit_url`` to recording a visit, "" when that is not possible."""

    duty: Duty
    state_label: str
    state_kind: str
    what: str
    reason: str
    url: str
    visit_url: str


def listed(
    request: HttpRequest, round_: Round, rows: QuerySet[Duty], filters: Mapping[str, str], *, size: int
) -> dict:
    """Context of _duty_table.html and the pager; ``filters`` as the address carries them."""
    cursor = text_param(request.GET, "cursor", longest=2_000)
    scope = f"{round_.period} {sorted(filters.items())} {request.user.region_code}"
    page = keyset_page(rows, BY_PLACE, cursor=cursor, size=size, scope=scope)
    may_visit = request.user.may(Permission.RECORD_VISITS) and not round_.is_closed
    lines = [line_of(duty, may_visit=may_visit) for duty in page.rows]
    return {"page": page, "lines": lines, "may_visit": may_visit, **pager(page, filters, "项")}


def line_of(duty: Duty, *, may_visit: bool = False) -> Line:
    is_due = duty.removed_on is None and duty.coverage in (Coverage.PENDING, Coverage.ATTEMPTED)
    visit_url = f"{reverse('inspections:visit-new')}?duty={duty.pk}" if may_visit and is_due else ""
    return Line(duty, state_of(duty), kind_of(duty), what_of(duty), reason_of(duty), _url(duty), visit_url)


def kind_of(duty: Duty) -> str:
    """The kind of badge of where a duty stands."""
    if duty.removed_on is not None:
        return "neutral"
    return "warn" if duty.is_late else _KINDS[Coverage(duty.coverage)]


def _url(duty: Duty) -> str:
    if duty.enterprise_id:
        return reverse("enterprises:dossier", args=[duty.enterprise_id])
    return reverse("inspections:cell", args=[duty.cell_id])
