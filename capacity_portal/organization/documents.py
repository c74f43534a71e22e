"""Drawn things of this app."""

from base64 import b32encode

from django.utils.safestring import SafeString, mark_safe


def qr_picture(text: str) -> SafeString:
    """``text`` as a QR code: an SVG element for a page, without inline style."""
    import segno  # noqa: PLC0415 - slow import

    code = segno.make(text, error="l", micro=False, boost_error=False)
    drawn = code.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr-code", lineclass=None)
    return mark_safe(drawn.replace("<svg ", '<svg role="img" aria-label="动态口令二维码" ', 1))


def secret_in_groups(key: bytes) -> str:
    """The key of a second factor for typing, base32 in groups of four."""
    text = b32encode(key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
