"""What an evidence pack lacks: the checklist against its counts, and what documents, months and counties still owe."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from capacity_portal.lib import months
from capacity_portal.organization.queries import counties_of, region_names
from inspections.models import Round
from reports.models import Preparation, SuperiorInspection
from reports.queries import pack_scope
from reports.queries.notices import LARGE
from reports.queries.pack_scope import PackScope
from reports.queries.sending import standing_of
from reports.rules import pack_gaps as told
from reports.rules.pack_checklist import Entry
from reports.rules.sending import ACTS


def gaps(
    scope: PackScope, entries: Sequence[Entry], counts: Mapping[str, int], missing: Sequence[str],
    inspection: SuperiorInspection | None, today: date,
) -> list[str]:  # fmt: skip
    """The sentences, those of the checklist first; ``counts``: pieces there are by kind, also those not put in; ``missing``: what was wanted and could not be put in."""
    kinds = {entry.kind for entry in entries}
    others = told.tips_of_others(pack_scope.tips_of_others(scope)) if "tips" in kinds else {}
    found = told.missing_kinds(entries, counts, others)
    if "monthly" in kinds:
        found += _months(scope, today)
    if "notices" in kinds:
        found += _owed(scope)
    if inspection is not None:
        found += _unprepared(scope, inspection)
    return told.cut([*found, *missing])


def _months(scope: PackScope, today: date) -> list[str]:
    """Months that are over, county by county."""
    last = min(months.month_of(scope.until), months.previous_month(months.month_of(today)))
    wanted = [month for month in months.span(months.month_of(scope.since), last) if month <= last]
    opened = set(Round.objects.filter(period__in=wanted).values_list("period", flat=True))
    given: dict[str, set[int]] = {}
    for county, month in pack_scope.monthly(scope).values_list("region_code", "period"):
        given.setdefault(county, set()).add(month)
    counties = counties_of(scope.region_code, today)
    return told.missing_months(
        wanted, opened, {county.name: given.get(county.code, set()) for county in counties}
    )


def _owed(scope: PackScope) -> Iterator[str]:
    """Acts that issued documents ask for and their addressees have not done."""
    rows = pack_scope.recipients(scope).select_related("notice", "written_return")
    rows = rows.defer(
        *(f"notice__{name}" for name in LARGE), "written_return__text", "written_return__figures"
    )
    lacking: dict[tuple[int, str], list[str]] = {}
    titles: dict[int, str] = {}
    for row in rows.iterator(500):
        titles[row.notice_id] = row.notice.title
        for act in standing_of(row).missing:
            lacking.setdefault((row.notice_id, act), []).append(row.name)
    return (
        told.not_done(titles[notice], f"未{ACTS[act]}", names) for (notice, act), names in lacking.items()
    )


def _unprepared(scope: PackScope, inspection: SuperiorInspection) -> list[str]:
    rows = scope.within(Preparation.objects.filter(inspection=inspection, reported_at=None))
    codes = list(rows.order_by("region_code").values_list("region_code", flat=True))
    names = region_names(codes)
    return [f"{names.get(code, code)}没有填报迎检准备情况。" for code in codes]
