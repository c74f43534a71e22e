"""The acts of an opening, one page each: ask, decide, join, open, end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from capacity_portal.journal.once import once, repeatable
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.forms.openings import APPROVE, DecideForm, JoinForm, OpenForm, RequestForm
from tipoffs.models import Opening
from tipoffs.operations.opening_ends import end_opening
from tipoffs.operations.opening_keys import join_opening, open_identity
from tipoffs.operations.openings import decide_opening, request_opening
from tipoffs.queries.custody import active_key, share_held_by
from tipoffs.queries.openings import next_step
from tipoffs.queries.scope import tips_visible_to
from tipoffs.views import opening_cookie
from tipoffs.views.custody import GET_POST, NOT_KEPT
from tipoffs.views.custody_pages import attempt, form_page
from tipoffs.views.openings import check_code, ending_of, facts, is_his, opening_of


@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(
    "the browser's key goes out with the first answer alone; a second request meets the one under way"
)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A custodian asks to open who reported; his browser gets the key."""
    tip = get_object_or_404(tips_visible_to(request.user), pk=pk)
    if share_held_by(request.user, active_key()) is None:
        raise Http404
    form = RequestForm(request.POST or None)
    if form.is_valid():
        asked = attempt(
            form, lambda: request_opening(tip=tip, **form.cleaned_data, by=request.user, at=timezone.now())
        )
        if asked:
            messages.success(request, "已提交申请，请等待办公室负责人审批。24 小时内请用这个浏览器办完。")
            response = redirect("tipoffs:opening", pk=asked.opening.pk)
            opening_cookie.hand_out(response, asked.opening, asked.session_key)
            return response
    url = reverse("tipoffs:tip", args=[tip.pk])
    lead = "须由办公室负责人审批，再由另一名保管人输入口令，才能开启。全过程留痕并报审计员，举报人会在查询页看到被开启的日期。"
    more = {
        "lead": lead,
        "crumbs": [(tip.label, url), ("申请开启身份", "")],
        "cancel_url": url,
        "submit_label": "提交申请",
    }
    return form_page(request, form, "申请开启身份信息", **more)


@sensitive_post_parameters()
@GET_POST
@requires(Permission.DECIDE_TIPOFFS)
@repeatable(NOT_KEPT)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader approves or refuses."""
    record = opening_of(request, pk)
    if (elsewhere := _not_now(request, record, "decide")) is not None:
        return elsewhere
    form = DecideForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        given = {
            "approve": typed["answer"] == APPROVE,
            "decision": typed["decision"],
            "password": typed["password"],
        }
        if attempt(form, lambda: decide_opening(opening=record, **given, by=request.user, at=timezone.now())):
            return _done(request, record, "已审批。")
    return _page(request, record, form, "审批身份开启", submit_label="提交审批")


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The other custodian adds his share."""
    record = opening_of(request, pk)
    if (elsewhere := _not_now(request, record, "join")) is not None:
        return elsewhere
    form = JoinForm(request.POST or None)
    if form.is_valid():
        phrase = form.cleaned_data["passphrase"]
        if attempt(
            form, lambda: join_opening(opening=record, passphrase=phrase, by=request.user, at=timezone.now())
        ):
            return _done(request, record, "已确认，申请人可以开启了。")
    more = [*facts(record), ("核对码", check_code(request, record))]
    lead = "请当面或打电话与申请人核对：他的屏幕上应显示同样的核对码。不一致的，不要输入口令，并报告审计员。"
    return _page(request, record, form, "确认身份开启", facts=more, lead=lead, submit_label="确认")


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked opens, in the browser he asked in, which keeps its key for another 24 hours."""
    record = opening_of(request, pk)
    if (elsewhere := _not_now(request, record, "open")) is not None:
        return elsewhere
    form, key = OpenForm(request.POST or None), opening_cookie.key_in(request, record)
    if form.is_valid():
        given = {"session_key": key, "passphrase": form.cleaned_data["passphrase"]}
        if attempt(form, lambda: open_identity(opening=record, **given, by=request.user, at=timezone.now())):
            response = _done(request, record, "已开启，24 小时内可以查看；用完请点“结束查看”。")
            opening_cookie.hand_out(response, record, key)
            return response
    return _page(request, record, form, "开启身份信息", submit_label="开启")


@require_POST
@once
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends it before its time."""
    record = opening_of(request, pk)
    if not is_his(request, record):
        raise Http404
    ending = ending_of(record)
    ended = end_opening(opening=record, by=request.user, at=timezone.now())
    response = _done(request, record, ending.done if ended else "此前已经结束。")
    opening_cookie.take_back(response, record)
    return response


def _not_now(request: HttpRequest, record: Opening, step: str) -> HttpResponse | None:
    """The way back when this step is not this officer's at this moment."""
    if next_step(record, request.user) == step:
        return None
    messages.error(request, f"当前状态为“{record.get_state_display()}”，您现在不能办理这一步。")
    return redirect("tipoffs:opening", pk=record.pk)


def _done(request: HttpRequest, record: Opening, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("tipoffs:opening", pk=record.pk)


def _page(request: HttpRequest, record: Opening, form, heading: str, **more) -> HttpResponse:
    url = reverse("tipoffs:opening", args=[record.pk])
    crumbs = [("身份开启", reverse("tipoffs:openings")), (record.tip.label, url), (heading, "")]
    return form_page(
        request, form, heading, **{"facts": facts(record), "crumbs": crumbs, "cancel_url": url, **more}
    )
