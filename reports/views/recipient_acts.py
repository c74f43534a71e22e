"""One page for each thing an addressee does with a document, and for what the office decides about its return."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.kept_uploads import Keep, keeps_files
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.returns import CommentForm, DoneForm, ExtendForm, NothingForm, ReturnForm
from reports.models import NoticeReturn, Recipient, RecipientFile
from reports.operations import receiving, returning
from reports.operations.extending import extend_due
from reports.operations.recipient_files import PURPOSES, keep_file, remove_file, waiting
from reports.queries.collected import number_of
from reports.queries.scope import answerable_by, oversees, returns_visible_to
from reports.queries.sending import due_of, written_of
from reports.rules.return_figures import wanted_figures
from reports.views.returns import recipient_of
from reports.views.sending_acting import Act, carry_out

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])
_OFFICE = frozenset({"accept", "send-back", "extend"})
_DOING = {
    "cascade": (receiving.cascade, "登记传达"),
    "meet": (receiving.meet, "登记会议"),
    "task": (receiving.task, "登记任务分解"),
}


def file_keeper(request: HttpRequest, pk: int) -> Keep | None:
    """For ``lib.kept_uploads``: files wait for the step of the address, for whoever may take it."""
    step = request.resolver_match.kwargs.get("step", "")
    if step not in PURPOSES or not answerable_by(request.user).filter(pk=pk).exists():
        return None
    recipient = recipient_of(request, pk)
    return lambda upload: (
        keep_file(recipient=recipient, step=step, upload=upload, by=request.user, at=timezone.now()).pk
    )


@_GET_POST
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
@keeps_files(file_keeper)
@once
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """The page of one step; whoever may not take it finds no such page."""
    recipient = recipient_of(request, pk)
    if step not in _STEPS or not _may(request, recipient, step):
        raise Http404
    found = _STEPS[step](request, recipient, step)
    for sentence in getattr(request, "file_errors", []):
        if request.method == "POST" and "file" in found.form.fields:
            found.form.add_error("file", sentence)
    return carry_out(request, found)


@_GET_POST
@requires(Permission.ANSWER_DOCUMENTS)
@cache_control(private=True, no_store=True)
@once
def remove(request: HttpRequest, uuid) -> HttpResponse:
    """Take a file off the addressee's page."""
    own = RecipientFile.objects.filter(recipient__in=answerable_by(request.user), removed_at=None)
    file = get_object_or_404(own.select_related("recipient__notice"), uuid=uuid)

    def save(form, version):
        return remove_file(file=file, by=request.user, at=timezone.now())

    form = NothingForm(request.POST if request.method == "POST" else None)
    page = _page(file.recipient, "移除文件") | {
        "lead": f"将移除“{file.name}”，移除会留痕。",
        "kind": "danger",
    }
    return carry_out(request, Act(form, save, 0, _url(file.recipient), "已移除。", page))


def _may(request: HttpRequest, recipient: Recipient, step: str) -> bool:
    if step in _OFFICE:
        return oversees(request.user, recipient.notice)
    return answerable_by(request.user).filter(pk=recipient.pk).exists()


def _receive(request: HttpRequest, recipient: Recipient, step: str) -> Act:
    def save(form, version):
        return receiving.receive(recipient=recipient, version=version, by=request.user, at=timezone.now())

    page = _page(recipient, "签收")
    return Act(NothingForm(_data(request)), save, recipient.version, _url(recipient), "已签收。", page)


def _done(request: HttpRequest, recipient: Recipient, step: str) -> Act:
    operation, heading = _DOING[step]
    stem = {"cascade": "cascaded", "meet": "met", "task": "tasked"}[step]

    def save(form, version):
        typed = form.cleaned_data
        return operation(
            recipient=recipient, version=version, on=typed["on"], text=typed["text"], files=form.kept_ids(), by=request.user, at=timezone.now()
        )  # fmt: skip

    initial = {
        "on": getattr(recipient, f"{stem}_on") or timezone.localdate(),
        "text": getattr(recipient, f"{stem}_text"),
    }
    form = DoneForm(
        _data(request, with_files=True),
        step=step,
        waiting=list(waiting(recipient, step, request.user)),
        initial=initial,
    )
    return Act(form, save, recipient.version, _url(recipient), f"已{heading}。", _page(recipient, heading))


def _write(request: HttpRequest, recipient: Recipient, step: str) -> Act:
    written, wanted = written_of(recipient), wanted_figures(recipient.notice.figures_wanted)

    def save(form, version):
        returning.save_return(
            recipient=recipient, version=version, text=form.cleaned_data["text"], figures=form.figures(), files=form.kept_ids(),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return (
            reverse("reports:recipient-act", args=[recipient.pk, "submit"])
            if "then" in request.POST
            else _url(recipient)
        )

    initial = {"text": written.text if written else ""} | {
        f"figure_{key}": value for key, value in (written.figures if written else {}).items()
    }
    form = ReturnForm(
        _data(request, with_files=True),
        wanted=wanted,
        waiting=list(waiting(recipient, step, request.user)),
        initial=initial,
    )
    page = _page(recipient, "填写书面反馈", "保存") | {"then": "保存并去报送"}
    return Act(form, save, recipient.version, _url(recipient), "已保存，还没有报送。", page)


def _submit(request: HttpRequest, recipient: Recipient, step: str) -> Act:
    written = _written(request, recipient)

    def save(form, version):
        return returning.submit_return(written=written, version=version, by=request.user, at=timezone.now())

    due, today = due_of(recipient), timezone.localdate()
    late = (
        ["反馈期限已过，报送后记为逾期，以首次报送的日期为准。"]
        if due and today > due and not written.first_submitted_at
        else []
    )
    page = _page(recipient, "报送书面反馈", "报送") | {
        "warnings": late,
        "lead": "报送后不能再改，由市办审核通过或退回。",
    }
    return Act(
        NothingForm(_data(request)), save, written.version, _url(recipient), "已报送，等待市办审核。", page
    )


def _decide(request: HttpRequest, recipient: Recipient, step: str) -> Act:
    written = _written(request, recipient)

    def save(form, version):
        if step == "accept":
            return returning.accept_return(
                written=written, version=version, by=request.user, at=timezone.now()
            )
        return returning.send_back_return(
            written=written,
            version=version,
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
        )

    heading, done = ("通过书面反馈", "已通过。") if step == "accept" else ("退回书面反馈", "已退回。")
    form = (NothingForm if step == "accept" else CommentForm)(_data(request))
    return Act(form, save, written.version, _url(recipient), done, _page(recipient, heading))


def _extend(request: HttpRequest, recipient: Recipient, step: str) -> Act:
    def save(form, version):
        typed = form.cleaned_data
        return extend_due(
            recipient=recipient,
            version=version,
            due_on=typed["due_on"],
            reason=typed["text"],
            by=request.user,
            at=timezone.now(),
        )

    page = _page(recipient, "延长期限")
    return Act(ExtendForm(_data(request)), save, recipient.version, _url(recipient), "已延长期限。", page)


_STEPS: dict[str, Callable[[HttpRequest, Recipient, str], Act]] = {
    "receive": _receive, "cascade": _done, "meet": _done, "task": _done, "write": _write, "submit": _submit,
    "accept": _decide, "send-back": _decide, "extend": _extend,
}  # fmt: skip


def _written(request: HttpRequest, recipient: Recipient) -> NoticeReturn:
    return get_object_or_404(
        returns_visible_to(request.user).select_related("recipient__notice"), recipient=recipient
    )


def _data(request: HttpRequest, *, with_files: bool = False):
    """What was typed, None for a GET; the files that were just kept are ticked."""
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    if with_files:
        typed.setlist("kept", list(dict.fromkeys([*typed.getlist("kept"), *map(str, request.kept_files)])))
    return typed


def _url(recipient: Recipient) -> str:
    return reverse("reports:return", args=[recipient.pk])


def _page(recipient: Recipient, heading: str, submit_label: str = "") -> dict:
    due = due_of(recipient)
    return {
        "heading": heading,
        "submit_label": submit_label or heading,
        "facts": [
            ("文件", f"{recipient.notice.title}（{number_of(recipient.notice)}）"), ("收文单位", recipient.name),
            ("反馈期限", due or "没有期限"),
        ],
        "crumbs": [("反馈", reverse("reports:returns")), (recipient.name, _url(recipient)), (heading, "")],
    }  # fmt: skip
