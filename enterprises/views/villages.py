"""The villages below a region, for the second list of the address form."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib.pages import text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises.forms.places import village_choices


@require_safe
@requires(Permission.EDIT_LEDGER)
def villages(request: HttpRequest) -> JsonResponse:
    """``{"choices": [[code, name], ...]}`` of the villages of ``?parent=`` inside the officer's area."""
    parent = text_param(request.GET, "parent", longest=15)
    return JsonResponse({"choices": village_choices(request.user, timezone.localdate(), parent)})
