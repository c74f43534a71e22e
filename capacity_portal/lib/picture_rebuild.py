"""Photos rebuilt from their pixels: position data, comments, thumbnails and anything appended stay behind.

A plain re-save is not enough: Pillow carries a JPEG's comment over. So the pixels are pasted on a fresh
canvas.
"""

from io import BytesIO
from typing import NamedTuple

MOST_PIXELS = 40_000_000
# JPEG includes MPO, the photo with embedded preview that many phones write; its first picture is taken.
_TAKEN = ("JPEG", "PNG", "WEBP")


class PictureDamaged(ValueError):
    """The bytes cannot be decoded as a photo."""


class PictureTooLarge(ValueError):
    """The photo has more than MOST_PIXELS pixels."""


class Picture(NamedTuple):
    """Encoded bytes with their format (``JPEG`` or ``PNG``) and size in pixels."""

    content: bytes
    format: str
    width: int
    height: int


def rebuilt(content: bytes, *, most_pixels: int = MOST_PIXELS) -> Picture:
    """Return the (first) picture in ``content``, turned upright.

    WEBP becomes JPEG, or PNG where it is transparent. Raises PictureTooLarge before anything is decoded,
    PictureDamaged for what no decoder understands.
    """
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415 - slow import

    # WeasyPrint switches this on for the whole process; half a photo is no evidence.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=_TAKEN) as source:
            if source.width * source.height > most_pixels:
                raise PictureTooLarge(f"{source.width} x {source.height}")
            source.load()
            ImageOps.exif_transpose(source, in_place=True)
            mode = _mode(source)
            canvas = Image.new(mode, source.size)
            canvas.paste(source if source.mode == mode else source.convert(mode))
            return _encoded(canvas, source.format)
    except PictureTooLarge:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(str(bomb)) from None
    except Exception as damage:  # decoders raise OSError, SyntaxError, struct.error, zlib.error, EOFError...
        raise PictureDamaged(type(damage).__name__) from damage


def _mode(source) -> str:
    if source.has_transparency_data:
        return "RGBA"
    return "L" if source.mode in ("1", "L") else "RGB"


def _encoded(canvas, source_format: str) -> Picture:
    keeps_png = source_format == "PNG" or canvas.mode == "RGBA"
    out, form = BytesIO(), "PNG" if keeps_png else "JPEG"
    canvas.save(out, form, **({} if keeps_png else {"quality": 88}))
    return Picture(out.getvalue(), form, canvas.width, canvas.height)
