"""Which visits are of the numerator, for queries; the rule itself is ``rules.coverage.counts``."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from inspections.choices import Outcome, VisitState
from inspections.models import Visit, VisitPhoto

ATTEMPTS = (Outcome.REFUSED, Outcome.NO_ENTRY)
"""Somebody came and saw nothing: neither an inspection nor a night check."""


def in_numerator() -> Q:
    """Visits that found the place open, and 停产无人 with photo and position; the state is not asked."""
    proven = Q(Exists(VisitPhoto.objects.filter(visit=OuterRef("pk"))), longitude__isnull=False)
    return Q(outcome__in=(Outcome.NORMAL, Outcome.PROBLEM)) | Q(outcome=Outcome.IDLE) & proven


def night_checks() -> QuerySet[Visit]:
    """Valid visits of the numerator that were made at night (夜查)."""
    return Visit.objects.filter(in_numerator(), state=VisitState.RECORDED, is_night=True)
