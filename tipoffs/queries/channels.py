"""Where the public may report besides the portal: telephones, letter and visit addresses of the departments."""

from django.db.models import QuerySet

from capacity_portal.organization.models import Office
from tipoffs.models import ReportChannel


def shown_channels() -> QuerySet[ReportChannel]:
    """Channels shown to the public, in their order."""
    return ReportChannel.objects.filter(is_shown=True).order_by("position", "id")


def telephone() -> str:
    """The telephone number for whoever cannot report here just now; "" when none is known."""
    first = shown_channels().exclude(telephone="").first()
    office = Office.objects.order_by("id").first()
    return first.telephone if first else (office.hotline_work if office else "")
