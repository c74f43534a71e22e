"""代录: staff enter what came by telephone, letter or from above, and give the caller number and code."""

import secrets

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.memory_uploads import uploads_in_memory
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.forms.entering import EnterForm
from tipoffs.operations.entering import OtherContent, enter_tip
from tipoffs.queries.custody import active_key
from tipoffs.queries.scope import is_office
from tipoffs.views.intake_pages import no_store
from tipoffs.views.receipts import receipt_page

MOST_BYTES = 60 * 1024 * 1024
_SECRET_BYTES, _LONGEST_SECRET = 32, 100
_TOO_LARGE = "扫描件合计超过 60 MB，没有保存。请压缩或降低分辨率后重新选择。"


@uploads_in_memory(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ENTER_TIPOFFS)
@repeatable("the form's secret makes a repeat give the same receipt")
def enter(request: HttpRequest) -> HttpResponse:
    """One form; its own answer is the receipt for the caller."""
    if request.method != "POST" or "pick" in request.POST:
        return _page(request, _form(initial=request.POST.dict()))
    form = _form(request.POST, request.FILES)
    if request.has_dropped_files:
        form.add_error("scans" if "scans" in form.fields else None, _TOO_LARGE)
    if not form.is_valid():
        return _page(request, form)
    scans = form.cleaned_data.get("scans", [])
    try:
        receipt = enter_tip(
            report=form.report(), secret=_secret(request), scans=scans, by=request.user, at=timezone.now()
        )
    except ValidationError as refused:
        add_errors(form, refused)
        return _page(request, form, is_used=isinstance(refused, OtherContent))
    return _receipt(request, receipt)


def _form(data=None, files=None, initial: dict | None = None) -> EnterForm:
    may_seal = active_key() is not None
    return EnterForm(data, files, initial=initial or {}, today=timezone.localdate(), may_seal=may_seal)


def _secret(request: HttpRequest) -> str:
    return request.POST.get("secret", "")[:_LONGEST_SECRET]


def _page(request: HttpRequest, form: EnterForm, *, is_used: bool = False) -> HttpResponse:
    """``is_used``: with a secret of its own from now on, never again the receipt that was given for the first."""
    secret = "" if is_used else _secret(request)
    context = {
        "form": form,
        "may_seal": "name" in form.fields,
        "reads_afterwards": is_office(request.user),
        "secret": secret or secrets.token_urlsafe(_SECRET_BYTES),
        "crumbs": [("我的工作", "/desk/"), ("代录举报", "")],
    }
    return no_store(render(request, "tipoffs/enter.html", context))


def _receipt(request: HttpRequest, receipt) -> HttpResponse:
    more = {"may_open": is_office(request.user), "crumbs": [("我的工作", "/desk/"), ("代录举报", "")]}
    return receipt_page(request, receipt, "tipoffs/entered.html", **more)
