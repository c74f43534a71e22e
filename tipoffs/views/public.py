"""Open to everybody: what may be reported and how it is handled, the privacy notice, reward rules, published outcomes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, keyset_page
from tipoffs.queries.channels import shown_channels
from tipoffs.queries.custody import active_key
from tipoffs.queries.public import identity_years, promised_days, published_outcomes, schemes_in_force
from tipoffs.registry import published_lists
from tipoffs.rules.follow_up import OBJECT_WITHIN
from tipoffs.rules.plain_kinds import IN_PLAIN_WORDS

_HOME, _ABOUT = ("首页", "/"), ("举报须知", "/tipoffs/")
_NEWEST = Order("newest", "最新公布", ("-published_on", "-id"))
_PAGE = 20


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "crumbs": [_HOME, ("举报须知", "")],
        "kinds": IN_PLAIN_WORDS.values(),
        "promised": promised_days(),
        "schemes": schemes_in_force(localdate(timezone.now())),
        "channels": shown_channels(),
        "object_within": OBJECT_WITHIN,
        "years": identity_years(),
    }
    return render(request, "tipoffs/about.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    crumbs = [_HOME, _ABOUT, ("举报信息保护", "")]
    context = {"crumbs": crumbs, "has_key": active_key() is not None, "years": identity_years()}
    return render(request, "tipoffs/privacy.html", context)


@login_not_required
@require_safe
def reward_rules(request: HttpRequest) -> HttpResponse:
    schemes = schemes_in_force(localdate(timezone.now()))
    context = {"crumbs": [_HOME, _ABOUT, ("举报奖励", "")], "schemes": schemes, "channels": shown_channels()}
    return render(request, "tipoffs/reward_rules.html", context)


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Newest first; pages by cursor."""
    cursor = request.GET.get("cursor", "")
    page = keyset_page(published_outcomes(), _NEWEST, cursor=cursor, size=_PAGE)
    lists = [] if cursor else published_lists()
    context = {"crumbs": [_HOME, ("公布的结果", "")], "rows": page.rows, "lists": lists, **pager(page)}
    return render(request, "tipoffs/published.html", context)


@login_not_required
@require_safe
def published_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(published_outcomes(), pk=pk)
    crumbs = [_HOME, ("公布的结果", "/published/"), (outcome.title, "")]
    return render(request, "tipoffs/published_outcome.html", {"crumbs": crumbs, "outcome": outcome})
