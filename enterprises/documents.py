"""The printed dossier: one as a PDF, many as a zip made in the background."""

import base64
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.jobs.registry import JobResult
from capacity_portal.journal.queries import head, history_of
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.models import Office
from enterprises import dossiers
from enterprises.facts import Group
from enterprises.history import described, file_key
from enterprises.models import Attachment, Enterprise
from enterprises.queries import visible_to

_EVENTS = 12
_PHOTOS = 6
_PHOTO_PIXELS = (900, 675)
_WIDE = 22
_READ_WITH = ("region", "supervising_department", "supervising_officer", "confirmed_by", "merged_into")


def dossier_html(enterprise: Enterprise, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The document of one dossier as ``officer`` sees it at ``at``; pictures are inside it, nothing is fetched.

    ``undrawn``: characters that no font draws, to be owned up to at the end.
    """
    file = dossiers.read(enterprise, officer, timezone.localdate(at))
    address = address_of(enterprise)
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    context = {
        "title": enterprise.name,
        "kind": "一企一档",
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "qr": mark_safe(typesetting.qr_svg(address)),
        "address": address,
        "enterprise": enterprise,
        "file": file,
        "groups": [(group.title, _rows_of_two(group)) for group in file.groups],
        "events": described(history_of(file_key(enterprise))[:_EVENTS], officer.region_code),
        "photos": _photos(file.attachments),
        "head": head(),
        "undrawn": code_points(undrawn),
    }
    return render_to_string("print/dossier.html", context)


def address_of(enterprise: Enterprise) -> str:
    """The whole address of the dossier page, as printed and as a QR code."""
    return settings.PORTAL_URL.rstrip("/") + reverse("enterprises:dossier", args=[enterprise.pk])


def qr_picture(enterprise: Enterprise) -> bytes:
    """The QR code of the dossier's address as an SVG file, to be held before a phone in the field."""
    import segno  # noqa: PLC0415 - slow import

    picture = io.BytesIO()
    segno.make_qr(address_of(enterprise), error="m").save(picture, kind="svg", border=2, scale=5)
    return picture.getvalue()


def dossier_pdf(enterprise: Enterprise, officer, at: datetime) -> typesetting.RenderedPdf:
    """The dossier typeset; twice where a character cannot be drawn, to say so on it. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(dossier_html(enterprise, officer, at))
    if rendered.missing_glyphs:
        rendered = typesetting.render_pdf(dossier_html(enterprise, officer, at, rendered.missing_glyphs))
    return rendered


def file_name(enterprise: Enterprise) -> str:
    """``一企一档-17-某某公司.pdf`` without anything a file system minds."""
    name = "".join(char for char in enterprise.name if char.isalnum() or char in "（）()·-")[:60]
    return f"一企一档-{enterprise.pk}-{name}.pdf"


def _rows_of_two(group: Group) -> list[list[tuple[str, str, bool]]]:
    """Label and value, two pairs a row; a long value has a row of its own (third item True)."""
    rows: list[list[tuple[str, str, bool]]] = []
    for label, value in group.rows:
        is_wide = len(value) > _WIDE
        if is_wide or not rows or len(rows[-1]) == 2 or rows[-1][0][2]:
            rows.append([])
        rows[-1].append((label, value, is_wide))
    return rows


def _photos(attachments: Sequence[Attachment]) -> list[tuple[str, str]]:
    """(caption, data address) of the first photos, small enough for paper."""
    pictures = [row for row in attachments if row.is_picture and not row.is_withdrawn]
    return [(str(row), _data_address(row)) for row in pictures[:_PHOTOS]]


def _data_address(attachment: Attachment) -> str:
    from PIL import Image  # noqa: PLC0415 - slow import

    with attachment.file.open("rb") as stored, Image.open(stored) as picture:
        small = picture.convert("RGB")
        small.thumbnail(_PHOTO_PIXELS)
        jpeg = io.BytesIO()
        small.save(jpeg, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.getvalue()).decode()


def print_many(job, progress) -> JobResult:
    """The job ``enterprises.dossiers``: a zip with one PDF for each file its owner may still see."""
    found = visible_to(job.owner).filter(pk__in=job.parameters["enterprises"]).select_related(*_READ_WITH)
    enterprises = list(found.order_by("region_code", "id"))
    handle, path = mkstemp(suffix=".zip")
    made, sentences = 0, []
    with open(handle, "wb") as target, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, (enterprise, outcome) in enumerate(_rendered(enterprises, job.owner), start=1):
            if not isinstance(outcome, typesetting.RenderFailed):
                archive.writestr(file_name(enterprise), outcome.content)
                made += 1
            sentences += _findings(enterprise, outcome)
            progress(number * 100 // len(enterprises), f"已生成{number}份，共{len(enterprises)}份")
    failed = len(enterprises) - made
    message = f"生成{made}份" + (f"，{failed}份没有生成" if failed else "")
    name = f"一企一档{timezone.localdate():%Y%m%d}.zip"
    return JobResult(content=Path(path), name=name, message=message, report={"sentences": sentences})


def _findings(enterprise: Enterprise, outcome) -> list[str]:
    """What the officer must know about one document of a batch."""
    if isinstance(outcome, typesetting.RenderFailed):
        return [f"{enterprise.name}没有生成：{outcome}"]
    if outcome.missing_glyphs:
        return [f"{enterprise.name}有字没有字体可以打印，以〓代替：{code_points(outcome.missing_glyphs)}。"]
    return []


def _rendered(enterprises: Sequence[Enterprise], officer) -> Iterator[tuple[Enterprise, object]]:
    pages = (dossier_html(enterprise, officer, timezone.now()) for enterprise in enterprises)
    yield from zip(enterprises, typesetting.render_many(pages), strict=True)
