"""The editor: every button posts the whole form, nothing typed is lost, and a save that comes second shows both versions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import text_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import NoticeState
from reports.documents.comparing import compared
from reports.models import Notice
from reports.operations.door import NoticeChanged
from reports.operations.drafting import save_draft
from reports.operations.reading import log_read
from reports.rules.sheet_commands import carried_out
from reports.views.editor_state import EditorState, drawn, opened, typed
from reports.views.notice_of import crumbs, draft_of, may_edit

_CLOSED = {
    NoticeState.REVIEWING: "审核中，不能修改；可先撤回。",
    NoticeState.APPROVED: "已签发，不能修改；确需修改的，请负责人先撤销签发。",
}


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DRAFT_DOCUMENTS)
@repeatable("its version tells a repeat, and saving what is there writes nothing")
def notice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``do``: save, or a button of the sheet (see ``rules.sheet_commands``)."""
    notice = draft_of(request, pk)
    log_read(notice=notice, what="正文", by=request.user, at=timezone.now())
    if request.method != "POST":
        return (
            _page(request, notice, opened(notice))
            if may_edit(request.user, notice)
            else _closed(request, notice)
        )
    state = typed(request)
    command = text_param(request.POST, "do", longest=40) or "save"
    if command == "save":
        return _saved(request, notice, state)
    place = carried_out(command, state.blocks, state.attachments)
    return _page(request, notice, _unjudged(state), place=place or "", is_unsaved=True)


def _closed(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Back to the document, saying why it cannot be changed now."""
    why = _CLOSED.get(notice.state, f"文件{notice.get_state_display()}，不能修改。")
    messages.error(request, why)
    return redirect("reports:notice", pk=notice.pk)


def _saved(request: HttpRequest, notice: Notice, state: EditorState) -> HttpResponse:
    if not state.form.is_valid():
        return _page(request, notice, state, is_unsaved=True)
    typed_head = state.form.cleaned_data
    try:
        save_draft(
            notice=notice, version=state.version, content=state.content(), title=typed_head["title"], note=typed_head["remark"],
            by=request.user, at=timezone.now(), **state.form.settings(),
        )  # fmt: skip
    except NoticeChanged as changed:
        return _conflict(request, changed.current, state)
    except PermissionDenied:
        raise Http404 from None
    except (ValidationError, StepRefused) as refused:
        add_errors(state.form, refused)
        return _page(request, notice, state, is_unsaved=True)
    messages.success(request, "已保存。")
    return redirect(
        reverse("reports:notice-edit", args=[notice.pk])
        if "stay" in request.POST
        else reverse("reports:notice", args=[notice.pk])
    )


def _unjudged(state: EditorState) -> EditorState:
    """The head as typed, without messages: a button of the sheet asks for nothing."""
    form = state.form
    form.errors.clear()
    return state


def _conflict(request: HttpRequest, current: Notice, state: EditorState) -> HttpResponse:
    """Both versions side by side; what was typed stays in the form, to be saved over the other one's after looking."""
    mine = Notice(title=state.form.cleaned_data["title"], content=state.content())
    last = current.versions.select_related("saved_by").order_by("-number").first()
    state.version = current.version
    context = {"rows": compared(current, mine), "last": last}
    return _page(request, current, state, status=409, is_unsaved=True, conflict=context)


def _page(
    request: HttpRequest, notice: Notice, state: EditorState, status: int = 200, **more
) -> HttpResponse:
    comments = notice.comments.filter(settled_at=None).select_related("written_by").order_by("id")
    context = {
        "notice": notice,
        "form": state.form,
        "comments": list(comments),
        "crumbs": crumbs(notice, "修改文稿"),
        **drawn(state),
        **more,
    }
    return render(request, "reports/notice_edit.html", context, status=status)
