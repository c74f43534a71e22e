"""What is written on the month's list: copies of what is true of an enterprise, a cell and its person at this moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from capacity_portal.lib.territory import county_of
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost, Threshold
from capacity_portal.organization.rules.grid import cell_of
from enterprises.models import Enterprise
from inspections.choices import ChecklistCode, DutyKind
from inspections.models import Checklist
from inspections.queries.checklists import checklists_in_force
from inspections.rules import scope

SWEEPS_THRESHOLD, SWEEPS_DEFAULT = "sweeps-marked-cell", 2
NEEDED_CODES = (
    ChecklistCode.STEEL_SMELTING,
    ChecklistCode.FOUNDRY,
    ChecklistCode.ROLLING,
    ChecklistCode.INDUCTION_FURNACE,
    ChecklistCode.LOOKBACK,
    ChecklistCode.GENERAL,
    ChecklistCode.SWEEP,
)
_CHUNK = 5_000
_ENTERPRISE = (
    "id",
    "name",
    "region_code",
    "county_code",
    "supervision_class",
    "status",
    "is_key",
    "key_reason",
    "risk_marks",
)


@dataclass
class Freezing:
    """The grid and the templates of this moment, read once; ``enterprises`` and ``cells`` give the fields of ``Duty``."""

    checklists: dict[str, Checklist] = field(default_factory=checklists_in_force)
    _cells_of: dict[str, GridCell | None] = field(default_factory=dict)

    @cached_property
    def cells(self) -> dict[str, GridCell]:
        """Current cells by the code of their region."""
        return {cell.region_code: cell for cell in GridCell.objects.current().order_by("region_code")}

    @cached_property
    def people(self) -> dict[int, tuple[int, str]]:
        """Number and name of whoever answers for a cell, by cell."""
        posts = GridPost.objects.filter(kind=PostKind.RESPONSIBLE, to_on=None)
        rows = posts.values_list("cell", "officer", "officer__name")
        return {cell: (officer, name) for cell, officer, name in rows}

    @cached_property
    def more_often(self) -> int:
        return min(31, Threshold.objects.value_of(SWEEPS_THRESHOLD, SWEEPS_DEFAULT))

    def missing_templates(self) -> list[str]:
        """Labels of the templates without which no list can be made."""
        return [code.label for code in NEEDED_CODES if code not in self.checklists]

    def supervised(self, rows: QuerySet[Enterprise] | None = None) -> Iterator[dict]:
        """Fields of the duties of all enterprises that belong on the list; merged files do not."""
        rows = Enterprise.objects.all() if rows is None else rows
        rows = rows.unmerged().order_by("id").values_list(*_ENTERPRISE)
        for row in rows.iterator(chunk_size=_CHUNK):
            if (values := self._enterprise(row)) is not None:
                yield values

    def asked_for(self, enterprise: Enterprise) -> dict:
        """Fields of the duty of one enterprise, whether it belongs on the list by itself or not."""
        row = tuple(getattr(enterprise, name) for name in _ENTERPRISE)
        return self._enterprise(row, otherwise=ChecklistCode.GENERAL)

    def sweeps(self) -> Iterator[dict]:
        """Fields of the duties of all current cells."""
        return (self.sweep(cell) for cell in self.cells.values())

    def sweep(self, cell: GridCell) -> dict:
        return {
            "kind": DutyKind.SWEEP.value,
            "enterprise_id": None,
            **self._place(cell.region_code, cell.county_code, cell),
            "title": cell.name,
            "supervision_class": "",
            "status": "",
            "is_key": False,
            "is_lookback": False,
            "needs_night": False,
            "checklist_id": self.checklists[ChecklistCode.SWEEP].pk,
            "visits_needed": scope.sweeps_needed(cell.risk_marks, self.more_often),
        }

    def _enterprise(self, row: tuple, otherwise: ChecklistCode | None = None) -> dict | None:
        number, name, region_code, county_code, supervision_class, status, is_key, key_reason, marks = row
        standing = scope.Standing(supervision_class, status, is_key, key_reason, tuple(marks))
        code = scope.checklist_for(standing) or otherwise
        if code is None:
            return None
        return {
            "kind": DutyKind.ENTERPRISE.value,
            "enterprise_id": number,
            **self._place(region_code, county_code, self._cell_of(region_code)),
            "title": name,
            "supervision_class": supervision_class,
            "status": status,
            "is_key": is_key,
            "is_lookback": scope.is_lookback(status),
            "needs_night": scope.needs_night(standing),
            "checklist_id": self.checklists[code].pk,
            "visits_needed": 1,
        }

    def _cell_of(self, region_code: str) -> GridCell | None:
        if region_code not in self._cells_of:
            self._cells_of[region_code] = cell_of(region_code, self.cells)
        return self._cells_of[region_code]

    def cover(self, region_code: str) -> dict | None:
        """Cell and person that answer for a region now, as a duty carries them; None where no cell does."""
        cell = self._cell_of(region_code)
        return None if cell is None else self._answering(cell)

    def _place(self, region_code: str, county_code: str, cell: GridCell | None) -> dict:
        county_code = county_code or county_of(region_code)
        return {"region_code": region_code, "county_code": county_code, **self._answering(cell)}

    def _answering(self, cell: GridCell | None) -> dict:
        officer, name = self.people.get(cell.pk, (None, "")) if cell else (None, "")
        return {
            "cell_id": cell.pk if cell else None,
            "cell_name": cell.name if cell else "",
            "risk_marks": list(cell.risk_marks) if cell else [],
            "responsible_officer_id": officer,
            "responsible_name": name,
        }
