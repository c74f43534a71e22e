"""The re-check list: what may be drawn, the seed that nobody can steer, and who sees the list."""

from django.db.models import Count, Q, QuerySet

from capacity_portal.journal.models import Block
from capacity_portal.lib import months
from capacity_portal.lib.moments import beginning_of
from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from inspections.choices import Coverage, RecheckResult
from inspections.models import Duty, Recheck, RecheckDraw, Round, Visit


def seed_of(period: int) -> Block | None:
    """The last block sealed before the month began: what it seals was written before, and nothing in it can change."""
    beginning = beginning_of(months.first_day(period))
    sealed = Block.objects.filter(sealed_at__lt=beginning)
    return sealed.order_by("-number").only("number", "hash", "sealed_at").first()


def candidates(round_: Round) -> list[int]:
    """Ids of the duties in force that were covered, in order."""
    covered = Duty.objects.in_force().filter(period=round_.period, coverage=Coverage.COVERED)
    return list(covered.order_by("id").values_list("id", flat=True))


def took_part(officer, duty: Duty) -> bool:
    """Whether the officer recorded a visit of the duty, or is named in one, whatever became of it: nobody checks himself."""
    mine = Q(recorded_by=officer) | Q(inspectors__officer=officer)
    return Visit.objects.filter(mine, duty=duty).exists()


def rechecks_missing(round_: Round) -> list[str]:
    """What is left to do before the month may close, in sentences: the draw, then its results.

    Where no block was sealed before the month began (the portal's first month) there is no seed and nothing can be drawn.
    """
    pending = Count("rechecks", filter=Q(rechecks__result=RecheckResult.PENDING))
    drawn = RecheckDraw.objects.filter(round=round_).annotate(pending=pending).first()
    if drawn is not None:
        return [f"随机抽查还有{drawn.pending}项没有登记结果，请先登记。"] if drawn.pending else []
    if seed_of(round_.period) is None or not candidates(round_):
        return []
    return ["本月还没有随机抽查，请先抽取名单并登记抽查结果。"]


def rechecks_visible_to(officer) -> QuerySet[Recheck]:
    """The list is the office's: a county does not learn where somebody will look again."""
    if not officer.may(Permission.REVIEW_RETURNS):
        return Recheck.objects.none()
    return within_region(Recheck.objects.all(), officer, "duty__region_code")
