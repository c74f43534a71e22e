"""The pages of what stands in the editor, before it is saved: one page as a picture for the script, the PDF without it."""

from base64 import b64encode

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from capacity_portal.journal.once import repeatable
from capacity_portal.lib import typesetting
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.typesetting.official.outline import Draft, OfficialDocument
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.models import Notice
from reports.operations.reading import log_read
from reports.queries.notices import office_of
from reports.rules.draft_problems import draft_problems
from reports.rules.outlines import outline_of
from reports.views.editor_state import EditorState, typed
from reports.views.notice_of import crumbs, draft_of

DPI = 84
MOST_CHARACTERS = 60_000
_TOO_LONG = "文稿超过6万字，不再实时预览；请保存后下载PDF查看版面。"


@cache_control(private=True, no_store=True)
@require_POST
@requires(Permission.DRAFT_DOCUMENTS)
@repeatable("nothing is written but that he looked")
def notice_live(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is kept. ``page``: which one the script wants (the last one behind it)."""
    notice, state = draft_of(request, pk), typed(request)
    log_read(notice=notice, what="版面", by=request.user, at=timezone.now())
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        document = _document(request, notice, state)
        printed = print_document(document)
        if wants_json:
            return JsonResponse(
                _answer(printed, document, int_param(request.POST, "page", default=1, least=1))
            )
    except (ValueError, RenderFailed, ObjectDoesNotExist) as fault:
        if wants_json:
            return JsonResponse({"fault": str(fault)})
        context = {"notice": notice, "fault": str(fault), "crumbs": crumbs(notice, "预览")}
        return render(request, "reports/notice_no_preview.html", context, status=422)
    return HttpResponse(printed.content, content_type="application/pdf")


def _document(request: HttpRequest, notice: Notice, state: EditorState) -> OfficialDocument:
    """What was typed, as a draft; of the head only what is in order. Raises ValueError."""
    form = state.form
    form.is_valid()
    content = state.content()
    if len(str(content)) > MOST_CHARACTERS:
        raise ValueError(_TOO_LONG)
    notice.title, notice.content = form.cleaned_data.get("title", notice.title), content
    for name, value in form.settings().items():
        setattr(notice, name, value)
    at = timezone.now()
    draft = Draft(request.user.name, timezone.localtime(at).strftime("%Y-%m-%d %H:%M"))
    return outline_of(notice, office=office_of(notice.region_code), draft=draft, dated=timezone.localdate(at))


def _answer(printed: RenderedPdf, document: OfficialDocument, page: int) -> dict:
    page = min(page, printed.pages)
    picture = typesetting.pages_as_png(printed.content, DPI, first=page, last=page)[0]
    problems = [
        {"place": problem.place, "sentence": problem.sentence} for problem in draft_problems(document)
    ]
    return {
        "page": page,
        "pages": printed.pages,
        "image": b64encode(picture).decode(),
        "problems": problems[:30],
    }
