"""What is done to a report: words, marks, submission, review, sending back, the final copy; each calls one operation."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.assessments import MarksForm, NoValues, SendBackForm, WordsForm
from reports.models import Assessment
from reports.operations import assessments as operations
from reports.operations.assessment_freezing import freeze_quietly
from reports.queries.assessment_blocks import blocks
from reports.queries.assessments import is_live, told_of
from reports.queries.marks import indicators_of, lines_of
from reports.rules.assessment_workflow import STEP_LABELS
from reports.views.assessment_forms import FormPage, carry_out, posted, version_of
from reports.views.assessment_tabs import known_figures
from reports.views.assessments import crumbs, found, may_edit, page

_LEADS = {
    "submit": "报送后数据和文字固定下来，不再随台账变化；需要修改时由上级退回。是否逾期按第一次报送的日期判定。",
    "send_back": "退回后由填报地区修改，重新报送时重新取数。",
    "finish": "定稿后不能再改：生成定稿文件并固定下来。",
}
_DONE = {"submit": "已报送，等待复核。", "send_back": "已退回。", "review": "已复核。", "finish": "已定稿。"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_REPORTS)
@once
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, contact, signature lines and day."""
    assessment = _editable(request, pk)
    form = WordsForm(posted(request), assessment=assessment)
    act = FormPage(
        form,
        lambda typed: operations.write(
            assessment=assessment, version=version_of(request, assessment.version), texts=typed.texts, contact=typed.contact,
            signatories=typed.signatories, dated=typed.cleaned_data["dated"], by=request.user, at=timezone.now(),
        ),
        reverse("reports:assessment-words", args=[pk]),
        "已保存。",
        "reports/assessment_write.html",
        {"crumbs": crumbs(assessment, "编写文字"), "assessment": assessment, "known": known_figures(), "version": version_of(request, assessment.version)},
    )  # fmt: skip
    return carry_out(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_REPORTS)
@once
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """The own marks."""
    assessment = _editable(request, pk)
    form = MarksForm(posted(request), lines=_lines(assessment))
    act = FormPage(
        form,
        lambda typed: operations.mark(
            assessment=assessment, version=version_of(request, assessment.version), marks=typed.marks, by=request.user, at=timezone.now()
        ),
        reverse("reports:assessment-marks", args=[pk]),
        "已保存自评分。",
        "reports/assessment_mark.html",
        _marking(request, assessment, "自评", "保存自评分"),
    )  # fmt: skip
    return carry_out(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_REPORTS)
@once
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Submit, send back, review or finish: what it means, then - confirmed - the step."""
    assessment = found(request, pk)
    if step not in {name for name, _, _ in page(request, assessment, "")["steps"]}:
        raise Http404
    if step == "review":
        return _review(request, assessment)
    form = SendBackForm(posted(request)) if step == "send_back" else NoValues(posted(request))
    heading = (
        f"{STEP_LABELS[step]}：{assessment.region.name}{assessment.scheme.year}年{assessment.scheme.name}"
    )
    context = {
        "heading": heading,
        "lead": _LEADS[step],
        "crumbs": crumbs(assessment, STEP_LABELS[step]),
        "submit_label": STEP_LABELS[step],
        "blocks": blocks(assessment) if step == "submit" else [],
        "version": version_of(request, assessment.version),
    }
    act = FormPage(
        form,
        lambda typed: _take(request, assessment, step, typed),
        _url(assessment),
        _DONE[step],
        page=context,
    )
    return carry_out(request, act)


def _take(request: HttpRequest, assessment: Assessment, step: str, form) -> None:
    take = {"submit": operations.submit, "send_back": operations.send_back, "finish": operations.finish}[step]
    now = timezone.now()
    done = take(
        assessment=assessment,
        version=version_of(request, assessment.version),
        **form.cleaned_data,
        by=request.user,
        at=now,
    )
    if step == "finish":
        transaction.on_commit(lambda: freeze_quietly(assessment=done, at=now))


def _review(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    form = MarksForm(posted(request), lines=_lines(assessment), is_review=True)
    act = FormPage(
        form,
        lambda typed: operations.review(
            assessment=assessment, version=version_of(request, assessment.version), marks=typed.marks, by=request.user, at=timezone.now()
        ),
        _url(assessment),
        _DONE["review"],
        "reports/assessment_mark.html",
        {**_marking(request, assessment, "复核", "完成复核"), "is_review": True},
    )  # fmt: skip
    return carry_out(request, act)


def _marking(request: HttpRequest, assessment: Assessment, here: str, label: str) -> dict:
    return {
        "crumbs": crumbs(assessment, here), "assessment": assessment, "heading": here, "submit_label": label,
        "version": version_of(request, assessment.version),
    }  # fmt: skip


def _lines(assessment: Assessment):
    told = told_of(assessment, indicators_of(assessment))
    return lines_of(assessment, told, is_live=is_live(assessment))


def _editable(request: HttpRequest, pk: int) -> Assessment:
    assessment = found(request, pk)
    if not may_edit(request, assessment):
        raise Http404
    return assessment


def _url(assessment: Assessment) -> str:
    return reverse("reports:assessment", args=[assessment.pk])
