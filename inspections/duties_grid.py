"""What the grid puts on the desk of whoever must mend it, and the journal's word for giving it out."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.journal import registry as journal
from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from inspections.queries import grid


def register() -> None:
    """Called from AppConfig.ready."""
    journal.name_events("grid", label="网格", steps={"export": "导出"})
    registries.register_duty(blind_spots)


def blind_spots(officer, today: date) -> Iterable[Duty]:
    """Cells without a person, persons who are gone, enterprises without a cell: of the county, or of the whole prefecture."""
    if not officer.may(Permission.MANAGE_GRID):
        return
    cells = grid.cells_in(officer)
    lists = (
        ("unmanned", "没有责任人的网格", "个", "请明确责任人", grid.unmanned(cells)),
        (
            "gone",
            "责任人已离岗的网格",
            "个",
            "账户停用、到期，或不再负责这个地区",
            grid.deserted(cells, today),
        ),
        ("unplaced", "没有落入网格的企业", "家", "请设立网格，或落实企业所在的乡镇", grid.unplaced(officer)),
    )
    for kind, title, unit, detail, rows in lists:
        found = bounded_count(rows)
        if found.n:
            url = f"{reverse('inspections:grid-gaps')}?{urlencode({'kind': kind})}"
            yield Duty(title, url, found.label, unit, detail, "盲点", "bad")
