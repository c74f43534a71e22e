"""QR codes as SVG, to be put into a document as text (inline) or as a picture (data URI)."""

QUIET_ZONE = 2  # modules; paper around the code is white anyway


def qr_svg(text: str, *, mask: int | None = None) -> str:
    """An inline ``<svg>`` of the QR code of ``text`` (level M), without fixed size: the style sheet gives it one.

    ``mask``: 0 to 7 where there is no time to try all eight patterns; every reader takes any.
    """
    return _code(text, mask).svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="qr", lineclass=None)


def qr_data_uri(text: str) -> str:
    """The same as a ``data:image/svg+xml`` address for ``<img src>``."""
    return _code(text).svg_data_uri(border=QUIET_ZONE, omitsize=True)


def _code(text: str, mask: int | None = None):
    import segno  # noqa: PLC0415 - slow import

    return segno.make_qr(text, error="m", boost_error=False, mask=mask)
