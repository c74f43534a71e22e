"""What ``queries.checklists`` says of one duty, for many at once."""

from collections.abc import Mapping, Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from enterprises.choices import EquipmentState
from enterprises.models import Equipment
from inspections.choices import DutyKind, VisitState
from inspections.models import ChecklistItem, Duty, Visit


def items_by_duty(duties: Sequence[Duty]) -> dict[int, tuple[ChecklistItem, ...]]:
    """The items asked at each duty, by its number (``checklists.items_of``): two queries."""
    by_checklist: dict[int, list[ChecklistItem]] = {}
    rows = ChecklistItem.objects.filter(checklist__in={duty.checklist_id for duty in duties})
    for item in rows.order_by("position", "id"):
        by_checklist.setdefault(item.checklist_id, []).append(item)
    with_furnaces = _with_furnaces({duty.enterprise_id for duty in duties} - {None})
    alike: dict[tuple, tuple[ChecklistItem, ...]] = {}
    found = {}
    for duty in duties:
        has_furnace = duty.enterprise_id in with_furnaces
        key = duty.checklist_id, frozenset(duty.risk_marks), has_furnace
        if key not in alike:
            alike[key] = _concerning(by_checklist.get(duty.checklist_id, ()), key[1], has_furnace)
        found[duty.pk] = alike[key]
    return found


def previous_by_duty(duties: Sequence[Duty]) -> dict[int, Visit]:
    """The last valid visit before of each duty that has one, by its number (``checklists.previous_visit``): four queries."""
    found: dict[int, Visit] = {}
    valid = Visit.objects.filter(state=VisitState.RECORDED).exclude(answers={}).order_by("-visited_on", "-id")
    last = {
        DutyKind.ENTERPRISE: valid.filter(enterprise=OuterRef("enterprise")),
        DutyKind.SWEEP: valid.filter(cell=OuterRef("cell"), duty__kind=DutyKind.SWEEP),
    }
    for kind, visits in last.items():
        chosen = [duty.pk for duty in duties if duty.kind == kind]
        found |= _last(Duty.objects.filter(pk__in=chosen), visits) if chosen else {}
    return found


def _last(duties: QuerySet[Duty], visits: QuerySet[Visit]) -> Mapping[int, Visit]:
    numbers = dict(duties.annotate(last=Subquery(visits.values("pk")[:1])).values_list("pk", "last"))
    rows = Visit.objects.in_bulk([number for number in numbers.values() if number is not None])
    return {duty: rows[number] for duty, number in numbers.items() if number in rows}


def _with_furnaces(enterprises: set[int]) -> set[int]:
    rows = Equipment.objects.filter(
        enterprise__in=enterprises, kind__is_induction_furnace=True, is_withdrawn=False
    )
    return set(rows.exclude(state=EquipmentState.DISMANTLED).values_list("enterprise", flat=True))


def _concerning(items: Sequence[ChecklistItem], marks: frozenset[str], has_furnace: bool) -> tuple:
    return tuple(
        item
        for item in items
        if (not item.for_marks or marks & set(item.for_marks)) and (has_furnace or not item.for_equipment)
    )
