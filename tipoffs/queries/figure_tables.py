"""The figures of a period as tables: the page links each number to its list, the sheet and the print write the same cells."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from capacity_portal.lib.territory import county_of
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of, work_calendar
from tipoffs.choices import Channel, RewardState, TipKind
from tipoffs.models import Tip, TipEvent
from tipoffs.queries.figures import OUTCOMES, came, is_whole, numbers_of, rows_of
from tipoffs.queries.objections import opinion_of
from tipoffs.queries.rewards import rewards_visible_to
from tipoffs.queries.scope import is_office
from tipoffs.rules import figures
from tipoffs.rules.figures import Cell, Period, Rate, Table
from tipoffs.rules.rewards import yuan

NOWHERE = "none"
_WITHIN = {"channel": "channel", "kind": "kind"}


def tables_of(officer, period: Period, today: date) -> list[Table]:
    """Every table of the period; some thirty queries, however many tips."""
    found = [numbers(officer, period), in_time(officer, period)]
    if is_whole(officer):
        found.append(_grouped("channel", "按来源", Channel.choices, officer, period))
    found.append(_grouped("kind", "按举报类型", TipKind.choices, officer, period))
    if is_whole(officer):
        found.append(by_county(officer, period, today))
    found += [standing_times(officer, period), opinion(officer, period)]
    return [*found, rewards(officer, period)] if is_office(officer) else found


def numbers(officer, period: Period) -> Table:
    """One line a number, 0 too: "本月收到举报0件" is a statement."""
    lines = [(Cell(label), _counted(name, officer, period)) for name, label in numbers_of(officer).items()]
    return Table("numbers", f"{period.label}总数", ("项目", "件数"), tuple(lines))


def _counted(name: str, officer, period: Period) -> Cell:
    return Cell(rows_of(name, officer, period).count(), f"what={name}")


def in_time(officer, period: Period) -> Table:
    """On-time rates with numerator and denominator."""
    lines = []
    for label, part in (("按期交办", "handover"), ("按期反馈核查结果", "result")):
        if part == "handover" and not is_whole(officer):
            continue
        done, due = (_counted(f"{part}_{name}", officer, period) for name in ("in_time", "due"))
        lines.append((Cell(label), done, due, Cell(Rate(int(done.value), int(due.value)).share)))
    return Table(
        "in_time",
        "按期率",
        ("项目", "按期件数", "应办件数", "按期率"),
        tuple(lines),
        "应办：期限在本期内的；已到期没有办的计入应办。",
    )


def _grouped(field: str, title: str, choices: Iterable[tuple[str, str]], officer, period: Period) -> Table:
    counts = _counts(field, officer, period)
    return _breakdown(field, title, [(value, label, [value]) for value, label in choices], counts)


def _counts(field: str, officer, period: Period) -> dict[str, dict]:
    """Value of ``field`` -> name of the outcome -> count."""
    found: dict[str, dict] = {}
    for name in OUTCOMES:
        rows = rows_of(name, officer, period).order_by()
        for value, count in rows.values_list(field).annotate(Count("id")):
            found.setdefault(value, {})[name] = count
    return found


def _breakdown(by: str, title: str, groups: Iterable[tuple[str, str, list]], counts: dict) -> Table:
    lines = []
    for value, label, keys in groups:
        cells = [
            Cell(sum(counts.get(key, {}).get(name, 0) for key in keys), f"what={name}&by={by}&value={value}")
            for name in OUTCOMES
        ]
        lines.append((Cell(label), *cells))
    return Table(by, f"{title}（本期收到的）", (title.removeprefix("按"), *OUTCOMES.values()), tuple(lines))


def by_county(officer, period: Period, today: date) -> Table:
    """Every county, zeros too, and what could not be placed in one."""
    counts = _counts("place__code", officer, period)
    counties = list(counties_of(officer.region_code, today))
    known = {county.code for county in counties}
    groups = [
        (county.code, county.name, [code for code in counts if code and county_of(code) == county.code])
        for county in counties
    ]
    rest = [code for code in counts if not code or county_of(code) not in known]
    return _breakdown("county", "按地区", [*groups, (NOWHERE, "未定位到县", rest)], counts)


def in_group(rows: QuerySet[Tip], by: str, value: str, officer, today: date) -> QuerySet[Tip] | None:
    """``rows`` of one line of a breakdown; None for a group that does not exist, or tells a unit how and where tips came in."""
    if by != "kind" and not is_office(officer):
        return None
    if by in _WITHIN:
        return rows.filter(**{_WITHIN[by]: value})
    if by != "county":
        return None
    codes = [county.code for county in counties_of(officer.region_code, today)]
    if value not in [*codes, NOWHERE]:
        return None
    places = Region.objects.filter(pk__in=rows.exclude(place=None).values("place")).values_list("pk", "code")
    inside = {pk: county_of(code) for pk, code in places}
    if value == NOWHERE:
        return rows.exclude(place__in=[pk for pk, county in inside.items() if county in codes])
    return rows.filter(place__in=[pk for pk, county in inside.items() if county == value])


def standing_times(officer, period: Period) -> Table:
    """Median working days in each state, of the tips that came in during the period."""
    calendar, rows = work_calendar(), came(officer, period)
    begun = dict(rows.values_list("pk", "counted_on"))
    steps: dict[int, list[tuple[str, date]]] = {pk: [] for pk in begun}
    events = TipEvent.objects.filter(tip__in=rows.order_by().values("pk"))
    for tip, step, day in events.order_by("id").values_list("tip", "step", "on"):
        steps[tip].append((step, day))
    stays = [stay for pk, moments in steps.items() for stay in figures.stays(begun[pk], moments, calendar)]
    lines = [
        (Cell(stay.label), Cell(stay.count), Cell("—" if stay.median is None else f"{stay.median:g}"))
        for stay in figures.medians(stays)
    ]
    return Table(
        "times", "各环节用时（本期收到的）", ("状态", "经过件次", "用时中位数（工作日）"), tuple(lines)
    )


def opinion(officer, period: Period) -> Table:
    found = opinion_of(came(officer, period))
    average = "—" if found.average is None else f"{found.average:.1f}分"
    lines = [("评价件数", found.count), ("平均分（满分5分）", average)]
    lines += [(f"其中{score}分", count) for score, count in found.counts]
    lines += [("提出异议", found.objections), ("其中异议成立", found.upheld)]
    return Table(
        "opinion",
        "满意度和异议（本期收到的）",
        ("项目", "数量"),
        tuple((Cell(label), Cell(value)) for label, value in lines),
    )


def rewards(officer, period: Period) -> Table:
    """Rewards granted and paid during the period, with their sums."""
    rows = rewards_visible_to(officer)
    span = (period.first, period.last)
    lines = []
    for label, found in (
        ("提出", rows.filter(proposed_at__date__range=span)),
        ("审定给予", rows.filter(decided_at__date__range=span).exclude(state=RewardState.DENIED)),
        ("不予奖励", rows.filter(decided_at__date__range=span, state=RewardState.DENIED)),
        ("发放", rows.filter(paid_on__range=span)),
    ):
        fen = list(found.values_list("fen", flat=True))
        lines.append((Cell(label), Cell(len(fen)), Cell(yuan(sum(fen)))))
    return Table("rewards", "奖励", ("项目", "件数", "金额（元）"), tuple(lines))
