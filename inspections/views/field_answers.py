"""Answers to the phone: JSON that its scripts understand (static/js/field/sending.js), refusals as Chinese sentences."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from capacity_portal.lib.uploads import UploadRefused
from capacity_portal.lib.workflow import StepRefused
from inspections.forms.visit import VisitForm
from inspections.models import Visit
from inspections.operations.visit_parts import VisitDoubtful
from inspections.operations.visits import VisitConflict

STORED, COVERED, DOUBTS, PHOTOS = "stored", "covered", "doubts", "photos"
"""Conflicts with a way out: look at the stored one; submit all the same; stand by it; send the photos again."""


class Refused(Exception):
    """Not taken; the draft stays on the device with these ``sentences``; ``errors`` by name of the form's field."""

    def __init__(
        self,
        sentences: Sequence[str],
        *,
        status: int = 409,
        errors: Mapping[str, Sequence[str]] | None = None,
        conflict: str = "",
    ):
        super().__init__(*sentences)
        self.body = {"sentences": list(sentences), "errors": dict(errors or {}), "conflict": conflict}
        self.status = status


def answered_in_json(view: Callable[[HttpRequest], dict]) -> Callable[[HttpRequest], JsonResponse]:
    """Let a view return the values of its answer, and turn whatever it refuses into 409 (somebody was faster, not allowed,
    month closed) or 422 (to be corrected)."""

    @wraps(view)
    def answering(request: HttpRequest) -> JsonResponse:
        try:
            return JsonResponse(view(request))
        except (Refused, StepRefused, PermissionDenied, ValidationError, UploadRefused) as exception:
            refusal = refused(exception)
            return JsonResponse(refusal.body, status=refusal.status)

    return answering


def refused(exception: Exception) -> Refused:
    """What the phone is told about ``exception``."""
    if isinstance(exception, Refused):
        return exception
    if isinstance(exception, VisitDoubtful):
        return Refused(exception.doubts, conflict=DOUBTS)
    if isinstance(exception, ValidationError):
        errors = dict(getattr(exception, "error_dict", None) and exception.message_dict or {})
        sentences = errors.pop(NON_FIELD_ERRORS, [])
        return Refused(sentences or ([] if errors else exception.messages), status=422, errors=errors)
    status = 422 if isinstance(exception, UploadRefused) else 409
    conflict = STORED if isinstance(exception, VisitConflict) else ""
    return Refused([str(exception)], status=status, conflict=conflict)


def by_control(form: VisitForm, error: ValidationError) -> Exception:
    """What the operation refused, by the names of the form's controls."""
    if isinstance(error, VisitDoubtful):
        return error
    errors = form.by_control(error)
    conflict = PHOTOS if "photos" in getattr(error, "error_dict", {}) else ""
    return Refused(errors.pop(NON_FIELD_ERRORS, []), status=422, errors=errors, conflict=conflict)


def receipt(visit: Visit) -> dict:
    """The server's word that a visit is recorded: what the phone needs before it may say 已提交."""
    return {
        "client_id": str(visit.client_id),
        "visit": visit.pk,
        "number": str(visit.pk),
        "recorded_at": visit.recorded_at.isoformat(),
        "url": reverse("inspections:visit", args=[visit.pk]),
    }
