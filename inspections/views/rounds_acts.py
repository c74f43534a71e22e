"""What the office does to a month: open, close, reopen, put something on the list by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.jobs.operations import start_job
from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.pages import int_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises.queries import visible_to
from inspections.access import covers_all
from inspections.background import OPEN_MONTH
from inspections.forms.rounds import AddForm, NothingAsked, OpenForm, ReopenForm
from inspections.models import Round
from inspections.operations import by_hand, closing
from inspections.queries.blockers import closing_blockers
from inspections.queries.rounds import openable
from inspections.views.acting import Act, carry_out

NOT_OURS = "只有本市的办公室可以办理。"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROUNDS)
@once
def open_month(request: HttpRequest) -> HttpResponse:
    """Have a month opened in the background; a month that is open already stays as it is."""
    form = OpenForm(request.POST or None, periods=openable(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        about = {"label": f"开启{months.label(period)}排查", "parameters": {"period": period}}
        job = start_job(kind=OPEN_MONTH, **about, by=request.user, at=timezone.now())
        return redirect("jobs:detail", pk=job.pk)
    context = {
        "form": form,
        "heading": "开启月排查",
        "lead": "冻结这个月的排查清单：全部受监管企业和每个网格的拉网排查。以后的变化按日期增补、移出并写明原因。"
        "此前漏开的月份一并依次补开。",
        "submit_label": "开启",
        "cancel_url": reverse("inspections:rounds"),
        "crumbs": [("月排查", reverse("inspections:rounds")), ("开启月排查", "")],
    }
    return render(request, "inspections/round_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CLOSE_ROUNDS)
@once
def close(request: HttpRequest, month: int) -> HttpResponse:
    """Freeze the month's figures; what still keeps it open is listed."""
    round_ = get_object_or_404(Round, period=month)
    label = months.label(month)

    def save(form):
        closing.close_round(round_=round_, by=request.user, at=timezone.now())

    blockers = [] if round_.is_closed else _blockers(request, round_)
    page = {
        **_page(round_, f"{label}关账", "关账"),
        "lead": "关账后，排查记录、清单和月报都不能再改，数据连同校验值一并留存。重新开账须由办公室负责人写明理由。",
        "blockers": blockers,
        "is_settled": round_.is_closed or bool(blockers),
        "closings": round_.closings.select_related("closed_by", "reopened_by").order_by("-number"),
        "round": round_,
        "may_reopen": round_.is_closed and request.user.may(Permission.REOPEN_ROUNDS),
    }
    act = Act(
        NothingAsked(request.POST or None), save, _month_url(round_), f"{label}已关账。", page, NOT_OURS
    )
    return carry_out(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REOPEN_ROUNDS)
@once
def reopen(request: HttpRequest, month: int) -> HttpResponse:
    """Let writes to a closed month again."""
    round_ = get_object_or_404(Round, period=month)
    label = months.label(month)

    def save(form):
        closing.reopen_round(round_=round_, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        **_page(round_, f"重新开账：{label}", "重新开账"),
        "lead": "原关账数据和校验值保留，重新开账的人、时间和理由一直显示。改完后须再次关账。",
        "kind": "danger",
    }
    act = Act(
        ReopenForm(request.POST or None), save, _month_url(round_), f"{label}已重新开账。", page, NOT_OURS
    )
    return carry_out(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROUNDS)
@once
def add(request: HttpRequest, month: int) -> HttpResponse:
    """Put an enterprise, or a cell's sweep, on the list by hand."""
    round_ = get_object_or_404(Round, period=month)

    def save(form):
        by_hand.add_duty(round_=round_, **form.chosen(), by=request.user, at=timezone.now())

    page = _page(round_, "增列排查对象", "列入清单")
    page["lead"] = (
        "台账中受监管的企业和现有网格由系统自动列入；这里列入按规则不在清单上的，本月有效，留痕可查。"
    )
    form = AddForm(request.POST or None, officer=request.user, initial={"what": _asked_for(request)})
    return carry_out(request, Act(form, save, _month_url(round_), "已列入本月清单。", page))


def _blockers(request: HttpRequest, round_: Round) -> list[str]:
    """What keeps the month open; an office that is not this prefecture's is told nothing else."""
    return closing_blockers(round_) if covers_all(request.user) else [NOT_OURS]


def _asked_for(request: HttpRequest) -> str:
    """What the form is filled with when it was opened from an enterprise's page."""
    number = int_param(request.GET, "enterprise", default=0)
    enterprise = visible_to(request.user).filter(pk=number).first() if number > 0 else None
    return (enterprise.credit_code or enterprise.name) if enterprise else ""


def _page(round_: Round, heading: str, submit_label: str) -> dict:
    crumbs = [
        ("月排查", reverse("inspections:rounds")),
        (months.label(round_.period), _month_url(round_)),
        (heading, ""),
    ]
    return {"heading": heading, "submit_label": submit_label, "crumbs": crumbs}


def _month_url(round_: Round) -> str:
    return reverse("inspections:round", args=[round_.period])
