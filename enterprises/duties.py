"""What the ledger puts on the desk. Counts stop at 1,000; each duty leads to the list it counts."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from capacity_portal.imports.queries import unfinished
from capacity_portal.lib.pages import BoundedCount, bounded_count
from capacity_portal.organization.models import Threshold
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.choices import LinkDecision
from enterprises.queries import ledger, links_visible_to
from enterprises.registries import Duty
from enterprises.rules import confirmation
from enterprises.rules.filters import LedgerFilters, as_parameters

LICENCE_THRESHOLD = "licence-expiry-days"
LICENCE_DEFAULT_DAYS = 60


def register() -> None:
    for source in (unconfirmed, undecided_links, unsupervised, lapsing_licences, unfinished_imports):
        registries.register_duty(source)


def unconfirmed(officer, today: date) -> Iterable[Duty]:
    """Files not confirmed for longer than the office allows (定期更新)."""
    if not officer.may(Permission.CONFIRM_FILES):
        return
    days = Threshold.objects.value_of(confirmation.THRESHOLD, confirmation.DEFAULT_DAYS)
    good = confirmation.last_good_day(today, days)
    filters = LedgerFilters(confirmed_before=good)
    rows = ledger(officer, filters)
    found = bounded_count(rows.rows)
    if found.n:
        oldest = rows.rows.order_by(*rows.order.columns).values_list("confirmed_at", flat=True)[0]
        late = confirmation.days_overdue(localdate(oldest), today, days)
        yield _overdue(f"超过 {days} 天未确认的档案", filters, found, "份", f"最久的逾期{late}天")


def undecided_links(officer, today: date) -> Iterable[Duty]:
    """Pairs that wait for the prefecture."""
    if not officer.may(Permission.DECIDE_LINKS):
        return
    found = bounded_count(links_visible_to(officer).filter(decision=LinkDecision.PENDING))
    if found.n:
        yield Duty(
            title="待核对的疑似关联企业",
            url=reverse("enterprises:links"),
            count=found.label,
            unit="对",
            detail="异地转移、复产或重复建档",
            state_label="待核对",
            state_kind="warn",
        )


def unsupervised(officer, today: date) -> Iterable[Duty]:
    """Files without a named person (谁主管、谁负责)."""
    if not officer.may(Permission.ASSIGN_SUPERVISION):
        return
    filters = LedgerFilters(unsupervised=True)
    found = bounded_count(ledger(officer, filters).rows)
    if found.n:
        yield Duty(
            title="没有明确监管人员的企业",
            url=_list(filters),
            count=found.label,
            unit="家",
            state_label="待指定",
            state_kind="warn",
        )


def lapsing_licences(officer, today: date) -> Iterable[Duty]:
    """Licences that have expired or will soon."""
    if not officer.may(Permission.EDIT_LEDGER):
        return
    days = Threshold.objects.value_of(LICENCE_THRESHOLD, LICENCE_DEFAULT_DAYS)
    filters = LedgerFilters(licence_before=today + timedelta(days=max(0, min(days, 3_650))))
    found = bounded_count(ledger(officer, filters).rows)
    if found.n:
        yield Duty(
            title=f"证照已过期或 {days} 天内到期的企业",
            url=_list(filters),
            count=found.label,
            unit="家",
            state_label="待核对",
            state_kind="warn",
        )


def unfinished_imports(officer, today: date) -> Iterable[Duty]:
    """Sheets that were uploaded but neither stored nor given up."""
    waiting = list(unfinished(officer)[:1_000])
    if waiting:
        newest = waiting[0]
        yield Duty(
            title="上传后还没有入库的表格",
            url=reverse("imports:detail", args=[newest.pk]),
            count=str(len(waiting)),
            unit="份",
            detail=f"最近一份：{newest.file_name}，7 天内不入库即清理",
            state_label=newest.get_state_display(),
            state_kind="warn",
        )


def _overdue(title: str, filters: LedgerFilters, found: BoundedCount, unit: str, late: str) -> Duty:
    return Duty(
        title=title,
        url=_list(filters),
        count=found.label,
        unit=unit,
        detail="逐份核对，没有变化的可一次确认",
        state_label="已逾期",
        state_kind="bad",
        due_label=late,
        is_overdue=True,
    )


def _list(filters: LedgerFilters) -> str:
    return f"{reverse('enterprises:ledger')}?{urlencode(as_parameters(filters))}"
