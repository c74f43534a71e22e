"""The grid as it stands: cells with their persons, how many enterprises lie in each, and the blind spots.

Enterprises are counted by the region they lie in (one grouped query) and those groups given to cells, never row by row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from capacity_portal.lib.pages import Order
from capacity_portal.lib.territory import county_of, next_prefix
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost, Region
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import ROLES, Permission
from capacity_portal.organization.rules.grid import cell_of, uncovered
from enterprises.models import Enterprise
from enterprises.queries import visible_to
from inspections.queries.scope import cells_visible_to

BY_PLACE = Order("place", "按地区", ("region_code", "id"))
ABLE_ROLES = sorted(code for code, role in ROLES.items() if Permission.RECORD_VISITS in role.permissions)


@dataclass
class Figures:
    """One county, or all of them: cells in force, ``people`` who answer for them, ``enterprises`` that lie in the county.

    ``unmanned`` cells without a responsible person, ``gone`` cells whose person cannot answer any more, ``unplaced``
    enterprises without a cell.
    """

    code: str
    name: str
    cells: int = 0
    people: int = 0
    enterprises: int = 0
    unmanned: int = 0
    gone: int = 0
    unplaced: int = 0

    @property
    def blind_spots(self) -> int:
        return self.unmanned + self.gone + self.unplaced


def cells_in(officer, code: str = "") -> QuerySet[GridCell]:
    """Cells in force that the officer sees, in the region ``code``."""
    return cells_visible_to(officer).current().within(code)


def unmanned(cells: QuerySet[GridCell]) -> QuerySet[GridCell]:
    """Cells that nobody is responsible for."""
    held = GridPost.objects.filter(cell=OuterRef("pk"), kind=PostKind.RESPONSIBLE, to_on=None)
    return cells.filter(~Exists(held))


def deserted(cells: QuerySet[GridCell], today: date) -> QuerySet[GridCell]:
    """Cells with somebody in a post who cannot answer any more (``rules.grid.holder_fault``)."""
    gone = (
        Q(officer__is_active=False)
        | Q(officer__expires_on__lt=today)
        | ~Q(officer__role__in=ABLE_ROLES)
        | ~Q(cell__region_code__startswith=F("officer__region_code"))
    )
    return cells.filter(Exists(GridPost.objects.filter(gone, cell=OuterRef("pk"), to_on=None)))


def unplaced(officer, code: str = "") -> QuerySet[Enterprise]:
    """Enterprises of the region ``code`` (the officer's own for "") that no cell answers for."""
    within = code or officer.region_code
    rows = _inside(visible_to(officer).unmerged(), within)
    cells = _cells_by_place(within)
    if not cells:
        return rows
    places = Region.objects.within(within).values_list("code", flat=True)
    blind = uncovered(places, cells)
    return rows.filter(region_code__in=blind) if blind else rows.none()


def county_figures(officer, today: date) -> list[Figures]:
    """Every county and zone of the officer's region, zeros too: six queries. What lies in no county comes last, if anything."""
    found = {
        region.code: Figures(region.code, region.name)
        for region in counties_of(officer.region_code, today)
        if county_of(region.code) == region.code
    }
    cells = cells_in(officer)
    counted = (
        ("cells", cells),
        ("unmanned", unmanned(cells)),
        ("gone", deserted(cells, today)),
    )
    for name, rows in counted:
        for code, number in rows.order_by().values_list("county_code").annotate(Count("pk")):
            setattr(_of(found, code), name, number)
    held = GridPost.objects.filter(cell__in=cells, to_on=None).order_by()
    for code, number in held.values_list("cell__county_code").annotate(Count("officer", distinct=True)):
        _of(found, code).people = number
    _count_enterprises(found, officer)
    return list(found.values())


def total(figures: Iterable[Figures], code: str, name: str) -> Figures:
    """The sum; somebody who answers in two counties counts in both."""
    together = Figures(code, name)
    for one in figures:
        for field in ("cells", "people", "enterprises", "unmanned", "gone", "unplaced"):
            setattr(together, field, getattr(together, field) + getattr(one, field))
    return together


def enterprises_per_cell(within: str) -> Counter:
    """How many enterprises lie in each cell of the region ``within``, by the cell's number; under None those without one."""
    cells, found = _cells_by_place(within), Counter()
    for code, number in _per_region(within).items():
        found[cell_of(code, cells)] += number
    return found


def enterprises_of(officer, cell: GridCell) -> QuerySet[Enterprise]:
    """Enterprises in a cell, less those in the cells below it; none for a dissolved one."""
    if cell.dissolved_on is not None:
        return Enterprise.objects.none()
    cells = _cells_by_place(cell.region_code)
    places = Region.objects.within(cell.region_code).values_list("code", flat=True)
    codes = [code for code in places if cell_of(code, cells) == cell.pk]
    return visible_to(officer).unmerged().filter(region_code__in=codes)


def _count_enterprises(found: dict[str, Figures], officer) -> None:
    cells = _cells_by_place(officer.region_code)
    for code, number in _per_region(officer.region_code).items():
        one = _of(found, county_of(code))
        one.enterprises += number
        one.unplaced += number if cell_of(code, cells) is None else 0


def _of(found: dict[str, Figures], code: str) -> Figures:
    """The line of a county; one that is no longer in force still has its cells, and what lies in none has a line of its own."""
    if code not in found:
        found[code] = Figures(code, f"原县区{code}" if code else "未落到县（市、区）")
    return found[code]


def _per_region(within: str) -> Mapping[str, int]:
    rows = _inside(Enterprise.objects.unmerged(), within).order_by()
    return dict(rows.values_list("region_code").annotate(Count("pk")))


def _cells_by_place(within: str) -> dict[str, int]:
    return dict(GridCell.objects.current().within(within).values_list("region_code", "pk"))


def _inside(rows: QuerySet[Enterprise], code: str) -> QuerySet[Enterprise]:
    return rows.filter(region_code__gte=code, region_code__lt=next_prefix(code))
