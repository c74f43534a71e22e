"""The list of outgoing documents: tabs by where they stand, filters, search."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, choice_param, int_param, keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import DocumentKind
from reports.forms.notices import NoticeFilterForm
from reports.queries.notices import TABS, NoticeQuestion, notices_matching
from reports.rules.numbers import listed

PAGE_SIZE = 30
_NEWEST = Order("newest", "新的在前", ("-id",))
STATE_KINDS = {
    "draft": "neutral", "reviewing": "warn", "approved": "warn", "issued": "good", "replaced": "neutral", "withdrawn": "bad", "dropped": "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | None = None


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
def notices(request: HttpRequest) -> HttpResponse:
    """One page of the documents the officer sees."""
    question, drafts = _question(request), request.user.may(Permission.DRAFT_DOCUMENTS)
    cursor = text_param(request.GET, "cursor", longest=2_000)
    rows = notices_matching(request.user, question).select_related("drafted_by", "entry__series")
    page = keyset_page(
        rows.defer("content", "search_text"), _NEWEST, cursor=cursor, size=PAGE_SIZE, scope=repr(question)
    )
    parameters = _parameters(question)
    context = {
        "rows": [(notice, STATE_KINDS[notice.state], number_of(notice)) for notice in page.rows],
        "form": NoticeFilterForm(parameters, years=_years(localdate()), auto_id="filter-%s"),
        "tabs": _tabs(question) if drafts else [],
        "keep": [("tab", question.tab)] if question.tab else [],
        "applied": _applied(parameters),
        "clear_url": f"?{urlencode({'tab': question.tab})}",
        "may_draft": drafts,
        "may_register": request.user.may(Permission.KEEP_REGISTER),
        **pager(page, parameters, "件"),
    }
    return render(request, "reports/notices.html", context)


def number_of(notice) -> str:
    """The number as the register says it, "" while there is none."""
    return listed(notice.form, (notice.frozen or {}).get("number", ""))


def _question(request: HttpRequest) -> NoticeQuestion:
    return NoticeQuestion(
        text=text_param(request.GET, "text", longest=60),
        tab=choice_param(request.GET, "tab", list(TABS)),
        kind=choice_param(request.GET, "kind", DocumentKind.values),
        year=int_param(request.GET, "year", least=1949, most=2100),
    )


def _parameters(question: NoticeQuestion) -> dict[str, str]:
    values = {"tab": question.tab, "text": question.text, "kind": question.kind, "year": question.year}
    return {name: str(value) for name, value in values.items() if value}


def _tabs(question: NoticeQuestion) -> list[Tab]:
    rest = {name: value for name, value in _parameters(question).items() if name != "tab"}
    names = [("", "全部"), *((name, label) for name, (label, _) in TABS.items())]
    return [
        Tab(label, f"{reverse('reports:notices')}?{urlencode(rest | ({'tab': name} if name else {}))}", question.tab == name)
        for name, label in names
    ]  # fmt: skip


def _applied(parameters: dict[str, str]) -> list[tuple[str, str]]:
    labels = {"text": "含有“{}”", "kind": "{}", "year": "{}年"}
    said = (
        {**parameters, "kind": DocumentKind(parameters["kind"]).label} if "kind" in parameters else parameters
    )
    return [
        (labels[name].format(said[name]), "?" + urlencode({key: value for key, value in parameters.items() if key != name}))
        for name in labels
        if name in parameters
    ]  # fmt: skip


def _years(today: date) -> range:
    return range(today.year, today.year - 10, -1)
