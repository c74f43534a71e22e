"""The current month of one county: a duty nobody has explained, one that was excused, and a month that was closed, if there is one."""

from datetime import datetime

from inspections.models import Round
from inspections.operations.excusing import excuse
from inspections.queries.rounds import newest_round
from inspections.queries.uncovered import unexplained_of


def build(county: str, now: datetime) -> dict[str, int | str]:
    """The month is open already."""
    from tests.browser.world import officer

    round_ = newest_round()
    duty, other = unexplained_of(round_).filter(county_code=county, kind="enterprise").order_by("id")[:2]
    excuse(duty=other, note="厂区已清空，经现场核实，同意本月不计。", by=officer("office_staff"), at=now)
    closed = Round.objects.exclude(closed_at=None).order_by("-period").first() or round_
    return {
        "month": round_.slug,
        "duty": duty.pk,
        "excused_duty": other.pk,
        "closed_month": closed.slug,
    }
