"""Signing in and out, as far as it is written down: the journal and the sessions' rows."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import F

from capacity_portal.organization import recorder
from capacity_portal.organization.models import Officer, OfficerSession
from capacity_portal.organization.queries import is_locked
from capacity_portal.organization.rules.session_limits import handle_of

_SIGNED_IN = "signed in"
"""Stands in the column of the browser: attempts of this kind are one row an account."""


@transaction.atomic
def record_sign_in(*, by: Officer, at: datetime, address: str | None) -> None:
    """Write down a successful sign-in."""
    _event(by, "sign_in", by=by, at=at, note=_from(address))


@transaction.atomic
def record_failed_sign_in(*, officer: Officer | None, at: datetime, address: str | None, locks: bool) -> None:
    """Write down a failure. The typed name of an unknown account is left out: people type passwords there."""
    step = "sign_in_locked" if locks else "sign_in_failed"
    note = _from(address) if officer else f"用户名不存在。{_from(address)}"
    _event(officer, step, by=None, at=at, note=note)


@transaction.atomic
def count_wrong_password(*, by: Officer, at: datetime) -> bool:
    """A wrong password typed while signed in counts for the account like one at the door; True when it locks the account."""
    Officer.objects.select_for_update().get(pk=by.pk)
    mine = AccessAttempt.objects.filter(username=by.username, user_agent=_SIGNED_IN)
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    mine.filter(attempt_time__lt=since).delete()
    if not mine.update(failures_since_start=F("failures_since_start") + 1, attempt_time=at):
        AccessAttempt.objects.create(username=by.username, user_agent=_SIGNED_IN, failures_since_start=1)
        mine.update(attempt_time=at)
    locks = is_locked(by, at)
    _event(by, "sign_in_locked" if locks else "sign_in_failed", by=by, at=at, note="签名时密码不正确")
    return locks


@transaction.atomic
def forget_wrong_passwords(*, by: Officer) -> None:
    """The right one was typed: what ``count_wrong_password`` counted is over. Failures at the door stay, they may be others'."""
    AccessAttempt.objects.filter(username=by.username, user_agent=_SIGNED_IN).delete()


@transaction.atomic
def record_sign_out(*, by: Officer, at: datetime) -> None:
    _event(by, "sign_out", by=by, at=at)


@transaction.atomic
def end_session(*, officer: Officer, handle: str, by: Officer, at: datetime) -> bool:
    """End the session of ``officer`` with this handle (``rules.session_limits``); False when it is over already."""
    for session in OfficerSession.objects.filter(officer=officer):
        if handle_of(session.session_key) == handle:
            session.delete()
            _event(officer, "end_session", by=by, at=at, note=_from(session.address))
            return True
    return False


@transaction.atomic
def sign_out_everywhere(*, by: Officer, at: datetime, but: str | None = None) -> int:
    """End all sessions of ``by`` except the one with the key ``but``; returns how many."""
    count = end_sessions(by, but=but)
    _event(by, "sign_out_everywhere", by=by, at=at, note=f"共 {count} 个会话")
    return count


def end_sessions(officer: Officer, *, but: str | None = None) -> int:
    """Delete the session rows of ``officer`` except the one with the key ``but``. Inside another operation."""
    sessions = OfficerSession.objects.filter(officer=officer).exclude(session_key=but or "")
    count, _ = sessions.delete()
    return count


def _event(officer: Officer | None, step: str, *, by: Officer | None, at: datetime, note: str = "") -> None:
    recorder.record_event(
        subject="officer",
        subject_id=officer.pk if officer else 0,
        step=step,
        by=by,
        at=at,
        note=note,
        region_code=officer.region_code if officer else "",
    )


def _from(address: str | None) -> str:
    return f"来源地址 {address}" if address else ""
