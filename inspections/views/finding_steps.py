"""One page for each step of a finding: the form, what still blocks, and the one operation behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.kept_uploads import keeps_files
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import Step, StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.forms.findings import StepForm, first_values
from inspections.models import Finding
from inspections.operations.finding_enforcement import enforce
from inspections.operations.finding_parts import waiting
from inspections.operations.finding_steps import FindingChanged, take_step
from inspections.queries.finding_case import case_of, person_of
from inspections.queries.finding_list import units_over
from inspections.rules.finding_case import Case, Point
from inspections.rules.finding_workflow import (
    ENFORCEMENT,
    STEPS,
    blocking_of,
    enforcement_steps_for,
    steps_for,
)
from inspections.views.finding_files import evidence_keeper, finding_of

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Stepping:
    """A step that is about to be taken; ``save(form, version, evidence)`` calls its operation."""

    finding: Finding
    step: Step
    save: Callable[[StepForm, int, list[int]], object]
    is_on_offer: bool
    blocks: list[str] = field(default_factory=list)
    point: Point | None = None

    @property
    def heading(self) -> str:
        return f"{self.step.label}：{self.point.text}" if self.point else self.step.label


@_GET_POST
@requires(Permission.VIEW_INSPECTIONS)
@keeps_files(evidence_keeper)
@once
def finding_step(request: HttpRequest, pk: int, step: str, item: str = "") -> HttpResponse:
    """A step of the rectification; ``item`` is the point of the clearing that the step ``clear`` is about."""
    finding, row = finding_of(request, pk), _row(request, STEPS, step)
    case, person = case_of(finding), person_of(request.user)
    point = _point(case, row, item)

    def save(form: StepForm, version: int, evidence: list[int]):
        return take_step(
            finding=finding, step=step, version=version, given=form.given(item), evidence=evidence,
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    offered = row in steps_for(case, person)
    return carry_out(request, Stepping(finding, row, save, offered, blocking_of(row, case, person), point))


@_GET_POST
@requires(Permission.VIEW_INSPECTIONS)
@once
def finding_enforce(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step towards the unit that may enforce."""
    finding, row = finding_of(request, pk), _row(request, ENFORCEMENT, step)

    def save(form: StepForm, version: int, evidence: list[int]):
        return enforce(
            finding=finding,
            step=step,
            version=version,
            given=form.given(),
            by=request.user,
            at=timezone.now(),
        )

    offered = row in enforcement_steps_for(finding.enforcement_state, person_of(request.user))
    return carry_out(request, Stepping(finding, row, save, offered))


def carry_out(request: HttpRequest, stepping: Stepping) -> HttpResponse:
    """Answer GET with the form, POST with the form again (409 when somebody was first) or with the finding's page."""
    finding = stepping.finding
    if request.method != "POST":
        if not stepping.is_on_offer:
            messages.error(request, f"现在不能{stepping.step.label}，可能已有他人办理，请核对最新情况。")
            return redirect("inspections:finding", pk=finding.pk)
        return _page(request, stepping, _form(request, stepping), finding.version)
    form, version = _form(request, stepping, _typed(request)), int_param(request.POST, "version", default=0)
    for sentence in getattr(request, "file_errors", []):
        form.add_error("file" if "file" in form.fields else None, sentence)
    if not form.is_valid():
        return _page(request, stepping, form, version)
    try:
        stepping.save(form, version, form.kept_ids())
    except FindingChanged as changed:
        form.add_error(None, str(changed))
        return _page(request, stepping, form, changed.current.version, status=409)
    except (ValidationError, StepRefused) as refused:
        add_errors(form, refused)
        return _page(request, stepping, form, version)
    messages.success(request, f"已{stepping.step.label.removeprefix('登记')}。")
    return redirect("inspections:finding", pk=finding.pk)


def _row(request: HttpRequest, table: tuple[Step, ...], name: str) -> Step:
    row = next((row for row in table if row.name == name), None)
    if row is None or not request.user.may(row.permission):
        raise Http404
    return row


def _point(case: Case, row: Step, item: str) -> Point | None:
    """The point named in the address; ``clear`` has one, the other steps none. Raises Http404."""
    point = next((point for point in case.points or () if point.code == item), None)
    if (row.name == "clear") != (point is not None) or (item and point is None):
        raise Http404
    return point


def _typed(request: HttpRequest) -> QueryDict:
    """What was posted, with the files that were just kept ticked."""
    typed = request.POST.copy()
    kept = [*typed.getlist("kept"), *map(str, getattr(request, "kept_files", []))]
    typed.setlist("kept", list(dict.fromkeys(kept)))
    return typed


def _form(request: HttpRequest, stepping: Stepping, data: QueryDict | None = None) -> StepForm:
    finding = stepping.finding
    return StepForm(
        data,
        step=stepping.step.name,
        waiting=list(waiting(finding, request.user)),
        units=units_over(finding.region_code),
        initial=first_values(stepping.step.name, percent=finding.percent, today=timezone.localdate()),
    )


def _page(
    request: HttpRequest, stepping: Stepping, form: StepForm, version: int, status: int = 200
) -> HttpResponse:
    finding = stepping.finding
    page = reverse("inspections:finding", args=[finding.pk])
    context = {
        "finding": finding,
        "form": form,
        "heading": stepping.heading,
        "step": stepping.step,
        "blocks": stepping.blocks,
        "version": version,
        "crumbs": [
            ("问题整改", reverse("inspections:findings")),
            (finding.number, page),
            (stepping.step.label, ""),
        ],
        "submit_label": stepping.step.label,
        "cancel_url": page,
    }
    return render(request, "inspections/finding_step.html", context, status=status)
