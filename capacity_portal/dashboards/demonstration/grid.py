"""The demonstration's grid: a cell per town, a person in almost each, marks, units, two blind spots and a person who left."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration.invention import chinese_digits
from capacity_portal.dashboards.demonstration.people import county_people, open_accounts, unit_of
from capacity_portal.lib import bulk_rows
from capacity_portal.lib.territory import Level
from capacity_portal.organization import operations as organization
from capacity_portal.organization import recorder
from capacity_portal.organization.choices import PostKind, RegionRisk
from capacity_portal.organization.models import GridCell, GridPost, Officer, Region
from capacity_portal.organization.operations.grid import lay_grid
from capacity_portal.organization.operations.grid_posts import appoint
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import RoleCode

BLIND_COUNTY, BLIND_CELLS = "360828", 2
LEFT_COUNTY = "360826"
"""The county whose first cell's person has an account no more."""
_DEPUTY_EVERY = 3


@transaction.atomic
def lay(prefecture: str, *, at: datetime) -> list[GridCell]:
    """Lay the whole grid as of ``at``, once; returns the cells."""
    counties = list(counties_of(prefecture, localdate(at)))
    county_people(counties, at=at)
    cells = [cell for county in counties for cell in _cells(county, at)]
    _appoint(cells, at)
    return cells


def close_accounts(*, now: datetime, at: datetime) -> None:
    """One person's account was closed and nobody has followed."""
    cell = GridCell.objects.within(LEFT_COUNTY).order_by("region_code").first()
    post = GridPost.objects.filter(cell=cell, kind=PostKind.RESPONSIBLE, to_on=None).first()
    if post is not None and at < now:
        security = Officer.objects.get(username="security_admin")
        organization.deactivate(officer=post.officer, note="调离本镇", by=security, at=at)


@transaction.atomic
def change_person(number: int, *, at: datetime) -> None:
    """Somebody else answers for a cell from ``at`` on; ``number`` chooses the cell."""
    cells = GridCell.objects.exclude(region_code="360802001").exclude(county_code=BLIND_COUNTY)
    cell = cells.select_related("region").order_by("region_code")[number * 11 % max(1, cells.count())]
    (successor,) = open_accounts([_account(cell, f"xg{cell.region_code.lower()}", f"演示新网格员{chinese_digits(number)}")], at=at)  # fmt: skip
    appoint(
        cell=cell, kind=PostKind.RESPONSIBLE, officer=successor, from_on=localdate(at), by=None, at=at,
        note="人员轮换",
    )  # fmt: skip


def _cells(county: Region, at: datetime) -> list[GridCell]:
    """The county's cells with their unit, every seventh and eighth with a mark."""
    founded = localdate(at)
    cells = lay_grid(county=county, depth=Level.TOWN, founded_on=founded, by=None, at=at)
    unit, dice = unit_of(county), Random(f"grid-{county.code}")
    with recorder.recording_all(cells, step="edit", by=None, at=at):
        for cell in cells:
            cell.supervising_department, cell.risk_marks = unit, _marks(dice)
            cell.version += 1
        GridCell.objects.bulk_update(cells, ["supervising_department", "risk_marks", "version"], 100)
    return cells


def _marks(dice: Random) -> list[str]:
    drawn = dice.random()
    if drawn < 0.05:
        return [RegionRisk.SCRAP_RICH.value]
    if drawn < 0.11:
        return [RegionRisk.REMOTE.value]
    return [RegionRisk.INEXPERIENCED.value] if drawn < 0.17 else []


def _appoint(cells: Sequence[GridCell], at: datetime) -> None:
    manned = list(_manned(cells))
    own = Officer.objects.filter(role__in=(RoleCode.GRID_OFFICER, RoleCode.COUNTY_STAFF)).order_by("id")
    taken = {officer.region_code: officer for officer in own}  # a zone without towns is its own staff's cell
    fresh = [cell for cell in manned if cell.region_code not in taken]
    drafts = [
        _account(cell, f"wg{cell.region_code.lower()}", f"演示网格员{chinese_digits(number, 3)}")
        for number, cell in enumerate(fresh, start=1)
    ]
    taken |= {officer.region_code: officer for officer in open_accounts(drafts, at=at)}
    second = fresh[::_DEPUTY_EVERY]
    drafts = [
        _account(cell, f"fw{cell.region_code.lower()}", f"演示副网格员{chinese_digits(number, 3)}")
        for number, cell in enumerate(second, start=1)
    ]
    deputies = dict(zip((cell.pk for cell in second), open_accounts(drafts, at=at), strict=True))
    posts = [_post(cell, PostKind.RESPONSIBLE, taken[cell.region_code], at) for cell in manned]
    posts += [_post(cell, PostKind.DEPUTY, deputies[cell.pk], at) for cell in second]
    bulk_rows.insert_records(posts)
    recorder.record_all_created(posts, step="appoint", by=None, at=at)


def _manned(cells: Sequence[GridCell]) -> Iterable[GridCell]:
    """All but the last ones of one county."""
    blind = [cell.pk for cell in cells if cell.county_code == BLIND_COUNTY][-BLIND_CELLS:]
    return (cell for cell in cells if cell.pk not in blind)


def _account(cell: GridCell, username: str, name: str) -> dict:
    return {"username": username, "name": name, "role": RoleCode.GRID_OFFICER.value, "region": cell.region}


def _post(cell: GridCell, kind: PostKind, officer: Officer, at: datetime) -> GridPost:
    return GridPost(
        cell=cell, kind=kind.value, officer=officer, from_on=localdate(at), appointed_at=at, appointed_by=None
    )
