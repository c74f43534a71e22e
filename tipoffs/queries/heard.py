"""What the reporter said or gave since the office last looked: of his side only days are known, so ids and days decide."""

from django.db.models import Exists, OuterRef, QuerySet

from capacity_portal.organization.roles import ROLES, Permission
from tipoffs.models import Tip, TipEvent, TipRead

_HANDLERS = [code for code, role in ROLES.items() if Permission.HANDLE_TIPOFFS in role.permissions]
_OF_REPORTER = ("reply", "attach")
_OF_OFFICE = ("ask", "answer")


def unheard(tips: QuerySet[Tip]) -> QuerySet[Tip]:
    """Those with a word or file of the reporter's after which no handler has asked or answered, nor opened the tip on a later day.

    A reading of the same day may have come before: the tip stays until somebody reads it on another day, or says something.
    """
    said = TipEvent.objects.filter(tip=OuterRef("pk"), step__in=_OF_REPORTER, happened_by=None)
    told = TipEvent.objects.filter(
        tip=OuterRef("tip"), pk__gt=OuterRef("pk"), step__in=_OF_OFFICE, happened_by__role__in=_HANDLERS
    )
    read = TipRead.objects.filter(
        tip=OuterRef("tip"), what="text", read_by__role__in=_HANDLERS, read_at__date__gt=OuterRef("on")
    )
    return tips.filter(Exists(said.exclude(Exists(told)).exclude(Exists(read))))
