"""What is asked at a duty: the items of its checklist that concern it, and what was answered the last time."""

from enterprises.choices import EquipmentState
from enterprises.models import Equipment
from inspections.choices import DutyKind, VisitState
from inspections.models import Checklist, ChecklistItem, Duty, Visit
from inspections.rules.answers import Asked


def in_force(code: str) -> Checklist | None:
    """The highest published version of a template."""
    return Checklist.objects.published().filter(code=code).order_by("-version").first()


def checklists_in_force() -> dict[str, Checklist]:
    """The highest published version of each template, by code."""
    rows = Checklist.objects.published().order_by("code", "version")
    return {checklist.code: checklist for checklist in rows}


def items_of(duty: Duty) -> list[ChecklistItem]:
    """The items asked at ``duty``: those for its cell's risk marks, and for furnaces where the file has some."""
    marks = set(duty.risk_marks)
    items = ChecklistItem.objects.filter(checklist=duty.checklist_id).order_by("position", "id")
    items = [item for item in items if not item.for_marks or marks & set(item.for_marks)]
    if any(item.for_equipment for item in items) and not has_furnaces(duty):
        items = [item for item in items if not item.for_equipment]
    return items


def has_furnaces(duty: Duty) -> bool:
    """Whether the file has a medium- or mains-frequency furnace that is not gone."""
    rows = Equipment.objects.filter(
        enterprise=duty.enterprise_id, kind__is_induction_furnace=True, is_withdrawn=False
    )
    return rows.exclude(state=EquipmentState.DISMANTLED).exists()


def asked(items: list[ChecklistItem]) -> tuple[Asked, ...]:
    """The items as the rules want them."""
    return tuple(
        Asked(
            code=item.code,
            text=item.text,
            kind=item.kind,
            choices=tuple(item.choices),
            unit=item.unit,
            good_answer=item.good_answer,
            is_required=item.is_required,
            needs_photo=item.needs_photo,
        )
        for item in items
    )


def previous_visit(duty: Duty, before: Visit | None = None) -> Visit | None:
    """The last valid visit of the same enterprise, or of the same cell's sweep, with answers; older than ``before``."""
    visits = Visit.objects.filter(state=VisitState.RECORDED).exclude(answers={})
    if duty.kind == DutyKind.SWEEP:
        visits = visits.filter(cell=duty.cell_id, duty__kind=DutyKind.SWEEP)
    else:
        visits = visits.filter(enterprise=duty.enterprise_id)
    if before is not None:
        visits = visits.filter(recorded_at__lt=before.recorded_at)
    return visits.order_by("-visited_on", "-id").first()
