"""The re-check list: what may be drawn, the seed that nobody can steer, and who sees the list."""

from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from capacity_portal.journal.models import Block
from capacity_portal.lib import months
from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from inspections.choices import Coverage
from inspections.models import Duty, Recheck, Round


def seed_of(period: int) -> Block | None:
    """The last block sealed before the month began: what it seals was written before, and nothing in it can change."""
    beginning = make_aware(datetime.combine(months.first_day(period), time.min))
    sealed = Block.objects.filter(sealed_at__lt=beginning)
    return sealed.order_by("-number").only("number", "hash", "sealed_at").first()


def candidates(round_: Round) -> list[int]:
    """Ids of the duties in force that were covered, in order."""
    covered = Duty.objects.in_force().filter(period=round_.period, coverage=Coverage.COVERED)
    return list(covered.order_by("id").values_list("id", flat=True))


def rechecks_visible_to(officer) -> QuerySet[Recheck]:
    """The list is the office's: a county does not learn where somebody will look again."""
    if not officer.may(Permission.REVIEW_RETURNS):
        return Recheck.objects.none()
    return within_region(Recheck.objects.all(), officer, "duty__region_code")
