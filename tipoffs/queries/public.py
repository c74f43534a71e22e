"""What everybody may know: days promised, reward rules in force, outcomes the office has made public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from capacity_portal.organization.models import Threshold
from tipoffs.choices import TipKind
from tipoffs.models import PublishedOutcome, RewardScheme
from tipoffs.queries.clock_rules import clocks
from tipoffs.rules import retention
from tipoffs.rules.clocks import Clock


@dataclass(frozen=True)
class PromisedDays:
    """Working days for some kinds of tips; ``kinds`` empty: for all the others."""

    kinds: tuple[str, ...]
    clock: Clock


def promised_days() -> list[PromisedDays]:
    """The usual days first, then the kinds with days of their own, as the rules stand today. One query."""
    own = clocks()
    apart: dict[tuple[int, int, int], list[str]] = {}
    usual = Clock()
    for kind, clock in own.items():
        if _told(clock) != _told(usual):
            apart.setdefault(_told(clock), []).append(TipKind(kind).label)
    others = [PromisedDays(tuple(kinds), Clock(*days)) for days, kinds in sorted(apart.items())]
    return [PromisedDays((), usual), *others]


def schemes_in_force(today: date) -> QuerySet[RewardScheme]:
    """Reward rules that apply to what is reported today, with their cases."""
    in_force = RewardScheme.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    return (
        in_force.select_related("region")
        .prefetch_related("amounts")
        .order_by("region__code", "-valid_from", "id")
    )


def published_outcomes() -> QuerySet[PublishedOutcome]:
    """Made public and not withdrawn, newest first; only the columns that may be shown."""
    shown = PublishedOutcome.objects.filter(withdrawn_at=None).only("title", "text", "published_on")
    return shown.order_by("-published_on", "-id")


def identity_years() -> tuple[int, int]:
    """Years an identity is kept after closing, and after a refusal."""
    return tuple(Threshold.objects.value_of(*term) for term in (retention.CLOSED, retention.REFUSED))


def _told(clock: Clock) -> tuple[int, int, int]:
    return clock.handover_days, clock.result_days, clock.extension_days
