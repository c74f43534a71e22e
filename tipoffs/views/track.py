"""Number and code, and the way out: 快速离开."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import repeatable
from tipoffs.forms.follow_up import WRONG, LookupForm
from tipoffs.models import Tip
from tipoffs.queries.channels import shown_channels
from tipoffs.queries.lookup import find_tip
from tipoffs.views import draft_cookie, track_cookie
from tipoffs.views.intake_pages import TOO_OFTEN, no_store, refusal_of, too_often

CRUMBS = [("首页", "/"), ("举报须知", "/tipoffs/"), ("查询举报", "")]


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("looking up writes nothing but the counters of the limiter")
def track(request: HttpRequest) -> HttpResponse:
    """The limiter is asked first; then one answer for whatever is wrong."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return lookup_page(request, form)
    at = timezone.now()
    if refused := refusal_of(request, "lookup", at):
        form.add_error(None, str(refused))
        return too_often(lookup_page(request, form, status=TOO_OFTEN), refused)
    tip = _found(form)
    if tip is None:
        return lookup_page(request, form)
    response = no_store(redirect("tipoffs:case"))
    track_cookie.hand_out(response, tip.pk, at)
    return response


def _found(form: LookupForm) -> Tip | None:
    if not form.is_valid():
        return None
    tip = find_tip(form.cleaned_data["number"], form.cleaned_data["code"])
    if tip is None:
        form.add_error("code", WRONG)
    return tip


def lookup_page(
    request: HttpRequest, form: LookupForm, status: int = 200, *, is_over: bool = False
) -> HttpResponse:
    """``is_over``: the 30 minutes are over; what was typed on another page of the tip is given back."""
    context = {
        "form": form,
        "crumbs": CRUMBS,
        "is_over": is_over or "over" in request.GET,
        "channels": shown_channels(),
    }
    if is_over:
        words = request.POST.get("text", "").strip()
        context["typed"] = [("text", words)] if words else []
    return no_store(render(request, "tipoffs/track.html", context, status=status))


@login_not_required
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To a page that says nothing; the browser forgets the draft's key and the tracked tip on the way."""
    response = no_store(redirect(settings.LEAVE_URL))
    draft_cookie.take_back(response)
    track_cookie.take_back(response)
    return response


def over(request: HttpRequest) -> HttpResponse:
    """Who comes without a valid cookie: back to number and code, with what he posted."""
    if request.method == "POST":
        return lookup_page(request, LookupForm(), status=403, is_over=True)
    return no_store(redirect(f"{reverse('tipoffs:track')}?over=1"))
