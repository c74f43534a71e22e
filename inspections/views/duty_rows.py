"""Rows of a month's list as the pages draw them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

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
    """One duty; ``url`` leads to what it is about, ``visits_url`` to its visits ("" where nobody went), ``acts`` are (label,
    address) of what may be done about it.
    """

    duty: Duty
    state_label: str
    state_kind: str
    what: str
    reason: str
    url: str
    visits_url: str
    acts: list[tuple[str, str]]


def listed(
    request: HttpRequest, round_: Round, rows: QuerySet[Duty], filters: Mapping[str, str], *, size: int
) -> dict:
    """Context of _duty_table.html and the pager; ``filters`` as the address carries them."""
    cursor = text_param(request.GET, "cursor", longest=2_000)
    scope = f"{round_.period} {sorted(filters.items())} {request.user.region_code}"
    page = keyset_page(rows, BY_PLACE, cursor=cursor, size=size, scope=scope)
    lines = [
        line_of(duty, () if round_.is_closed else request.user.role_entry.permissions) for duty in page.rows
    ]
    return {
        "page": page,
        "lines": lines,
        "has_acts": any(line.acts for line in lines),
        **pager(page, filters, "项"),
    }


def line_of(duty: Duty, permissions: Collection[str]) -> Line:
    """The duty as drawn for somebody with these permissions; none in a closed month."""
    acts = _acts(duty, permissions)
    return Line(
        duty,
        state_of(duty),
        kind_of(duty),
        what_of(duty),
        reason_of(duty),
        _url(duty),
        _visits_url(duty),
        acts,
    )


def _acts(duty: Duty, permissions: Collection[str]) -> list[tuple[str, str]]:
    if duty.removed_on is not None:
        return []
    found = [] if duty.coverage == Coverage.COVERED else _about_gap(duty)
    found.append((Permission.MANAGE_ROUNDS, "移出清单", _act("remove", duty)))
    return [(label, url) for permission, label, url in found if permission in permissions]


def _about_gap(duty: Duty) -> list[tuple[Permission, str, str]]:
    visit = f"{reverse('inspections:visit-new')}?duty={duty.pk}"
    found = [(Permission.RECORD_VISITS, "登记排查", visit)]
    if duty.coverage == Coverage.EXCUSED:
        found.append((Permission.MANAGE_ROUNDS, "撤销批准", _act("unexcuse", duty)))
    else:
        found.append((Permission.RECORD_VISITS, "说明原因", _act("explain", duty)))
        found.append((Permission.MANAGE_ROUNDS, "批准不计", _act("excuse", duty)))
    return found


def _act(name: str, duty: Duty) -> str:
    return reverse(f"inspections:duty-{name}", args=[duty.pk])


def kind_of(duty: Duty) -> str:
    """The kind of badge of where a duty stands."""
    if duty.removed_on is not None:
        return "neutral"
    return "warn" if duty.is_late else _KINDS[Coverage(duty.coverage)]


def _url(duty: Duty) -> str:
    if duty.enterprise_id:
        return reverse("enterprises:dossier", args=[duty.enterprise_id])
    return reverse("inspections:cell", args=[duty.cell_id])


def _visits_url(duty: Duty) -> str:
    if duty.coverage not in (Coverage.COVERED, Coverage.ATTEMPTED) and not duty.visits_done:
        return ""
    return f"{reverse('inspections:visits')}?{urlencode({'duty': duty.pk})}"
