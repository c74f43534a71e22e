"""Figures of a month or a year, and the list behind each number."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.lib.pages import choice_param, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.models import Tip
from tipoffs.queries.figure_tables import in_group, tables_of
from tipoffs.queries.figures import came, is_whole, labels_of, rows_of
from tipoffs.queries.scope import is_office
from tipoffs.rules.figures import Period, month_period, period_or_none

SHOWN, MONTHS, YEARS = 500, 12, 3


@dataclass(frozen=True)
class Asked:
    """A period; ``what``: the number whose list is asked for, "" for the figures; ``by`` and ``value``: of which line."""

    period: Period
    what: str = ""
    by: str = ""
    value: str = ""

    @property
    def query(self) -> str:
        values = {"period": self.period.slug, "what": self.what, "by": self.by, "value": self.value}
        return urlencode({name: value for name, value in values.items() if value})


def asked_of(parameters, officer, today: date) -> Asked:
    """What the address asks for; nonsense asks for the figures of this month."""
    period = period_or_none(text_param(parameters, "period", longest=10)) or month_period(
        months.month_of(today)
    )
    what = choice_param(parameters, "what", labels_of(officer))
    by = text_param(parameters, "by", longest=10) if what else ""
    return Asked(period, what, by, text_param(parameters, "value", longest=20) if by else "")


def tips_asked(asked: Asked, officer, today: date) -> QuerySet[Tip]:
    """The rows behind a number, for whoever sees tips. Raises Http404."""
    if not officer.may(Permission.VIEW_TIPOFFS) or not asked.what:
        raise Http404
    rows = rows_of(asked.what, officer, asked.period)
    if asked.by:
        rows = in_group(rows, asked.by, asked.value, officer, today)
    if rows is None:
        raise Http404
    return rows.select_related("place").order_by("year", "number", "id")


@require_safe
@requires(Permission.VIEW_TIPOFF_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """All tables of a period; what came in is said in a sentence, also when it is nothing."""
    today = timezone.localdate()
    asked = asked_of(request.GET, request.user, today)
    count = came(request.user, asked.period).count()
    verb = "收到举报" if is_whole(request.user) else "接到交办的举报"
    context = {
        "period": asked.period,
        "tables": tables_of(request.user, asked.period, today),
        "statement": f"{asked.period.label}{verb}{count}件。",
        "has_lists": request.user.may(Permission.VIEW_TIPOFFS),
        "periods": _periods(today),
        "export_url": f"{reverse('tipoffs:figures-export')}?{Asked(asked.period).query}",
    }
    return render(request, "tipoffs/figures.html", context)


@require_safe
@requires(Permission.VIEW_TIPOFF_FIGURES)
def figures_list(request: HttpRequest) -> HttpResponse:
    """The tips one number counts."""
    today = timezone.localdate()
    asked = asked_of(request.GET, request.user, today)
    rows = tips_asked(asked, request.user, today)
    context = {
        "title": title_of(asked, request.user),
        "rows": rows[:SHOWN],
        "count": rows.count(),
        "shown": SHOWN,
        "shows_origin": is_office(request.user),
        "export_url": f"{reverse('tipoffs:figures-export')}?{asked.query}",
        "crumbs": [("举报统计", figures_url(asked)), (title_of(asked, request.user), "")],
    }
    return render(request, "tipoffs/figures_list.html", context)


def figures_url(asked: Asked) -> str:
    return f"{reverse('tipoffs:figures')}?period={asked.period.slug}"


def title_of(asked: Asked, officer) -> str:
    """``2026年3月举报统计`` or ``2026年3月收到的举报``."""
    if not asked.what:
        return f"{asked.period.label}举报统计"
    return f"{asked.period.label}{labels_of(officer)[asked.what]}的举报"


def _periods(today: date) -> list[tuple[str, str]]:
    """(slug, label) of the years and months on offer, the latest first."""
    years = [(str(today.year - back), f"{today.year - back}年") for back in range(YEARS)]
    this = months.month_of(today)
    return years + [
        (months.slug(months.add(this, -back)), months.label(months.add(this, -back)))
        for back in range(MONTHS)
    ]
