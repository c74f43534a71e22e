"""Looks that were asked for: on the desks of whoever inspects there, and on the page of the enterprise."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.queries.visit_requests import BY_DUE, due_words, number_for, open_requests
from enterprises.registries import DossierSection, Duty


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(to_look_at)
    registries.register_dossier_section(section)


def to_look_at(officer, today: date) -> Iterable[Duty]:
    """Open requests in the officer's region, the nearest last day told."""
    if not officer.may(Permission.RECORD_VISITS):
        return
    rows = open_requests(officer)
    found = bounded_count(rows)
    if found.n:
        due = rows.order_by(*BY_DUE.columns).values_list("due_on", flat=True)[0]
        late = due < today
        yield Duty(
            title="请求检查的企业", url=reverse("enterprises:visit-requests"), count=found.label, unit="项",
            detail="按期限到场检查，写明情况后答复", state_label="已逾期" if late else "待检查",
            state_kind="bad" if late else "warn", due_on=due, due_label=due_words(due, today), is_overdue=late,
        )  # fmt: skip


def section(enterprise, officer) -> DossierSection | None:
    """The open requests about one enterprise; None where there are none."""
    rows = open_requests(officer).filter(enterprise=enterprise)
    found = list(rows.select_related("requested_by").order_by(*BY_DUE.columns)[:50])
    if not found:
        return None
    today = localdate()
    lines = [
        {
            "request": row,
            "number": number_for(row, officer),
            "due": due_words(row.due_on, today),
            "kind": "bad" if row.due_on < today else "warn",
        }
        for row in found
    ]
    context = {"rows": lines, "may_answer": officer.may(Permission.RECORD_VISITS)}
    return DossierSection("visit-requests", "检查请求", "enterprises/_visit_requests.html", context)
