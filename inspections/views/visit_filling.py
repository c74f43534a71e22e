"""The one way a visit is filled in: asked, checked, doubted, taken; for new ones and corrections."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from capacity_portal.lib.workflow import StepRefused
from inspections.forms.visit import VisitForm
from inspections.models import Duty, Visit, VisitPhoto
from inspections.operations.visit_parts import VisitDoubtful
from inspections.operations.visits import VisitConflict
from inspections.queries.visits import facts_of
from inspections.rules.reports import VisitReport
from inspections.views.visit_uploads import keep_all


@dataclass(frozen=True)
class Filling:
    """``make(data, files)`` gives the form, ``save(report, form)`` calls the operation; ``corrected``: the visit it replaces."""

    duty: Duty
    heading: str
    make: Callable[..., VisitForm]
    save: Callable[[VisitReport, VisitForm], Visit]
    corrected: Visit | None = None
    photos: list = field(default_factory=list)


def fill_in(request: HttpRequest, filling: Filling) -> HttpResponse:
    """GET: the form; POST: the form again with everything typed and sent, or the stored visit."""
    if request.method != "POST":
        return _page(request, filling, filling.make(None, None), photos=filling.photos)
    form = filling.make(request.POST, request.FILES)
    is_typed = form.is_valid()
    kept, refused = keep_all(request, form.cleaned_data.get("client_id"), form.items)
    for sentence in refused:
        form.add_error(None, sentence)
    photos = [*form.photo_ids(), *kept]
    if not is_typed or refused:
        return _page(request, filling, form, photos=photos)
    try:
        visit = filling.save(replace(form.to_report(), photos=tuple(dict.fromkeys(photos))), form)
    except (ValidationError, StepRefused) as refusal:
        return _refused(request, filling, form, photos, refusal)
    messages.success(request, f"已提交：{filling.duty.title}，{visit.get_outcome_display()}。")
    return redirect("inspections:visit", pk=visit.pk)


def _refused(request: HttpRequest, filling: Filling, form: VisitForm, photos: list, refusal) -> HttpResponse:
    if isinstance(refusal, VisitDoubtful):
        return _page(request, filling, form, photos=photos, doubts=refusal.doubts)
    if isinstance(refusal, VisitConflict):
        return _page(request, filling, form, photos=photos, conflict=refusal, status=409)
    by_control = (
        form.by_control(refusal)
        if isinstance(refusal, ValidationError)
        else {NON_FIELD_ERRORS: [str(refusal)]}
    )
    for name, sentences in by_control.items():
        form.add_error(None if name == NON_FIELD_ERRORS else name, sentences)
    return _page(request, filling, form, photos=photos)


def _page(
    request: HttpRequest, filling: Filling, form: VisitForm, *, photos: list, status: int = 200, **more
):
    own = VisitPhoto.objects.filter(client_id__in=photos, uploaded_by=request.user, visit=None)
    kept = list(own.order_by("id"))
    if filling.corrected is not None:
        kept += list(filling.corrected.photos.filter(client_id__in=photos).order_by("id"))
    context = {
        "heading": filling.heading,
        "form": form,
        "duty": filling.duty,
        "facts": facts_of(filling.duty),
        "corrected": filling.corrected,
        "kept_photos": kept,
        "cancel_url": reverse("inspections:mine"),
    }
    return render(request, "inspections/visit_form.html", context | more, status=status)
