"""What identities put on the desk: no key, a holder who is gone; openings to approve, to join, to carry out; for the auditor what was opened."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from capacity_portal.journal.models import Entry
from capacity_portal.lib.moments import beginning_of
from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from tipoffs.choices import OpeningState
from tipoffs.models import CustodyShare
from tipoffs.queries.custody import troubles
from tipoffs.queries.openings import openings_visible_to

_WEEK = timedelta(days=7)


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (key_troubles, to_approve, to_join, to_open, opened_lately, alerts):
        registries.register_duty(source)


def key_troubles(officer, today: date) -> Iterable[Duty]:
    """Without a key, or with a holder who cannot come, nobody can be named and nothing opened."""
    keeps = officer.may(Permission.KEEP_IDENTITIES)
    if keeps or officer.may(Permission.DECIDE_TIPOFFS):
        url = reverse("tipoffs:custody" if keeps else "tipoffs:openings")
        for sentence in troubles(today, officer.region_code):
            yield Duty("举报人身份保管密钥", url, detail=sentence, state_label="需处理", state_kind="bad")


def to_approve(officer, today: date) -> Iterable[Duty]:
    """For the leader."""
    if officer.may(Permission.DECIDE_TIPOFFS):
        yield from _duty("待审批的身份开启", _openings(officer, OpeningState.REQUESTED), "待审批")


def to_join(officer, today: date) -> Iterable[Duty]:
    """For the other custodian."""
    if officer.may(Permission.KEEP_IDENTITIES):
        held = CustodyShare.objects.filter(officer=officer).values("key")
        rows = _openings(officer, OpeningState.APPROVED).filter(custody__in=held)
        yield from _duty("待您输入口令确认的身份开启", rows, "待确认")


def to_open(officer, today: date) -> Iterable[Duty]:
    """For whoever asked: to open, and to end again."""
    if not officer.may(Permission.KEEP_IDENTITIES):
        return
    mine = openings_visible_to(officer).filter(requested_by=officer)
    for state, title, label in [
        (OpeningState.READY, "可以开启的身份信息", "待开启"),
        (OpeningState.OPEN, "已开启的身份信息，用完请结束", "已开启"),
    ]:
        yield from _duty(title, mine.filter(state=state), label)


def opened_lately(officer, today: date) -> Iterable[Duty]:
    """Reported to the auditor for a week."""
    if officer.may(Permission.AUDIT_OPENINGS):
        rows = openings_visible_to(officer).filter(opened_at__gte=beginning_of(today - _WEEK))
        if count := rows.count():
            yield Duty(
                "近7天开启的举报人身份",
                reverse("tipoffs:openings"),
                count,
                "次",
                state_label="请核查",
                state_kind="warn",
            )


def alerts(officer, today: date) -> Iterable[Duty]:
    """Who read much within an hour, for a week."""
    if officer.may(Permission.AUDIT_OPENINGS):
        rows = Entry.objects.filter(subject="tip_reading", step="alert", at__gte=beginning_of(today - _WEEK))
        if count := rows.count():
            yield Duty(
                "近7天的举报查阅提醒",
                reverse("tipoffs:reads"),
                count,
                "次",
                state_label="请核查",
                state_kind="bad",
            )


def _openings(officer, state: str):
    return openings_visible_to(officer).filter(state=state).exclude(requested_by=officer)


def _duty(title: str, rows, label: str) -> Iterable[Duty]:
    found = bounded_count(rows)
    if found.n:
        first = rows.order_by("requested_at").values_list("pk", flat=True)[0]
        url = reverse("tipoffs:opening", args=[first]) if found.n == 1 else reverse("tipoffs:openings")
        yield Duty(title, url, found.label, "件", "申请提出后24小时内有效", label, "warn")
