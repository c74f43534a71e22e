"""Files of lists: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from capacity_portal.lib.deposit import deposit
from capacity_portal.lib.typesetting import RenderFailed
from reports.documents.lists import TYPES, Listing, made
from reports.forms.sending import FormatForm


def asked(
    request: HttpRequest, kind: str, content: dict, note: Callable[[str, bool], None], page: dict
) -> HttpResponse | str:
    """The page that asks for a format; the key of what was asked for once it was asked by POST.

    ``content``: what the file shall hold, as JSON; ``note(format, is_print)`` writes the journal; ``page``: heading, lead, crumbs, cancel_url.
    """
    form = FormatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["format"]
        note(chosen, chosen == "pdf")
        return deposit(request, kind, content | {"format": chosen})
    return render(request, "reports/sending_act.html", {"form": form, "submit_label": "生成文件", **page})


def given(request: HttpRequest, listing: Listing, form: str, back: str) -> HttpResponse:
    """The file; the list's own page with a sentence where it cannot be typeset."""
    try:
        content = made(listing, form, request.user, timezone.now())
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect(back)
    response = HttpResponse(content, content_type=TYPES[form])
    name = "".join(char for char in listing.title if char.isalnum() or char in "（）-")[:60]
    response["Content-Disposition"] = content_disposition_header(form != "pdf", f"{name}.{form}")
    response["X-Content-Type-Options"] = "nosniff"
    return response
