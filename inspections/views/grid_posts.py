"""Persons of a cell: appointed, ended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridPost
from capacity_portal.organization.operations import grid_posts as operations
from capacity_portal.organization.roles import Permission
from inspections.forms.grid import EndForm, PostForm
from inspections.queries.grid_people import able_for
from inspections.queries.scope import cells_visible_to
from inspections.views.grid_parts import answer, cell_crumbs, cell_of_request


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_GRID)
@once
def appoint(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Name who answers for the cell, or his deputy; the former one's post ends the day before."""
    if kind not in PostKind.values:
        raise Http404
    cell, today = cell_of_request(request, pk), timezone.localdate()
    label, former = (
        PostKind(kind).label,
        cell.posts.filter(kind=kind, to_on=None).select_related("officer").first(),
    )
    people = able_for(request.user, cell, today)
    form = PostForm(request.POST or None, people=people, initial={"from_on": today})

    def save():
        about = {"by": request.user, "at": timezone.now()}
        operations.appoint(cell=cell, kind=PostKind(kind), **form.cleaned_data, **about)

    page = {
        "heading": f"明确{label}",
        "lead": f"现任{former.officer.name}（{former.from_on} 起），新任职日期的前一天离任。"
        if former
        else "",
        "submit_label": "保存",
        "crumbs": cell_crumbs(request, cell, f"明确{label}"),
    }
    url = reverse("inspections:cell", args=[cell.pk])
    return answer(request, form, save, done=f"已明确{label}。", url=url, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_GRID)
@once
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post without a successor."""
    posts = GridPost.objects.filter(cell__in=cells_visible_to(request.user))
    post = get_object_or_404(posts.select_related("officer", "cell__region"), pk=pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})

    def save():
        operations.end_post(post=post, **form.cleaned_data, by=request.user, at=timezone.now())

    label = PostKind(post.kind).label
    page = {
        "heading": f"{label}离任",
        "lead": f"{post.officer.name}，{post.from_on} 起任“{post.cell.name}”的{label}。没有接替的人，网格就成为盲点。",
        "submit_label": "办理离任",
        "kind": "danger",
        "crumbs": cell_crumbs(request, post.cell, f"{label}离任"),
    }
    url = reverse("inspections:cell", args=[post.cell_id])
    return answer(request, form, save, done=f"已办理{post.officer.name}离任。", url=url, page=page)
