"""Whether what a county signed is still what its month says: the numbers frozen in a return beside those of now."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from inspections.choices import Coverage, VisitState
from inspections.models import Duty, Finding, MonthlyReturn, Round, Visit

_COMPARED = (("任务", "项"), ("已排查", "项"), ("排查记录", "条"), ("发现问题", "个"))
Numbers = tuple[int, int, int, int]
"""Duties in force, those covered, valid visits, findings found: of one county and month."""


def differences(round_: Round, returns: Iterable[MonthlyReturn]) -> dict[str, list[str]]:
    """For each signed return that no longer agrees: county code -> ``任务签报时12项、现在13项``. Three queries for all.

    A return without frozen figures has nothing to compare.
    """
    signed = {record.region_code: frozen(record.figures) for record in returns if record.figures}
    now = numbers(round_, signed) if signed else {}
    words = {code: _words(before, now.get(code, (0, 0, 0, 0))) for code, before in signed.items()}
    return {code: found for code, found in words.items() if found}


def frozen(figures: dict) -> Numbers:
    """The numbers a return was signed with (``queries.compiling``)."""
    total = figures["total"]
    return (
        total["in_force"],
        total["covered"],
        figures["visits"]["recorded"],
        figures["findings"]["total"],
    )


def numbers(round_: Round, codes: Iterable[str]) -> dict[str, Numbers]:
    """The same numbers as they are now, from the records themselves, of these counties."""
    here = {"period": round_.period, "county_code__in": [*codes]}
    listed = Duty.objects.in_force().filter(**here).order_by().values_list("county_code")
    stock = {
        code: (due, covered)
        for code, due, covered in listed.annotate(
            due=Count("id"), covered=Count("id", filter=Q(coverage=Coverage.COVERED))
        )
    }
    visits = _counted(Visit.objects.filter(state=VisitState.RECORDED, **here))
    findings = _counted(Finding.objects.filter(**here))
    return {
        code: (*stock.get(code, (0, 0)), visits.get(code, 0), findings.get(code, 0))
        for code in here["county_code__in"]
    }


def _counted(rows: QuerySet) -> dict[str, int]:
    return dict(rows.order_by().values_list("county_code").annotate(n=Count("id")))


def _words(before: Numbers, now: Numbers) -> list[str]:
    return [
        f"{name}签报时{then}{unit}、现在{today}{unit}"
        for (name, unit), then, today in zip(_COMPARED, before, now, strict=True)
        if then != today
    ]
