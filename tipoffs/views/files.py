"""What a reporter sent, as a clean copy, to those who read the original words; every look is logged."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.stored_files import served
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.access import reads_original
from tipoffs.models import TipFile
from tipoffs.operations.reading import log_read
from tipoffs.queries.scope import tips_visible_to


@require_safe
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
def file(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """The clean copy; for a file that stays sealed, how it is opened."""
    tip = get_object_or_404(tips_visible_to(request.user), pk=pk)
    if not reads_original(request.user):
        raise Http404
    record = get_object_or_404(TipFile, tip=tip, uuid=uuid)
    if not record.clean:
        crumbs = [
            ("举报办理", reverse("tipoffs:queue")),
            (tip.label, reverse("tipoffs:tip", args=[pk])),
            ("材料", ""),
        ]
        return render(request, "tipoffs/file_sealed.html", {"tip": tip, "file": record, "crumbs": crumbs})
    log_read(tip=tip, what="file", by=request.user, at=timezone.now())
    name = f"{tip.label}材料{record.position}{record.clean.name[record.clean.name.rfind('.') :]}"
    return served(request, record.clean, content_type=record.content_type, name=name)
