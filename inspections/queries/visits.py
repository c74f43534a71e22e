"""Lists of visits, and what a page of one shows."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from capacity_portal.lib.pages import Order
from enterprises.models import Equipment
from inspections.choices import DutyKind
from inspections.models import Duty, Visit, VisitPhoto
from inspections.queries.scope import visits_visible_to
from inspections.rules.visit_filters import VisitFilters

NEWEST_FIRST = Order("newest", "最近的在前", ("-id",))
_SHOWN_WITH = ("duty", "recorded_by", "checklist", "enterprise", "cell")


@dataclass(frozen=True)
class Listed:
    """``scope`` seals the cursors to the officer and his filters."""

    rows: QuerySet[Visit]
    scope: str


def visits_listed(officer, filters: VisitFilters) -> Listed:
    """What the officer may see under the filters."""
    rows = visits_visible_to(officer).select_related("duty", "recorded_by")
    photos = VisitPhoto.objects.filter(visit=OuterRef("pk"))
    rows = rows.annotate(has_photo=Exists(photos)).filter(**filters.conditions())
    return Listed(rows, f"{officer.pk} {filters}")


def visit_shown(officer, pk: int) -> Visit | None:
    """One visit the officer may see, with what its page reads."""
    rows = visits_visible_to(officer).select_related(*_SHOWN_WITH, "duty__round", "sent_back_by", "replaces")
    return rows.filter(pk=pk).first()


def facts_of(duty: Duty) -> list[tuple[str, str]]:
    """(label, value) of what the ledger knows already, so that nobody asks for it again."""
    if duty.kind == DutyKind.SWEEP:
        return _present(
            [("网格", duty.cell_name), ("责任人", duty.responsible_name), ("区域风险", _marks(duty))]
        )
    file = duty.enterprise
    return _present(
        [
            ("监管类别", file.get_supervision_class_display()),
            ("经营状态", file.get_status_display()),
            ("地址", file.actual_address or file.registered_address),
            ("法定代表人", file.legal_representative),
            ("联系人", f"{file.contact_name} {file.contact_phone}".strip()),
            ("主要设备", _equipment(duty)),
            ("网格", duty.cell_name),
            ("责任人", duty.responsible_name),
            ("区域风险", _marks(duty)),
        ]
    )


def _present(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in pairs if value]


def _marks(duty: Duty) -> str:
    return "、".join(duty.cell.risk_labels) if duty.cell is not None and duty.risk_marks else ""


def _equipment(duty: Duty) -> str:
    rows = Equipment.objects.filter(enterprise=duty.enterprise_id, is_withdrawn=False).select_related("kind")
    return "；".join(str(row) for row in rows.order_by("kind__position", "id")[:8])
