"""Template context of every page: the office, the footer, and a navigation with what the role may do."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from capacity_portal.organization.models import Office
from capacity_portal.organization.roles import Permission


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; ``permission`` None is for every officer."""

    label: str
    url_name: str
    permission: Permission | None = None


PLACES: list[Place] = [
    Place("我的工作", "dashboards:desk"),
]


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


def navigation_for(officer, path: str) -> list[Link]:
    """Entries this officer may open; the longest matching address is the current one."""
    places = [place for place in PLACES if place.permission is None or officer.may(place.permission)]
    urls = [reverse(place.url_name) for place in places]
    current = max((url for url in urls if path.startswith(url)), key=len, default=None)
    return [Link(place.label, url, url == current) for place, url in zip(places, urls, strict=True)]


def portal(request) -> dict:
    """Context processor."""
    officer = getattr(request, "user", None)
    signed_in = bool(officer and officer.is_authenticated)
    return {
        "office": Office.objects.select_related("region", "host_department").order_by("id").first(),
        "site_footer": settings.SITE_FOOTER,
        "demo": settings.DEMO,
        "navigation": navigation_for(officer, request.path) if signed_in else [],
    }
