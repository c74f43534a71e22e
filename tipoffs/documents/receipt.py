"""The receipt on paper: number, code, where to come back, the days promised. Nothing of what was reported, nothing of who reported."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.printing import Order, typeset
from capacity_portal.organization.models import Office
from tipoffs.models import Tip
from tipoffs.queries.promises import promises_for
from tipoffs.rules.receipt import grouped

_UNCACHED = (1, 1)
"""Numbered by hand, and so kept out of the store of finished documents: the code stays nowhere."""


def receipt_pdf(tip: Tip, code: str) -> typesetting.RenderedPdf:
    """One page. Raises typesetting.RenderFailed."""
    return typeset(Order(receipt_html(tip, code), numbering=_UNCACHED))


def receipt_html(tip: Tip, code: str) -> str:
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    context = {
        "title": "举报回执",
        "kind": "请妥善保管",
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "tip": tip,
        "code": grouped(code),
        "promises": promises_for(tip),
        "address": address(),
        "qr": mark_safe(typesetting.qr_svg(address_of(tip))),
        "qr_caption": "扫码打开查询页",
    }
    return render_to_string("print/tip_receipt.html", context)


def address() -> str:
    """The whole address of the tracking page."""
    return settings.PORTAL_URL.rstrip("/") + reverse("tipoffs:track")


def address_of(tip: Tip) -> str:
    """The same with the number behind ``#``, which no browser sends; never the code."""
    return f"{address()}#{tip.year}-{tip.number:06d}"


def file_name(tip: Tip) -> str:
    """Neutral, for whoever sees the list of downloads."""
    return f"回执{tip.year}{tip.number:06d}.pdf"
