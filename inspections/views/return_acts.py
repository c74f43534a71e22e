"""Steps of a return: begin, write, sign, take back, accept, send back; each calls one operation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import once, repeatable
from capacity_portal.journal.queries import last_entry_of
from capacity_portal.lib.form_versions import Conflict, compare, opened_token, read_opened, reconciled
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import has_second_factor
from capacity_portal.organization.roles import Permission
from enterprises.operations import StaleRecord
from inspections.forms.returns import ZERO, CommentForm, NoValues, SignForm, TextForm
from inspections.models import MonthlyReturn
from inspections.operations import returns as operations
from inspections.operations.signing import SignatureRefused
from inspections.queries.compiling import figures_of
from inspections.queries.return_standing import standing_of
from inspections.rules import return_tables, return_workflow
from inspections.rules.returns import blockers, zero_flags
from inspections.views.returns import begun, crumbs, may_compile, placed, return_url

_STEPS = {
    "withdraw": (Permission.SIGN_RETURNS, "撤回监管月报", "撤回后可以修改，需要重新签报；是否逾期按重新签报的日期判定，已逾期的不变。", "已撤回。"),
    "accept": (Permission.REVIEW_RETURNS, "通过监管月报", "通过后县（市、区）不能再改；关账以前仍可以退回。", "已通过。"),
    "send_back": (Permission.REVIEW_RETURNS, "退回监管月报", "退回后由县（市、区）修改，重新签报；是否逾期仍按第一次签报的日期。", "已退回。"),
}  # fmt: skip


@require_POST
@requires(Permission.COMPILE_RETURNS)
@once
def begin(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """Begin the county's return of the month."""
    round_, county, _ = placed(request, month, code)
    try:
        operations.begin_return(round_=round_, county=county, by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect("inspections:return", month, code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_RETURNS)
@once
def text(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """The county's words, against somebody else's at the same time."""
    record = begun(request, month, code)
    if request.method != "POST":
        form = _text_form(record)
        return _writing(request, record, form, record.version, opened_token(form))
    form, version = TextForm(request.POST), int_param(request.POST, "version", default=0)
    opened = request.POST.get("opened", "")[:40_000]
    if not form.is_valid():
        return _writing(request, record, form, version, opened)
    try:
        operations.save_text(
            record=record, version=version, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    except StaleRecord as stale:
        return _conflict(request, stale.current, form, opened)
    except (StepRefused, ValidationError) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        return _writing(request, record, form, version, opened)
    messages.success(request, "已保存。")
    return redirect(return_url(record))


@sensitive_post_parameters("password", "code")
@repeatable("failed signatures are counted, so they must not be rolled back; who signs twice finds it signed")
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGN_RETURNS)
def sign(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """The signature of the county's leader: what blocks, what it is signed on, then the password."""
    record = begun(request, month, code)
    asks_code = has_second_factor(request.user)
    form = SignForm(request.POST if request.method == "POST" else None, asks_code=asks_code)
    if request.method == "POST" and form.is_valid() and _signed(request, record, form):
        return redirect(return_url(record))
    return _signing(request, record, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_INSPECTIONS)
@once
def step(request: HttpRequest, month: int, code: str, step: str) -> HttpResponse:
    """Withdraw, accept or send back: what it means, then - confirmed - the step."""
    if step not in _STEPS or not request.user.may(_STEPS[step][0]):
        raise Http404
    record = begun(request, month, code)
    _, heading, lead, done = _STEPS[step]
    data = request.POST if request.method == "POST" else None
    form = CommentForm(data) if step == "send_back" else NoValues(data)
    if form.is_valid():
        try:
            _take(request, record, step, form)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(return_url(record))
    return _page(request, record, form, heading, lead=lead, submit_label=return_workflow.STEP_LABELS[step])


def _take(request: HttpRequest, record: MonthlyReturn, step: str, form) -> None:
    take = {
        "withdraw": operations.withdraw_return,
        "accept": operations.accept_return,
        "send_back": operations.send_back_return,
    }[step]
    take(record=record, **form.cleaned_data, by=request.user, at=timezone.now())


def _signed(request: HttpRequest, record: MonthlyReturn, form: SignForm) -> bool:
    values = form.cleaned_data
    try:
        operations.submit_return(
            record=record,
            version=int_param(request.POST, "version", default=0),
            is_zero=values["kind"] == ZERO,
            password=values["password"],
            code=values.get("code", ""),
            by=request.user,
            at=timezone.now(),
        )
    except SignatureRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except operations.ReturnBlocked as blocked:
        form.add_error(None, blocked.sentences)
    except StaleRecord:
        form.add_error(None, "您打开以后，月报已被修改，请刷新页面核对后再签报。")
    except StepRefused as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, "已签报，等待市级办公室审核。")
        return True
    return False


def _signing(request: HttpRequest, record: MonthlyReturn, form: SignForm) -> HttpResponse:
    today = timezone.localdate()
    standing = standing_of(record.round, record.region_code, has_text=bool(record.text))
    context = {
        "record": record,
        "form": form,
        "crumbs": crumbs(record, "签报"),
        "cancel_url": return_url(record),
        "blockers": blockers(standing, is_zero=False, today=today),
        "zero_blockers": blockers(standing, is_zero=True, today=today),
        "flags": zero_flags(standing),
        "denominators": return_tables.denominators(figures_of(record, today=today)),
        "is_late": today > record.round.return_due_on,
    }
    return render(request, "inspections/return_sign.html", context)


def _text_form(record: MonthlyReturn, initial: dict | None = None) -> TextForm:
    return TextForm(initial=initial or {"text": record.text, "problems": record.problems})


def _conflict(request: HttpRequest, current: MonthlyReturn, typed: TextForm, opened: str) -> HttpResponse:
    """Another officer was first: both versions, and below everything as typed."""
    saved, before = _text_form(current), read_opened(opened)
    last = last_entry_of(f"monthly_return:{current.pk}")
    who, at = (last.by_name, last.at) if last else ("", current.begun_at)
    conflict = Conflict(who, at, compare(typed, saved, before))
    again = _text_form(current, reconciled(typed, saved, before))
    more = {"conflict": conflict, "submit_label": "核对无误，按下方内容保存"}
    return _writing(request, current, again, current.version, opened_token(saved), status=409, **more)


def _writing(request, record, form, version: int, opened: str, status: int = 200, **more) -> HttpResponse:
    more = {"version": version, "opened": opened, "submit_label": "保存"} | more
    return _page(request, record, form, "填写月报文字", status=status, **more)


def _page(request, record: MonthlyReturn, form, heading: str, status: int = 200, **more) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "crumbs": crumbs(record, heading),
        "cancel_url": return_url(record),
        "may_compile": may_compile(request, record.round, record.county),
    }
    return render(request, "enterprises/form.html", context | more, status=status)
