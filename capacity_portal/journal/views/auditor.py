"""The auditor's pages: entries, one entry, the head of the chain. Nobody else has them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.journal import operations, queries
from capacity_portal.journal.access import visible_to
from capacity_portal.journal.forms import EntryFilterForm
from capacity_portal.journal.once import once
from capacity_portal.journal.rules import filters, heads
from capacity_portal.journal.views.rows import applied, office_name, row_of, rows_of
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import region_names
from capacity_portal.organization.roles import Permission

_PAGE_SIZE = 50


@require_safe
@never_cache
@requires(Permission.READ_JOURNAL)
def entries(request: HttpRequest) -> HttpResponse:
    asked = filters.parse(request.GET)
    parameters = asked.as_parameters()
    found = queries.matching(visible_to(request.user), asked)
    cursor, scope = request.GET.get("cursor", ""), str(parameters)
    page = keyset_page(found, queries.NEWEST, cursor=cursor, size=_PAGE_SIZE, scope=scope)
    form = EntryFilterForm(asked)
    context = {
        "head": queries.head(),
        "rows": rows_of(page.rows),
        "form": form,
        "applied": applied(asked, form),
        "clear_url": reverse("journal:list"),
        **pager(page, parameters),
    }
    return render(request, "journal/list.html", context)


@require_safe
@never_cache
@requires(Permission.READ_JOURNAL)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user), pk=pk)
    context = {
        "row": row_of(found, region_names([found.region_code])),
        "changes": queries.readable_changes(found),
        "sealed_in": queries.block_of(found),
        "crumbs": [("留痕日志", reverse("journal:list")), (f"第{pk}条", "")],
    }
    return render(request, "journal/entry.html", context)


@require_safe
@never_cache
@requires(Permission.READ_JOURNAL)
def head(request: HttpRequest) -> HttpResponse:
    """The head on a page of its own, to be printed and filed."""
    context = {
        "head": queries.head(),
        "office_name": office_name(),
        "crumbs": [("留痕日志", reverse("journal:list")), ("封存头", "")],
    }
    return render(request, "journal/head.html", context)


@require_safe
@never_cache
@requires(Permission.READ_JOURNAL)
def head_file(request: HttpRequest) -> HttpResponse:
    """The head as a text file that ``verify_journal --head`` reads."""
    found = queries.head()
    if found is None:
        raise Http404
    local = heads.Head(found.number, found.hash, timezone.localtime(found.sealed_at))
    name = f"journal-head-{found.number}.txt"
    return HttpResponse(
        heads.as_text(local, office_name()),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@requires(Permission.READ_JOURNAL)
@once
def seal(request: HttpRequest) -> HttpResponse:
    """Seal now instead of within the minute."""
    made = operations.seal(at=timezone.now())
    messages.success(request, f"已封存，新增 {made} 块。" if made else "没有尚未封存的条目。")
    return redirect("journal:list")
