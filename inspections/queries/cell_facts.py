"""Who answers for a cell in a month, and what is known of the place: as it is while the month runs, as it was once it is closed."""

from collections.abc import Mapping

from django.db.models import Max

from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost
from inspections.models import Duty, Round

UNKNOWN = {"responsible": None, "department": None, "risks": None}
"""What figures of format 1 kept of a cell."""


def responsible_by_cell(period: int, **where) -> dict[int, str]:
    """Name by cell: the newest that stands on a duty of the month; where nothing names one, who holds the post today."""
    duties = Duty.objects.filter(period=period, cell__isnull=False, **where).exclude(responsible_name="")
    newest = duties.values("cell", "responsible_name").annotate(last=Max("id")).order_by("last")
    posts = GridPost.objects.filter(kind=PostKind.RESPONSIBLE, to_on=None, **where)
    named = newest.values_list("cell", "responsible_name")
    return dict(posts.values_list("cell", "officer__name")) | dict(named)


def place_facts(department: str | None, marks: list[str]) -> dict:
    """``department`` and the labels of the ``risks``, as figures keep them."""
    return {"department": department or "", "risks": GridCell(risk_marks=marks).risk_labels}


def cell_facts(round_: Round, cell: GridCell) -> Mapping:
    """``name``, ``responsible``, ``department``, ``risks`` of a cell; UNKNOWN where a closed month has nothing of it."""
    if round_.is_closed:
        return _frozen(round_, cell.pk) or {"name": cell.name, **UNKNOWN}
    department = cell.supervising_department
    people = responsible_by_cell(round_.period, cell=cell)
    facts = place_facts(department.name if department else "", cell.risk_marks)
    return {"name": cell.name, "responsible": people.get(cell.pk, ""), **facts}


def _frozen(round_: Round, number: int) -> Mapping | None:
    found = round_.closings.order_by("-number").values_list("figures", flat=True)[0]
    cells = (UNKNOWN | cell for area in found["counties"] for cell in area["cells"])
    return next((cell for cell in cells if cell["id"] == number), None)
