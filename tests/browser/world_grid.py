"""The county's grid, laid and manned but for a few blind spots."""

from datetime import date, datetime

from django.utils import timezone

from capacity_portal.lib.territory import Level
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost, Officer, Region
from capacity_portal.organization.operations.grid import edit_cell, lay_grid
from capacity_portal.organization.operations.grid_posts import appoint
from tests.makers import make_officer

_SINCE = date(2025, 6, 1)


def build(county: str, now: datetime) -> dict[str, int | str]:
    """Cells of every town of ``county``; the demonstration's grid officer holds one, somebody who has left another."""
    about = {"by": Officer.objects.get(username="county_staff"), "at": now}
    region = Region.objects.get(code=county)
    lay_grid(county=region, depth=Level.TOWN, founded_on=_SINCE, **about)
    cells = list(GridCell.objects.current().within(county).order_by("region_code", "id"))
    watcher = Officer.objects.get(username="grid_officer")
    own = next((cell for cell in cells if cell.region_code == watcher.region_code), cells[0])
    others = [cell for cell in cells if cell.pk != own.pk]
    risks = {"risk_marks": ["scrap_rich", "remote"]}
    edit_cell(cell=own, version=own.version, values=risks, **about)
    post = own.posts.filter(officer=watcher, to_on=None).first() or _named(own, watcher, about)
    for cell in others[3:]:
        if not cell.posts.filter(to_on=None, kind=PostKind.RESPONSIBLE).exists():
            _named(cell, make_officer("grid_officer", cell.region, name="演示网格员"), about)
    gone = make_officer("grid_officer", others[0].region, name="演示离岗人员")
    _named(others[0], gone, about)
    Officer.objects.filter(pk=gone.pk).update(expires_on=timezone.localdate(now).replace(day=1, month=1))
    return {"cell": own.pk, "post": post.pk, "county_code": county}


def _named(cell, officer: Officer, about: dict) -> GridPost:
    today = timezone.localdate(about["at"])
    return appoint(cell=cell, kind=PostKind.RESPONSIBLE, officer=officer, from_on=today, **about)
