"""Addressees with the day that counts and what they have done, for the matrix, the desks and the summary."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from reports.choices import NoticeState, ReturnState
from reports.models import Notice, NoticeReturn, Recipient
from reports.rules.sending import CASCADE, MEET, RECEIVE, RETURN, TASK, Standing, owed

WANTED = {
    RECEIVE: "wants_receipt", CASCADE: "wants_cascade", MEET: "wants_meeting", TASK: "wants_tasks", RETURN: "wants_return",
}  # fmt: skip
_IN = [ReturnState.SUBMITTED, ReturnState.ACCEPTED]


def with_due(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """``due``: the day that counts, the document's own or the one it was put off to; None where none is set."""
    return recipients.annotate(due=Coalesce("due_on", "notice__due_on"))


def due_of(recipient: Recipient) -> date | None:
    return recipient.due_on or recipient.notice.due_on


def acts_wanted(notice: Notice) -> dict[str, bool]:
    return {act: getattr(notice, field) for act, field in WANTED.items()}


def written_of(recipient: Recipient) -> NoticeReturn | None:
    """The written return, None before it was begun (asks nothing where it was selected along)."""
    return getattr(recipient, "written_return", None)


def standing_of(recipient: Recipient) -> Standing:
    """What the addressee owes and has done; asks nothing when ``notice`` and ``written_return`` were selected along.

    A written return counts from its first submission; one that was sent back is missing again until it is submitted anew.
    """
    written = written_of(recipient)
    days = {
        RECEIVE: recipient.received_at and localdate(recipient.received_at),
        CASCADE: recipient.cascaded_on,
        MEET: recipient.met_on,
        TASK: recipient.tasked_on,
        RETURN: localdate(written.first_submitted_at) if written and written.state in _IN else None,
    }
    wanted, due = owed(acts_wanted(recipient.notice), is_copy=recipient.is_copy), _due_counted(recipient)
    put_down = {CASCADE: recipient.cascaded_at, MEET: recipient.met_at, TASK: recipient.tasked_at}
    backfilled = {
        act for act, at in put_down.items() if due and at and days[act] and days[act] <= due < localdate(at)
    }
    return Standing(wanted, {act: day for act, day in days.items() if day}, due, frozenset(backfilled))


def _due_counted(recipient: Recipient) -> date | None:
    """The day lateness counts from: a return that came late stays late, whatever was put off after it."""
    due, written = due_of(recipient), written_of(recipient)
    if due and written and written.is_late and localdate(written.first_submitted_at) <= due:
        return recipient.notice.due_on or due
    return due


def in_force(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Addressees of documents that still hold (neither replaced nor withdrawn)."""
    return recipients.filter(notice__state=NoticeState.ISSUED)


def owing_receipt(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return in_force(recipients).filter(received_at=None, notice__wants_receipt=True)


def owing_more(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """主送 that still owe something besides the receipt."""
    came = NoticeReturn.objects.filter(recipient=OuterRef("pk"), state__in=_IN)
    missing = (
        Q(notice__wants_cascade=True, cascaded_on=None)
        | Q(notice__wants_meeting=True, met_on=None)
        | Q(notice__wants_tasks=True, tasked_on=None)
        | Q(~Exists(came), notice__wants_return=True)
    )
    return in_force(recipients).filter(missing, is_copy=False)


def overdue(recipients: QuerySet[Recipient], today: date) -> QuerySet[Recipient]:
    """Those whose day has passed and who still owe something, the receipt included."""
    late = with_due(recipients).filter(due__lt=today)
    return late.filter(Q(pk__in=owing_more(late).values("pk")) | Q(pk__in=owing_receipt(late).values("pk")))
