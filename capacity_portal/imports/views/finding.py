"""What a page is about: a kind the officer may import, an import of his own. Everything else does not exist."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from capacity_portal.imports import queries
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.registry import Context, Kind, find

LEDGER = "ledger"


def kind_for(request: HttpRequest, name: str) -> Kind:
    """The kind, for those who may import it. Raises Http404."""
    kind = find(name)
    if not queries.may_import(request.user, kind):
        raise Http404
    return kind


def own_import(request: HttpRequest, pk: int) -> SheetImport:
    """One's own import. Raises Http404."""
    return get_object_or_404(queries.visible_to(request.user).select_related("job"), pk=pk)


def context_for(request: HttpRequest, region_code: str = "") -> Context:
    return Context(request.user, region_code or request.user.region_code, timezone.localdate())


def upload_url(kind: Kind) -> str:
    """The ledger's page has an address of its own."""
    return reverse("imports:ledger") if kind.name == LEDGER else reverse("imports:upload", args=[kind.name])


def crumbs(kind: Kind, *here: str) -> list[tuple[str, str]]:
    """The list of the records, the upload page, this page."""
    above = [(kind.label, reverse(kind.list_url)), ("导入表格", upload_url(kind))]
    return [*above, *((label, "") for label in here)]
