"""Tips that somebody proposed not to accept, for the second person of another unit. The summary stands on the page of the two
answers, where it is logged who reads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs.documents import tip_facts
from tipoffs.queries.clock_rules import clocks
from tipoffs.queries.offers import against_second
from tipoffs.queries.scope import dismissals_visible_to, is_office
from tipoffs.rules.clocks import Clock
from tipoffs.views.tip_page import SHOWN_WITH, act_url

PAGE_SIZE = 20
_ORDER = Order("clock", "期限先到的在前", ("due_on", "id"))


@require_safe
@requires(Permission.CONFIRM_DISMISSALS)
@cache_control(private=True, no_store=True)
def dismissals(request: HttpRequest) -> HttpResponse:
    """Those that wait, the earliest deadline first."""
    rows = dismissals_visible_to(request.user).select_related(*SHOWN_WITH)
    page = keyset_page(rows, _ORDER, cursor=text_param(request.GET, "cursor", longest=2_000), size=PAGE_SIZE)
    known, calendar, today = clocks(), work_calendar(), timezone.localdate()
    shown = [
        {
            "tip": tip,
            "badges": tip_facts.badges(tip, today, calendar, known.get(tip.kind, Clock())),
            "against": against_second(tip, request.user),
            "review_url": act_url(tip.pk, "confirm_refusal"),
        }
        for tip in page.rows
    ]
    context = {
        "rows": shown,
        "links_to_tip": is_office(request.user),
        "crumbs": [("举报办理", reverse("tipoffs:queue")), ("复核不受理", "")],
        **pager(page, {}, "件"),
    }
    return render(request, "tipoffs/dismissals.html", context)
