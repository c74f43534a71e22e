"""Objects for the views of this app, always from what the officer may see; everything else does not exist (404)."""

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise
from enterprises.queries import visible_to

_SHOWN_WITH = ("region", "supervising_department", "supervising_officer", "confirmed_by", "merged_into")


def enterprise_of(request: HttpRequest, pk: int) -> Enterprise:
    """A file the officer may see. Raises Http404."""
    return get_object_or_404(visible_to(request.user).select_related(*_SHOWN_WITH), pk=pk)


def editable_of(request: HttpRequest, pk: int, permission: Permission = Permission.EDIT_LEDGER) -> Enterprise:
    """A file the officer may change with ``permission``; a merged one lives on in another and is not changed."""
    enterprise = enterprise_of(request, pk)
    if enterprise.merged_into_id is not None or not request.user.may(permission):
        raise Http404
    return enterprise


def part_of(enterprise: Enterprise, related_name: str, pk: int | None) -> Model | None:
    """A row of the file that was not withdrawn, None for a new one. Raises Http404."""
    if pk is None:
        return None
    rows = getattr(enterprise, related_name).all()
    fields = {field.name for field in rows.model._meta.concrete_fields}
    return get_object_or_404(rows.filter(is_withdrawn=False) if "is_withdrawn" in fields else rows, pk=pk)
