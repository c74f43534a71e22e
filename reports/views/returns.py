"""Documents sent to one's unit, the page of one of them, and the files of what was done about it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import choice_param, keyset_page, text_param
from capacity_portal.lib.stored_files import served
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES, NoticeState, ReturnState
from reports.forms.returns import ReturnFilterForm
from reports.models import Notice, NoticeReturn, Recipient, RecipientFile
from reports.queries.collected import number_of
from reports.queries.my_documents import ORDERS, Question, asked_for, states_for
from reports.queries.scope import (
    answerable_by,
    notices_visible_to,
    oversees,
    recipients_visible_to,
    return_files_visible_to,
)
from reports.queries.sending import due_of, standing_of, written_of
from reports.rules.return_figures import told
from reports.rules.return_workflow import EDITABLE
from reports.rules.sending import ACTS, CASCADE, MEET, RECEIVE, RETURN, TASK, Standing, lateness

PAGE_SIZE = 50
_FIELDS = {CASCADE: ("cascaded", "cascade"), MEET: ("met", "meeting"), TASK: ("tasked", "tasks")}


@dataclass(frozen=True)
class Done:
    """One act on the page of an addressee."""

    act: str
    label: str
    is_owed: bool
    day: object
    who: str
    words: str
    files: list
    url: str
    backfilled_at: object


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
def returns(request: HttpRequest) -> HttpResponse:
    """Documents to the officer's own unit; for the office what its addressees sent back."""
    states, today = states_for(request.user), timezone.localdate()
    default = next(iter(states))
    question = Question(
        choice_param(request.GET, "state", states, default=default),
        text_param(request.GET, "text", longest=60),
    )
    rows = asked_for(request.user, question, today)
    scope = f"{question.state}|{question.text}"
    page = keyset_page(
        rows,
        ORDERS.named(""),
        cursor=text_param(request.GET, "cursor", longest=2_000),
        size=PAGE_SIZE,
        scope=scope,
    )
    parameters = {"state": question.state, "text": question.text}
    context = {
        "rows": [_line(row, today) for row in page.rows],
        "form": ReturnFilterForm(parameters, choices=list(states.items()), auto_id="filter-%s"),
        "is_office": request.user.may(Permission.DRAFT_DOCUMENTS),
        "state_label": states[question.state],
        "is_default": question == Question(default),
        **pager(page, parameters, "份"),
    }
    return render(request, "reports/returns.html", context)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def recipient_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One addressee: the document, what was asked, what was done, the written return."""
    recipient = recipient_of(request, pk)
    today, standing, written = timezone.localdate(), standing_of(recipient), written_of(recipient)
    is_own = answerable_by(request.user).filter(pk=pk).exists()
    shown = written if is_own else _handed_in(written)
    is_open = recipient.notice.state == NoticeState.ISSUED
    files = list(return_files_visible_to(request.user).filter(recipient=recipient).order_by("id"))
    context = {
        "recipient": recipient, "notice": recipient.notice, "number": number_of(recipient.notice), "today": today,
        "standing": standing, "late": lateness(standing, today, work_calendar()), "is_overdue": standing.is_overdue(today),
        "due": due_of(recipient), "acts": _acts(recipient, standing, files, is_own and is_open),
        "written": shown, "is_own": is_own, "ended": _ended(recipient.notice, request.user),
        "figures": told(recipient.notice.figures_wanted, shown.figures) if shown else [],
        "attachments": [file for file in files if file.purpose == "return"],
        "steps": _steps(recipient, written, request.user, is_own) if is_open else [],
        "may_remove": is_own and is_open and written is not None and written.state in EDITABLE,
        "crumbs": [("反馈", reverse("reports:returns")), (recipient.name, "")],
    }  # fmt: skip
    return render(request, "reports/recipient.html", context)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def recipient_file(request: HttpRequest, uuid) -> HttpResponse:
    """A proof or attachment under the type found when it came in; one that waits for its form is its sender's alone."""
    record = return_files_visible_to(request.user).filter(uuid=uuid).first()
    if record is None:
        mine = RecipientFile.objects.filter(
            recipient__in=recipients_visible_to(request.user), removed_at=None
        )
        record = get_object_or_404(mine, uuid=uuid, uploaded_by=request.user)
    return served(request, record.file, content_type=record.content_type, name=record.name)


def recipient_of(request: HttpRequest, pk: int) -> Recipient:
    """An addressee the officer sees, with document and return. Raises Http404."""
    rows = recipients_visible_to(request.user).select_related(
        "notice", "written_return__submitted_by", "written_return__accepted_by", "region", "department",
        "received_by", "cascaded_by", "met_by", "tasked_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _ended(notice: Notice, officer) -> dict | None:
    """What is said of a document that does not apply any more; the one in its place is named to who may see it."""
    if notice.state not in {NoticeState.REPLACED, NoticeState.WITHDRAWN}:
        return None
    other = notices_visible_to(officer).filter(pk=notice.replaced_by_id, state__in=OUT_STATES).first()
    number = f"{number_of(other)}“{other.title}”" if other else "新文件"
    said = f"由{number}代替，请以新文件为准" if notice.state == NoticeState.REPLACED else "已废止，不再执行"
    return {
        "title": f"这份文件{notice.get_state_display()}",
        "text": f"{timezone.localdate(notice.ended_at):%Y-%m-%d}起{said}。理由：{notice.ended_reason}",
        "url": reverse("reports:notice", args=[other.pk]) if other else "",
    }


def _handed_in(written: NoticeReturn | None) -> NoticeReturn | None:
    """What others than its unit see, the county around it too: nothing before the first submission."""
    return written if written is not None and written.first_submitted_at is not None else None


def _line(row: Recipient, today) -> dict:
    standing = standing_of(row)
    missing = "、".join(ACTS[act] for act in standing.missing)
    return {
        "recipient": row,
        "missing": missing,
        "due": standing.due,
        "is_overdue": standing.is_overdue(today),
        "written": written_of(row),
    }


def _acts(recipient: Recipient, standing: Standing, files: list[RecipientFile], may_act: bool) -> list[Done]:
    """Every act that is owed or was done, with its button for whoever may."""
    acts, written = [], written_of(recipient)
    is_accepted = written is not None and written.state == ReturnState.ACCEPTED
    for act, label in ACTS.items():
        if act == RETURN or not (
            act in standing.owed or act in standing.done or (may_act and act != RECEIVE)
        ):
            continue
        day, who, words = _told(recipient, act, standing)
        proof = [file for file in files if act in _FIELDS and file.purpose == _FIELDS[act][1]]
        is_settled = day is not None and (act == RECEIVE or is_accepted)
        is_offered = (
            may_act
            and not is_settled
            and (act == RECEIVE or RECEIVE in standing.done or not recipient.notice.wants_receipt)
        )
        url = reverse("reports:recipient-act", args=[recipient.pk, act]) if is_offered else ""
        late = getattr(recipient, f"{_FIELDS[act][0]}_at") if act in standing.backfilled else None
        acts.append(Done(act, label, act in standing.owed, day, who, words, proof, url, late))
    return acts


def _told(recipient: Recipient, act: str, standing: Standing):
    stem = "received" if act == RECEIVE else _FIELDS[act][0]
    by = getattr(recipient, f"{stem}_by")
    return standing.done.get(act), by.name if by else "", getattr(recipient, f"{stem}_text", "")


def _steps(
    recipient: Recipient, written: NoticeReturn | None, officer, is_own: bool
) -> list[tuple[str, str, str]]:
    """Buttons of the written return: (label, address, kind)."""
    steps: list[tuple[str, str, str]] = []
    state = written.state if written else None
    is_ready = recipient.received_at is not None or not recipient.notice.wants_receipt
    if (
        is_own
        and is_ready
        and recipient.notice.wants_return
        and not recipient.is_copy
        and (state is None or state in EDITABLE)
    ):
        steps.append(("填写书面反馈", "write", "secondary" if state == ReturnState.DRAFT else "primary"))
        if written is not None:
            steps.append(("报送", "submit", "primary" if state == ReturnState.DRAFT else "secondary"))
    if oversees(officer, recipient.notice):
        steps += [("通过", "accept", "primary")] if state == ReturnState.SUBMITTED else []
        steps += (
            [("退回修改", "send-back", "secondary")]
            if state in {ReturnState.SUBMITTED, ReturnState.ACCEPTED}
            else []
        )
        steps += (
            [("延长期限", "extend", "secondary")]
            if due_of(recipient) and standing_of(recipient).missing and not (written and written.is_late)
            else []
        )
    return [
        (label, reverse("reports:recipient-act", args=[recipient.pk, step]), kind)
        for label, step, kind in steps
    ]
