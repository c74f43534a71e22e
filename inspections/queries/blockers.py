"""What still keeps a month from being closed, in sentences."""

from collections import defaultdict
from datetime import date

from django.utils.timezone import localdate

from capacity_portal.lib import months
from inspections.choices import ReturnState
from inspections.models import MonthlyReturn, Round
from inspections.queries.rechecks import rechecks_missing
from inspections.queries.return_differences import differences
from inspections.queries.standings import wrong_standings
from inspections.queries.territory import NOWHERE, county_names, prefecture
from inspections.queries.uncovered import unexplained_of

_NAMED = 3
_WORDS = {
    ReturnState.DRAFT: "还在编制",
    ReturnState.SUBMITTED: "已报送，待审核",
    ReturnState.SENT_BACK: "已退回，尚未重新报送",
}


def closing_blockers(round_: Round, today: date | None = None) -> list[str]:
    """Sentences, the month's end first, then by county, then re-checks and proof; empty when the month may be closed."""
    today = today or localdate()
    last = months.last_day(round_.period)
    early = [f"{months.label(round_.period)}还没有结束，{last}以后才能关账。"] if today <= last else []
    names = county_names(round_.period)
    counties = [*_unexplained(round_, names), *_unaccepted(round_, names), *_outdated(round_, names)]
    return [*early, *counties, *rechecks_missing(round_), *_unproven(round_)]


def _unproven(round_: Round) -> list[str]:
    """A month is not closed upon standings that the records do not bear out."""
    wrong = len(wrong_standings(round_))
    return [f"排查情况与记录不符{wrong}项，请联系管理员核对。"] if wrong else []


def _unexplained(round_: Round, names: dict[str, str]) -> list[str]:
    by_county: dict[str, list[str]] = defaultdict(list)
    rows = (
        unexplained_of(round_)
        .order_by("county_code", "id")
        .values_list("county_code", "region_code", "title")
    )
    home, strangers = prefecture(), 0
    for county, region, title in rows.iterator(chunk_size=2_000):
        if home is None or region.startswith(home.code):
            by_county[county].append(title)
        else:
            strangers += 1
    outside = [f"本市以外还有{strangers}项未排查，也没有说明原因。"] if strangers else []
    return outside + [
        f"{names.get(county, '') or county or NOWHERE}还有{len(titles)}项未排查，也没有说明原因："
        f"{'、'.join(titles[:_NAMED])}{'等' if len(titles) > _NAMED else ''}。"
        for county, titles in by_county.items()
    ]


def _unaccepted(round_: Round, names: dict[str, str]) -> list[str]:
    rows = MonthlyReturn.objects.filter(period=round_.period).values_list("region_code", "state")
    states = dict(rows)
    return [
        f"{name}的监管月报{_WORDS.get(states.get(code), '还没有编制')}，审核通过后才能关账。"
        for code, name in names.items()
        if states.get(code) != ReturnState.ACCEPTED
    ]


def _outdated(round_: Round, names: dict[str, str]) -> list[str]:
    """What a county signed, and the office accepted, must still be what the month says when it is frozen."""
    accepted = MonthlyReturn.objects.filter(period=round_.period, state=ReturnState.ACCEPTED)
    return [
        f"{names.get(code) or code}的监管月报签报后数字有变：{'，'.join(words)}。请退回，由县（市、区）核对后重新签报。"
        for code, words in differences(round_, accepted.order_by("region_code")).items()
    ]
