"""Recording a visit, and correcting one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.lib.form_fields import Text
from capacity_portal.lib.pages import int_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.once import repeatable
from capacity_portal.organization.roles import Permission
from inspections.choices import VisitState
from inspections.forms.visit import VisitForm
from inspections.operations.visits import correct_visit, record_visit
from inspections.queries.scope import duties_visible_to, visits_answered_for_by
from inspections.rules.corrections import as_typed
from inspections.views.visit_filling import Filling, fill_in

_READ_WITH = ("round", "checklist", "enterprise__region", "cell")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_VISITS)
@repeatable(
    "the number of the form makes sending twice harmless, and photos must stay when the form is refused"
)
def record(request: HttpRequest) -> HttpResponse:
    """The visit of ``?duty=``; without one, the own list to choose from."""
    pk = int_param(request.POST, "duty", default=int_param(request.GET, "duty"))
    if pk is None:
        return redirect("inspections:mine")
    rows = duties_visible_to(request.user).in_force().select_related(*_READ_WITH)
    duty = get_object_or_404(rows, pk=pk)
    if duty.round.is_closed:
        messages.error(request, f"{duty.round}已关账，不能再登记；确需补登的，请办公室重新开账。")
        return redirect("inspections:mine")

    def save(report, form):
        return record_visit(duty=duty, report=report, by=request.user, at=timezone.now())

    def make(data, files):
        return VisitForm(data, files, duty=duty, officer=request.user)

    return fill_in(request, Filling(duty, duty.title, make, save))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_VISITS)
@repeatable(
    "the number of the form makes sending twice harmless, and photos must stay when the form is refused"
)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new visit in the place of ``pk``, filled in with what stands there."""
    rows = visits_answered_for_by(request.user).exclude(state=VisitState.REPLACED)
    visit = get_object_or_404(rows.select_related(*(f"duty__{name}" for name in _READ_WITH)), pk=pk)
    if visit.duty.round.is_closed:
        messages.error(request, f"{visit.duty.round}已关账，不能再更正；确需更正的，请办公室重新开账。")
        return redirect("inspections:visit", pk=pk)

    def save(report, form):
        reason = form.cleaned_data["correction_reason"]
        return correct_visit(visit=visit, report=report, reason=reason, by=request.user, at=timezone.now())

    photos = list(visit.photos.values_list("client_id", flat=True))
    filling = Filling(
        visit.duty, f"更正：{visit.duty.title}", _corrections(request, visit), save, visit, photos
    )
    return fill_in(request, filling)


def _corrections(request: HttpRequest, visit):
    people = list(visit.inspectors.order_by("position", "id"))

    def make(data, files):
        form = VisitForm(
            data, files, duty=visit.duty, officer=request.user, initial=as_typed(visit, people), before=visit
        )
        form.fields["correction_reason"] = Text(label="更正原因", longest=200)
        return form

    return make
