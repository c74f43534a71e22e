"""The last step: all answers with the ways to change them, then the submission, whose own answer is the receipt."""

import secrets

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.form_errors import add_errors
from tipoffs.forms.intake import CheckForm
from tipoffs.operations import draft_files
from tipoffs.operations.drafts import open_draft
from tipoffs.operations.receiving import DraftGone, receive_tip
from tipoffs.queries.receipts import pepper, receipt_for
from tipoffs.rules import robots
from tipoffs.rules.draft_content import OF_FIELD, report_of
from tipoffs.rules.report import problems, tidy
from tipoffs.views.draft_cookie import draft_of
from tipoffs.views.intake_answers import answers_of
from tipoffs.views.intake_pages import CHECK, GONE, TOO_OFTEN, address_of, refusal_of, step_page, too_often
from tipoffs.views.receipts import receipt_page

_SECRET_BYTES, _LONGEST_SECRET = 32, 100


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("the form's secret makes a repeat give the same receipt")
def check(request: HttpRequest) -> HttpResponse:
    """核对提交; a retry of the submission gives the receipt again, whatever became of the draft."""
    if request.method == "POST" and (known := receipt_for(_secret(request))) is not None:
        return receipt_page(request, known, "tipoffs/receipt.html")
    key, content = draft_of(request, timezone.now())
    if request.method == "POST":
        return _over(request) if content is None else _submitted(request, key, content)
    if content is None:
        return redirect("tipoffs:new")
    return _page(request, key, content, CheckForm())


def _submitted(request: HttpRequest, key: bytes, content: dict) -> HttpResponse:
    at, form = timezone.now(), CheckForm(request.POST)
    told = robots.complaint(
        request.POST.get(robots.TRAP, ""), request.POST.get(robots.STAMP, ""), pepper(), at
    )
    if told:
        form.add_error(None, told)
    if not form.is_valid() or problems(tidy(report_of(content))):
        return _page(request, key, content, form)
    if refused := refusal_of(request, "tip", at):
        form.add_error(None, str(refused))
        return too_often(_page(request, key, content, form, TOO_OFTEN), refused)
    try:
        receipt = receive_tip(
            report=report_of(content), secret=_secret(request), draft_key=key, content=content, at=at
        )
    except DraftGone:
        return _over(request)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, key, open_draft(key) or content, form)
    return receipt_page(request, receipt, "tipoffs/receipt.html")


def _secret(request: HttpRequest) -> str:
    return request.POST.get("secret", "")[:_LONGEST_SECRET]


def _page(
    request: HttpRequest, key: bytes, content: dict, form: CheckForm, status: int = 200
) -> HttpResponse:
    missing = problems(tidy(report_of(content)))
    faults = [(sentence, f"group-{OF_FIELD.get(name, 'where')}") for name, sentence in missing.items()]
    context = {
        "form": form,
        "error_list": faults,
        "has_errors": bool(faults),
        "is_complete": not faults,
        "answers": answers_of(content, draft_files.listed(key)),
        "secret": _secret(request) or secrets.token_urlsafe(_SECRET_BYTES),
        "stamp": robots.stamp(timezone.now(), pepper()),
        "trap": robots.TRAP,
    }
    return step_page(request, CHECK, context, status)


def _over(request: HttpRequest) -> HttpResponse:
    """The draft is gone; the twin of this very submission may have ended it a moment ago: then this is its receipt too."""
    if (known := receipt_for(_secret(request))) is not None:
        return receipt_page(request, known, "tipoffs/receipt.html")
    return step_page(request, CHECK, {"is_over": True, "start_url": address_of("where")}, GONE)
