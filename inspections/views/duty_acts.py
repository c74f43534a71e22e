"""What is done to a single duty: explained, excused, counted again, removed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.forms.rounds import ExcuseForm, ExplainForm, RemovalForm, UnexcuseForm
from inspections.models import Duty
from inspections.operations import by_hand, excusing
from inspections.queries.scope import duties_visible_to, is_bound_to_cells
from inspections.views.acting import Act, carry_out

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@requires(Permission.RECORD_VISITS)
@once
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why nobody has been there."""
    duty = duty_of_request(request, pk)
    form = ExplainForm(request.POST or None, initial={"reason": duty.gap_reason})
    return _answer(
        request, duty, form, excusing.explain_gap, ("说明未排查原因", "保存", "已记下未排查原因。")
    )


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_ROUNDS)
@once
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept in writing that it is not done this month."""
    duty = duty_of_request(request, pk)
    form = ExcuseForm(request.POST or None)
    return _answer(request, duty, form, excusing.excuse, ("批准本月不计", "批准不计", "已批准本月不计。"))


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_ROUNDS)
@once
def unexcuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Count it again."""
    duty = duty_of_request(request, pk)
    form = UnexcuseForm(request.POST or None)
    return _answer(
        request, duty, form, excusing.unexcuse, ("撤销批准", "撤销批准", "已撤销，本月重新计入应查。")
    )


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_ROUNDS)
@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the list by a document."""
    duty = duty_of_request(request, pk)
    form = RemovalForm(request.POST or None)
    said = ("移出本月清单", "移出", "已移出本月清单。")
    return _answer(request, duty, form, by_hand.remove_duty, said, kind="danger")


def duty_of_request(request: HttpRequest, pk: int) -> Duty:
    """A duty the officer sees. Raises Http404."""
    duties = duties_visible_to(request.user).select_related("round")
    return get_object_or_404(duties, pk=pk)


def _answer(request: HttpRequest, duty: Duty, form, operation, said: tuple[str, str, str], kind="primary"):
    heading, submit_label, done = said

    def save(form):
        operation(duty=duty, **form.cleaned_data, by=request.user, at=timezone.now())

    url = list_url(request, duty)
    label = "我的排查" if is_bound_to_cells(request.user) else months.label(duty.period)
    page = {
        "heading": heading,
        "submit_label": submit_label,
        "kind": kind,
        "facts": _facts(duty),
        "crumbs": [(label, url), (f"{heading}：{duty.title}", "")],
    }
    return carry_out(request, Act(form, save, url, done, page))


def list_url(request: HttpRequest, duty: Duty) -> str:
    """The list the duty stands on, as far as the officer has it."""
    if is_bound_to_cells(request.user):
        return reverse("inspections:mine")
    if not duty.county_code:
        return reverse("inspections:round", args=[duty.period])
    return reverse("inspections:round-county", args=[duty.period, duty.county_code])


def _facts(duty: Duty) -> list[tuple[str, object]]:
    return [
        ("对象", duty.title),
        ("月份", months.label(duty.period)),
        ("网格", duty.cell_name),
        ("责任人", duty.responsible_name),
        ("排查情况", f"{duty.get_coverage_display()}，{duty.visits_done}/{duty.visits_needed} 次"),
        ("未排查原因", duty.gap_reason),
        *([("批准意见", duty.excuse_note)] if duty.excuse_note else []),
        *([("移出", f"{duty.removed_on}，{duty.removed_reason}")] if duty.removed_on else []),
    ]
