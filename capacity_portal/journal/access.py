"""Who sees which entries: auditors all of them; officers see the history of rows they may see, which the apps above decide
(they ask ``queries.history_of`` for a file that came from their own ``visible_to``); administrators none."""

from django.db.models import QuerySet

from capacity_portal.journal.models import Entry
from capacity_portal.organization.roles import Permission


def visible_to(officer) -> QuerySet[Entry]:
    return Entry.objects.all() if officer.may(Permission.READ_JOURNAL) else Entry.objects.none()
