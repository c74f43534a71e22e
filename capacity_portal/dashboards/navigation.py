"""Template context of every page: the office, the footer, and a navigation with what the role may do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from capacity_portal.organization.models import Office
from capacity_portal.organization.roles import Permission
from inspections.queries.return_lists import sees_returns
from tipoffs.queries.openings import sees_openings
from tipoffs.queries.scope import is_office

_OFFICE, _KEPT_SECONDS = "dashboards.office", 60


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; ``permission`` None is for every officer, ``shown`` asks for more than a role without a query.

    ``pages``: pattern of the addresses that belong to it and do not begin with its own.
    """

    label: str
    url_name: str
    permission: Permission | None = None
    shown: Callable[[Any], bool] | None = None
    pages: str = ""

    def is_for(self, officer) -> bool:
        if self.shown is not None and not self.shown(officer):
            return False
        return self.permission is None or officer.may(self.permission)

    def holds(self, path: str, url: str) -> bool:
        return path.startswith(url) or bool(self.pages and re.match(self.pages, path))


PLACES = (
    Place("我的工作", "dashboards:desk"),
    Place("企业台账", "enterprises:ledger", Permission.VIEW_LEDGER),
    Place("疑似关联", "enterprises:links", Permission.DECIDE_LINKS),
    Place("压减任务", "enterprises:reductions", Permission.VIEW_LEDGER),
    Place("月排查", "inspections:home", Permission.VIEW_INSPECTIONS),
    Place("问题整改", "inspections:findings", Permission.VIEW_INSPECTIONS),
    Place("监管月报", "inspections:returns", Permission.VIEW_INSPECTIONS, sees_returns),
    Place("网格", "inspections:grid", Permission.VIEW_INSPECTIONS),
    Place(
        "公文",
        "reports:notices",
        Permission.VIEW_DOCUMENTS,
        pages=r"/reports/(templates|comments|register|print|links)/",
    ),
    Place("收文", "reports:incoming", Permission.VIEW_DOCUMENTS, pages=r"/reports/(tasks|search)/"),
    Place("反馈", "reports:returns", Permission.VIEW_DOCUMENTS),
    Place(
        "年度报告", "reports:assessments", Permission.COMPILE_REPORTS, pages=r"/reports/(schemes|evidence)/"
    ),
    Place("迎检", "reports:superior-inspections", Permission.PREPARE_INSPECTIONS, pages=r"/reports/packs/"),
    Place("会议与机制", "reports:mechanism", Permission.COMPILE_REPORTS, pages=r"/reports/meetings/"),
    Place("举报办理", "tipoffs:queue", Permission.VIEW_TIPOFFS, pages=r"/tipoffs/(\d+|batch|dismissals)/"),
    Place("代录举报", "tipoffs:enter", Permission.ENTER_TIPOFFS),
    Place("举报统计", "tipoffs:figures", Permission.VIEW_TIPOFF_FIGURES),
    Place("举报奖励", "tipoffs:rewards", Permission.VIEW_TIPOFFS, is_office),
    Place("公布办理结果", "tipoffs:outcomes", Permission.PUBLISH_OUTCOMES),
    Place("保管密钥", "tipoffs:custody", Permission.KEEP_IDENTITIES),
    Place("身份开启", "tipoffs:openings", shown=sees_openings),
    Place("举报查阅", "tipoffs:reads", Permission.AUDIT_OPENINGS),
    Place("留痕日志", "journal:list", Permission.READ_JOURNAL),
    Place("后台任务", "jobs:list"),
    Place("账户管理", "organization:officers", Permission.MANAGE_OFFICERS),
    Place("后台管理", "admin:index", Permission.MANAGE_SYSTEM),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


def navigation_for(officer, path: str) -> list[Link]:
    """Entries this officer may open; the longest matching address is the current one."""
    places = [place for place in PLACES if place.is_for(officer)]
    urls = [reverse(place.url_name) for place in places]
    inside = [url for place, url in zip(places, urls, strict=True) if place.holds(path, url)]
    current = max(inside, key=len, default=None)
    return [Link(place.label, url, url == current) for place, url in zip(places, urls, strict=True)]


def current_office() -> Office | None:
    """The office, kept for a minute: it is on every page and changes once in years."""
    return cache.get_or_set(_OFFICE, lambda: Office.objects.order_by("id").first(), _KEPT_SECONDS)


def portal(request) -> dict:
    """Context processor."""
    officer = getattr(request, "user", None)
    signed_in = bool(officer and officer.is_authenticated)
    return {
        "office": current_office(),
        "site_footer": settings.SITE_FOOTER,
        "demo": settings.DEMO,
        "navigation": navigation_for(officer, request.path) if signed_in else [],
    }
