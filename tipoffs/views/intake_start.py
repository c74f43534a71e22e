"""Before the first step: what to have ready, and what happens to what is typed. And after the last: the browser forgets."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import repeatable
from tipoffs.operations.drafts import save_draft
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.custody import active_key
from tipoffs.views.draft_cookie import draft_of, hand_out, new_key, take_back
from tipoffs.views.intake_pages import TOO_OFTEN, address_of, no_store, refusal_of, too_often


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("every start begins an empty draft of its own")
def new(request: HttpRequest) -> HttpResponse:
    """须知; a POST begins a draft under a fresh key."""
    at = timezone.now()
    _, content = draft_of(request, at)
    context = {"has_draft": content is not None, "may_name": active_key() is not None, "clock": clock_of("")}
    if request.method != "POST":
        return no_store(render(request, "tipoffs/new.html", context))
    if refused := refusal_of(request, "draft", at):
        context |= {"error_list": [(str(refused), "")], "has_errors": True}
        return too_often(no_store(render(request, "tipoffs/new.html", context, status=TOO_OFTEN)), refused)
    key = new_key()
    save_draft(key=key, content={}, at=at)
    response = redirect(address_of("where"))
    hand_out(response, key)
    return no_store(response)


@login_not_required
@require_POST
@repeatable("taking the cookie back again changes nothing")
def saved(request: HttpRequest) -> HttpResponse:
    """“我已保存”: the draft's cookie goes, and the reporter is told what else to clear away."""
    response = no_store(render(request, "tipoffs/new_saved.html"))
    take_back(response)
    return response
