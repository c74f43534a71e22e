"""What a file looks like, drawn anew: runs in the child, for decoders are where hostile files strike."""

from io import BytesIO

from capacity_portal.lib import picture_rebuild
from capacity_portal.lib.evidence.picture_pdf import Page, pdf_of

MOST_PAGES = 50
DPI = 144
MOST_PAGE_PIXELS = 4_000_000
_LONGEST_SIDE = 6_000  # pixels; a page of 1 x 14,400 points would be drawn as a thread
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class NotDrawn(ValueError):
    """Why: ``pixels``, ``damaged``, ``password``, ``pages``."""


def photo(content: bytes) -> tuple[bytes, str, int]:
    """(copy, content type, 1). Raises NotDrawn."""
    try:
        picture = picture_rebuild.rebuilt(content)
    except picture_rebuild.PictureTooLarge:
        raise NotDrawn("pixels") from None
    except picture_rebuild.PictureDamaged:
        raise NotDrawn("damaged") from None
    return picture.content, _TYPES[picture.format], 1


def document(content: bytes) -> tuple[bytes, str, int]:
    """(copy, content type, pages): what is drawn of each page, annotations included, and nothing else. Raises NotDrawn."""
    import pypdfium2  # noqa: PLC0415 - slow import

    try:
        with pypdfium2.PdfDocument(content) as source:
            if len(source) > MOST_PAGES:
                raise NotDrawn("pages")
            pages = [_drawn(source[number]) for number in range(len(source))]
    except pypdfium2.PdfiumError as damage:
        raise NotDrawn("password" if "assword" in str(damage) else "damaged") from None
    return pdf_of(pages), "application/pdf", len(pages)


def _drawn(page) -> Page:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(DPI / 72, (MOST_PAGE_PIXELS / (width * height)) ** 0.5, _LONGEST_SIDE / max(width, height))
    picture = page.render(scale=scale).to_pil()
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    page.close()
    return Page(out.getvalue(), picture.width, picture.height, width, height)
