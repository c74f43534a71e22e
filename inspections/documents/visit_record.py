"""The printed 排查记录: one visit on A4, from the same data as its page, with lines to sign and the way back to it."""

import base64
import io
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.journal.queries import head
from capacity_portal.lib import months, typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.models import Office
from inspections.models import Visit, VisitPhoto
from inspections.queries.visit_page import page_of
from inspections.queries.visits import facts_of

_PHOTOS = 4
_WIDE = 16
_PHOTO_PIXELS = (900, 675)


def record_html(visit: Visit, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The document of one visit as ``officer`` sees it at ``at``; pictures are inside it, nothing is fetched.

    ``undrawn``: characters that no font draws, to be owned up to at the end.
    """
    page = page_of(visit, officer)
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    address = address_of(visit)
    context = {
        "title": visit.duty.title,
        "kind": "排查记录",
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "qr": mark_safe(typesetting.qr_svg(address)),
        "qr_caption": "扫码查看电子记录",
        "address": address,
        "visit": visit,
        "month": months.label(visit.period),
        "page": page,
        "facts": _rows(facts_of(visit.duty)),
        "photos": [(_caption(shot), _data_address(shot.photo)) for shot in page.photos[:_PHOTOS]],
        "more_photos": max(0, len(page.photos) - _PHOTOS),
        "head": head(),
        "undrawn": code_points(undrawn),
    }
    return render_to_string("print/visit_record.html", context)


def record_pdf(visit: Visit, officer, at: datetime) -> typesetting.RenderedPdf:
    """The record typeset; twice where a character cannot be drawn, to say so on it. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(record_html(visit, officer, at))
    if rendered.missing_glyphs:
        rendered = typesetting.render_pdf(record_html(visit, officer, at, rendered.missing_glyphs))
    return rendered


def address_of(visit: Visit) -> str:
    """The whole address of the visit's page, as printed and as a QR code."""
    return settings.PORTAL_URL.rstrip("/") + reverse("inspections:visit", args=[visit.pk])


def file_name(visit: Visit) -> str:
    """``排查记录-17-某某公司.pdf`` without anything a file system minds."""
    name = "".join(char for char in visit.duty.title if char.isalnum() or char in "（）()·-")[:60]
    return f"排查记录-{visit.pk}-{name}.pdf"


def _rows(facts: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Label and value, two pairs a row; a long value has a row of its own."""
    rows: list[list[tuple[str, str]]] = []
    for fact in facts:
        is_long = len(fact[1]) > _WIDE
        if is_long or not rows or len(rows[-1]) == 2 or len(rows[-1][0][1]) > _WIDE:
            rows.append([])
        rows[-1].append(fact)
    return rows


def _caption(shot) -> str:
    photo = shot.photo
    taken = f"{timezone.localtime(photo.taken_time):%Y-%m-%d %H:%M}（设备时间）" if photo.taken_time else ""
    parts = [photo.get_kind_display(), taken, f"距企业 {shot.distance}" if shot.distance else ""]
    parts.append("与以前的照片相同" if photo.duplicate_of_id else "")
    return "　".join(part for part in parts if part)


def _data_address(photo: VisitPhoto) -> str:
    """The photo for paper; "" where the stored file is gone or no picture any more."""
    from PIL import Image  # noqa: PLC0415 - slow import

    try:
        with photo.file.open("rb") as stored, Image.open(stored) as picture:
            small = picture.convert("RGB")
            small.thumbnail(_PHOTO_PIXELS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # what PIL says of damaged files
        return ""
    jpeg = io.BytesIO()
    small.save(jpeg, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.getvalue()).decode()
