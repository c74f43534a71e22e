"""The quality test of a county's month (走过场): a score with its reasons, never a penalty by itself.

Every sign loses points by its share of the duties in force (not of the visits, or more visits would dilute a bad one), in full
from ``FULL_SHARE`` on. The weights add up to more than 100: no county needs every sign to reach zero.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from inspections.rules import quality_signs as signs
from inspections.rules.quality_facts import CountyFacts
from inspections.rules.returns import named

FULL_SHARE = 50
"""Per cent of the duties showing a sign from which the sign loses its whole weight."""


@dataclass(frozen=True)
class Reason:
    """Why points were lost: ``weight`` of them; ``count`` visits, duties or months; ``visits`` the records behind it."""

    code: str
    sentence: str
    count: int
    weight: int
    visits: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Sign:
    """``weight``: points lost at most; ``sentence`` has a place for the number of visits."""

    code: str
    weight: int
    sentence: str
    find: Callable[[CountyFacts], list[int]]


_OF_VISITS = (
    _Sign("same_text", 15, "{}条记录的备注文字与其他记录或上月相同。", signs.same_text),
    _Sign("same_photo", 15, "{}条记录的照片是其他记录用过的同一张。", signs.same_photo),
    _Sign("no_photo", 15, "{}条记录没有照片。", signs.no_photo),
    _Sign("travel", 15, f"{{}}条记录前后相距太远，按定位和时间推算时速超过{signs.FASTEST_KMH}公里。", signs.impossible_travel),
    _Sign("at_once", 10, "{}条记录是同一人在10分钟内连续填报的（每10分钟5条以上）。", signs.at_once),
    _Sign("typed_at_once", 10, f"{{}}条记录是在10分钟内一次录入或导入的，占全部记录的{signs.TYPED_SHARE}%以上。", signs.typed_at_once),
    _Sign("far", 10, f"{{}}条记录的定位离企业坐标超过{signs.FAR_M}米（已扣除定位误差）。", signs.far_away),
    _Sign("last_day", 10, "{}条记录集中在排查截止当天或以后填报，超过全部记录的一半。", signs.last_day),
    _Sign("backfilled", 5, "{}条记录是补录（迟于排查日期3天以上填报）。", signs.backfilled),
    _Sign("nobody", 10, "{}条记录的检查人员姓名像是随手填的。", signs.by_nobody),
)  # fmt: skip
NO_NIGHT, STREAK, INCONSISTENT = 10, 5, 20


def reasons(facts: CountyFacts) -> list[Reason]:
    """What lost points, the heaviest first; equal ones by code."""
    found = [_of_visits(sign, facts) for sign in _OF_VISITS]
    found += [_of_nights(facts), _of_streak(facts), _of_rechecks(facts)]
    present = [reason for reason in found if reason is not None]
    return sorted(present, key=lambda reason: (-reason.weight, reason.code))


def score(facts: CountyFacts) -> int:
    """100 less what the reasons lose, never below 0."""
    return max(0, 100 - sum(reason.weight for reason in reasons(facts)))


def lost(weight: int, count: int, due: int) -> int:
    """Points that ``count`` of ``due`` lose: at least one for any, all from FULL_SHARE per cent on."""
    full = max(1, due) * FULL_SHARE
    return min(weight, ceil(weight * count * 100 / full)) if count else 0


def _of_visits(sign: _Sign, facts: CountyFacts) -> Reason | None:
    numbers = tuple(sorted(sign.find(facts)))
    if not numbers:
        return None
    weight = lost(sign.weight, len(numbers), facts.due)
    return Reason(sign.code, sign.sentence.format(len(numbers)), len(numbers), weight, numbers)


def _of_nights(facts: CountyFacts) -> Reason | None:
    names = sorted(facts.nightless)
    if not names:
        return None
    sentence = f"{len(names)}家须夜查的企业本月没有夜查：{named(names)}。"
    return Reason("no_night", sentence, len(names), lost(NO_NIGHT, len(names), facts.due))


def _of_streak(facts: CountyFacts) -> Reason | None:
    if facts.normal_months < signs.STREAK_MONTHS:
        return None
    sentence = f"连续{facts.normal_months}个月全部任务都填“正常”，没有发现任何问题。"
    return Reason("streak", sentence, facts.normal_months, STREAK)


def _of_rechecks(facts: CountyFacts) -> Reason | None:
    """A record that the re-check contradicts weighs in full: one in a drawn sample stands for twenty that were not."""
    names = sorted(facts.inconsistent)
    if not names:
        return None
    sentence = f"随机抽查有{len(names)}项与记录不一致：{named(names)}。"
    return Reason("recheck", sentence, len(names), INCONSISTENT)
