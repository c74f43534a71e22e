"""The register of numbers: its lines, the series they belong to, a number for paper, a number voided."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.register import (
    PaperForm,
    RegisterFilterForm,
    SeriesForm,
    VoidForm,
    applied,
    as_parameters,
    asked_of,
)
from reports.operations.numbering import begin_series, enter_by_hand, void
from reports.queries.registers import (
    RegisterQuestion,
    codes_of,
    entries_matching,
    series_of_office,
    title_of,
)
from reports.sheets.register import state_of
from reports.views.one_form import OneForm, carry_out

PAGE = 50
_NEWEST = Order("newest", "最近编号", ("-given_at", "-id"))
_BY_NUMBER = Order("number", "按顺序号", ("-number", "-id"))
_KINDS = {"已作废": "closed", "已废止": "bad", "已被代替": "warn", "已印发": "good"}
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
def register(request: HttpRequest) -> HttpResponse:
    """One page of the lines that the filters of the address ask for; of one series in order of number."""
    codes, series = codes_of(request.user), list(series_of_office(request.user)[:200])
    question = asked_of(request.GET, codes)
    order = _BY_NUMBER if question.code and question.year else _NEWEST
    rows = entries_matching(request.user, question)
    page = keyset_page(rows, order, cursor=text_param(request.GET, "cursor", longest=2_000), size=PAGE)
    parameters = as_parameters(question)
    form = RegisterFilterForm(
        initial=parameters, codes=codes, years=sorted({row.year for row in series}, reverse=True)
    )
    context = {
        "rows": [
            (row, title_of(row), state_of(row), _KINDS.get(state_of(row), "neutral")) for row in page.rows
        ],
        "form": form,
        "applied": applied(question),
        "clear_url": reverse("reports:register"),
        "series": series[:12],
        "query": urlencode(parameters),
        "crumbs": [("公文", reverse("reports:notices")), ("发文登记簿", "")],
        **pager(page),
    }
    return render(request, "reports/register.html", context)


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@once
def series(request: HttpRequest) -> HttpResponse:
    """Begin a register, also in mid-year at a given number."""
    at = timezone.now()
    codes = codes_of(request.user)
    form = SeriesForm(_posted(request), codes=codes, initial={"year": timezone.localdate().year})

    def save(form: SeriesForm):
        return begin_series(**form.cleaned_data, by=request.user, at=at)

    kept = [
        (str(row), f"已编到{row.last}号" if row.last >= row.first else f"从{row.first}号开始")
        for row in series_of_office(request.user)[:20]
    ]
    page = {
        "heading": "启用登记簿",
        "lead": "每个代字每年一本；不启用的，第一份文件从1号编起。已经编过号的不能再改。",
        "submit_label": "启用",
        "facts": kept,
        "crumbs": _crumbs("启用登记簿"),
    }
    return carry_out(request, OneForm(form, save, reverse("reports:register"), "已启用。", page))


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@once
def paper(request: HttpRequest) -> HttpResponse:
    """The next number for a document that exists on paper alone."""
    at = timezone.now()
    form = PaperForm(_posted(request), series=series_of_office(request.user))

    def save(form: PaperForm):
        chosen = form.cleaned_data["series"]
        entry = enter_by_hand(
            code=chosen.code, year=chosen.year, title=form.cleaned_data["title"], by=request.user, at=at
        )
        messages.success(request, f"已登记，编号为{entry.label}。")

    page = {"heading": "登记纸质文件", "submit_label": "编号登记", "crumbs": _crumbs("登记纸质文件")}
    return carry_out(request, OneForm(form, save, reverse("reports:register"), "", page))


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@once
def number_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a number, with the reason."""
    entry = get_object_or_404(entries_matching(request.user, RegisterQuestion()), pk=pk)
    form = VoidForm(_posted(request))

    def save(form: VoidForm):
        return void(entry=entry, reason=form.cleaned_data["text"], by=request.user, at=timezone.now())

    page = {
        "heading": f"作废{entry.label}",
        "lead": title_of(entry),
        "submit_label": "作废",
        "kind": "danger",
        "crumbs": _crumbs("作废字号"),
        "blocks": [f"{entry.label}已经作废：{entry.void_reason}"] if entry.voided_at else [],
    }
    return carry_out(request, OneForm(form, save, reverse("reports:register"), "已作废。", page))


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [("公文", reverse("reports:notices")), ("发文登记簿", reverse("reports:register")), (here, "")]
