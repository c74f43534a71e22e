"""What tips put on the desks of the office: to accept, to hand over, to answer, to close, given back; what is late, everywhere."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from tipoffs.choices import TipState
from tipoffs.models import Tip
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.offers import against_second
from tipoffs.queries.queue import narrowed
from tipoffs.queries.scope import dismissals_visible_to, is_office
from tipoffs.rules.clocks import standing
from tipoffs.rules.queue_filters import QueueFilters, as_parameters


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (overdue, due_soon, of_handler, replied, returned, escalated, dismissals):
        registries.register_duty(source)


def overdue(officer, today: date) -> Iterable[Duty]:
    """Everything late in the prefecture, whoever has it in hand."""
    if is_office(officer):
        yield from _listed(
            officer, today, QueueFilters(overdue=True), "逾期的举报", "已逾期", "bad", is_overdue=True
        )


def due_soon(officer, today: date) -> Iterable[Duty]:
    """Early warning."""
    if officer.may(Permission.HANDLE_TIPOFFS):
        yield from _listed(officer, today, QueueFilters(soon=True), "期限将到的举报", "将到期", "warn")


def of_handler(officer, today: date) -> Iterable[Duty]:
    """What waits for the handlers in each of their states."""
    if not officer.may(Permission.HANDLE_TIPOFFS):
        return
    for state, title, label in (
        (TipState.RECEIVED, "待受理的举报", "待受理"),
        (TipState.ACCEPTED, "待交办的举报", "待交办"),
        (TipState.DEALT, "待答复举报人的举报", "待答复"),
        (TipState.ANSWERED, "已答复、待办结的举报", "待办结"),
    ):
        yield from _listed(officer, today, QueueFilters(state=state), title, label, "warn")


def replied(officer, today: date) -> Iterable[Duty]:
    """The reporter answered or gave further files, in whatever state the tip is."""
    if not officer.may(Permission.HANDLE_TIPOFFS):
        return
    filters = QueueFilters(replied=True)
    found = bounded_count(narrowed(officer, filters, today, work_calendar()))
    if found.n:
        yield Duty(
            "举报人有新的留言或材料",
            _url(filters),
            found.label,
            "件",
            "次日再次查看，或提问、答复后不再列出",
            "新留言",
            "warn",
        )


def returned(officer, today: date) -> Iterable[Duty]:
    """Given back by a unit, with a reason, once."""
    if officer.may(Permission.HANDLE_TIPOFFS):
        yield from _listed(officer, today, QueueFilters(returned=True), "承办单位退回的举报", "已退回", "bad")


def escalated(officer, today: date) -> Iterable[Duty]:
    """For the leader: what was handed up because it is late, to be supervised (督办)."""
    if not officer.may(Permission.DECIDE_TIPOFFS):
        return
    filters = QueueFilters(overdue=True, escalated=True)
    found = bounded_count(narrowed(officer, filters, today, work_calendar()))
    if found.n:
        yield Duty(
            "逾期上报、尚未督办的举报",
            _url(filters),
            found.label,
            "件",
            "可以督办，督办后承办单位能看到要求",
            "已上报",
            "bad",
            is_overdue=True,
        )


def dismissals(officer, today: date) -> Iterable[Duty]:
    """Proposed refusals that this officer may decide; those of his own unit wait for others."""
    rows = dismissals_visible_to(officer).select_related("refusal_proposed_by").order_by("due_on", "id")
    own = [tip for tip in rows[:200] if not against_second(tip, officer)]
    if own:
        yield _duty(
            "待复核的不受理", reverse("tipoffs:dismissals"), len(own), own[0], "待复核", "warn", today
        )


def _listed(
    officer,
    today: date,
    filters: QueueFilters,
    title: str,
    label: str,
    kind: str,
    *,
    is_overdue: bool = False,
) -> Iterable[Duty]:
    rows: QuerySet[Tip] = narrowed(officer, filters, today, work_calendar())
    found = bounded_count(rows)
    if found.n:
        first = rows.order_by("due_on", "id")[0]
        yield _duty(title, _url(filters), found.label, first, label, kind, today, is_overdue=is_overdue)


def _duty(
    title: str, url: str, count: object, first: Tip, label: str, kind: str, today: date, *, is_overdue: bool = False
) -> Duty:  # fmt: skip
    """With the deadline of the most urgent one, but for those that only wait to be closed."""
    timed = first.state != TipState.ANSWERED
    words = standing(first.due_on, today, work_calendar(), clock_of(first.kind))[0] if timed else ""
    return Duty(
        title=title, url=url, count=count, unit="件", state_label=label, state_kind=kind,
        due_on=first.due_on if timed else None, due_label=words, is_overdue=is_overdue,
    )  # fmt: skip


def _url(filters: QueueFilters) -> str:
    return f"{reverse('tipoffs:queue')}?{urlencode(as_parameters(filters))}"
