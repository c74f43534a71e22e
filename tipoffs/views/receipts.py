"""The receipt as a page and as a PDF. The code stands in the answer to a POST alone, never in an address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from capacity_portal.journal.once import repeatable
from capacity_portal.lib import typesetting
from tipoffs.documents import receipt as documents
from tipoffs.queries.lookup import find_tip
from tipoffs.queries.promises import promises_for
from tipoffs.queries.receipts import Receipt
from tipoffs.rules.receipt import grouped, normalised
from tipoffs.views.intake_pages import TOO_OFTEN, no_store, refusal_of, too_often

_MASK = 2
"""Of the QR code: trying all eight would take as long as receiving the tip."""
_FAILED = "回执文件现在不能生成，请打印或抄写本页的编号和查询码。"


def receipt_page(request: HttpRequest, receipt: Receipt, template: str, **more) -> HttpResponse:
    """Number and code, what happens next; the same for a retry."""
    context = {
        "tip": receipt.tip,
        "code": grouped(receipt.code),
        "is_new": receipt.is_new,
        "promises": promises_for(receipt.tip),
        "address": documents.address(),
        "qr": mark_safe(typesetting.qr_svg(documents.address_of(receipt.tip), mask=_MASK)),
    }
    return no_store(render(request, template, context | more))


@login_not_required
@require_POST
@repeatable("the receipt is only typeset, nothing is written but the count of tries")
def receipt_pdf(request: HttpRequest) -> HttpResponse:
    """The receipt to keep, for who knows number and code."""
    at = timezone.now()
    if refused := refusal_of(request, "lookup", at):
        context = {"sentence": str(refused)}
        return too_often(
            no_store(render(request, "tipoffs/receipt_failed.html", context, status=TOO_OFTEN)), refused
        )
    code = request.POST.get("code", "")
    tip = find_tip(request.POST.get("number", ""), code)
    if tip is None:
        return _failed(request, "编号或查询码不对，请核对。", 404)
    try:
        found = documents.receipt_pdf(tip, normalised(code))
    except typesetting.RenderFailed:
        return _failed(request, _FAILED, 503)
    response = no_store(HttpResponse(found.content, content_type="application/pdf"))
    response["Content-Disposition"] = content_disposition_header(True, documents.file_name(tip))
    return response


def _failed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return no_store(render(request, "tipoffs/receipt_failed.html", {"sentence": sentence}, status=status))
