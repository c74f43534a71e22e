"""Documents that a meeting or the list of basis documents may name. Those of a tip are not named outside it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from reports.choices import OUT_STATES
from reports.models import BasisDocument, IncomingDocument, Notice
from reports.queries.scope import incoming_visible_to, notices_visible_to


def notices_linkable_by(officer) -> QuerySet[Notice]:
    return notices_visible_to(officer).filter(state__in=OUT_STATES, tip=None)


def incoming_linkable_by(officer) -> QuerySet[IncomingDocument]:
    return incoming_visible_to(officer)


def seen_among(rows: Iterable[BasisDocument], officer) -> tuple[set[int], set[int]]:
    """Numbers of the incoming documents and of the issued ones that ``rows`` name and the officer may open."""
    came = {row.incoming_id for row in rows} - {None}
    issued = {row.notice_id for row in rows} - {None}
    return _seen(incoming_visible_to(officer), came), _seen(notices_visible_to(officer), issued)


def _seen(rows: QuerySet, numbers: set[int]) -> set[int]:
    return set(rows.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
