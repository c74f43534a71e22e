"""Text from Word or the web: cleaned, with the list of what was changed, looked at before it is taken over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import choice_param, int_param
from capacity_portal.lib.typesetting.official.cleaning import clean
from capacity_portal.lib.typesetting.official.pasting import outline_from_text
from capacity_portal.lib.typesetting.official.storing import blocks_to_json
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.documents.reading import read_blocks
from reports.forms.notices import PasteForm
from reports.models import Notice
from reports.operations.drafting import save_draft
from reports.operations.reading import log_read
from reports.views.notice_of import crumbs, draft_of, may_edit

WAYS = {"after": "接在现有正文后面", "instead": "代替现有正文"}


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DRAFT_DOCUMENTS)
@once
def notice_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """First the text is cleaned and shown; ``take`` (after, instead) then takes over what was shown."""
    notice = draft_of(request, pk)
    log_read(notice=notice, what="正文", by=request.user, at=timezone.now())
    if not may_edit(request.user, notice):
        return redirect("reports:notice", pk=pk)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, notice, form)
    way = choice_param(request.POST, "take", list(WAYS))
    if way:
        return _taken(request, notice, form, way)
    return _looked_at(request, notice, form)


def _looked_at(request: HttpRequest, notice: Notice, form: PasteForm) -> HttpResponse:
    cleaned = clean(form.cleaned_data["text"])
    blocks = outline_from_text(cleaned.text)
    shown = PasteForm(initial={"text": cleaned.text})
    return _page(
        request,
        notice,
        shown,
        changes=cleaned.changes,
        blocks=list(read_blocks(blocks)),
        ways=WAYS.items(),
        is_cleaned=True,
    )


def _taken(request: HttpRequest, notice: Notice, form: PasteForm, way: str) -> HttpResponse:
    """The text as it stands in the form now: already cleaned, perhaps corrected by hand."""
    blocks = blocks_to_json(outline_from_text(form.cleaned_data["text"]))
    kept = list(notice.content.get("blocks") or []) if way == "after" else []
    try:
        save_draft(
            notice=notice, version=int_param(request.POST, "version", default=0), title=notice.title,
            content=notice.content | {"blocks": kept + blocks}, note=f"粘贴文字，{WAYS[way]}", by=request.user, at=timezone.now(),
        )  # fmt: skip
    except PermissionDenied:
        raise Http404 from None
    except (ValidationError, StepRefused) as refused:
        if isinstance(refused, ValidationError):
            refused = ValidationError(refused.messages)
        add_errors(form, refused)
        notice.refresh_from_db()
        return _page(request, notice, form, ways=WAYS.items(), is_cleaned=True)
    messages.success(request, f"已保存，{WAYS[way]}。")
    return redirect("reports:notice-edit", pk=notice.pk)


def _page(request: HttpRequest, notice: Notice, form: PasteForm, **more) -> HttpResponse:
    context = {
        "notice": notice,
        "form": form,
        "version": notice.version,
        "crumbs": crumbs(notice, "粘贴文字"),
        **more,
    }
    return render(request, "reports/notice_paste.html", context)
