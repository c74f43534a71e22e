"""Small generated pictures, clearly marked as a demonstration: no photo of a real place or person is used."""

from functools import lru_cache
from io import BytesIO

from capacity_portal.lib.uploads import Upload, read_upload

_SIZE = (480, 320)
_GROUNDS = ("#8a8f94", "#7d8a7a", "#93887a", "#7b8794")
_MOST_BYTES = 10**6


@lru_cache(maxsize=64)
def picture(number: int, words: str = "DEMO") -> Upload:
    """A furnace of sorts with ``words`` and a number on it; the same arguments give the same file."""
    return read_upload(BytesIO(jpeg(number, words)), most_bytes=_MOST_BYTES, name=f"演示照片{number}.jpg")


def jpeg(number: int, words: str = "DEMO") -> bytes:
    """The picture's file as it would come from a phone."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - slow import

    image = Image.new("RGB", _SIZE, _GROUNDS[number % len(_GROUNDS)])
    draw = ImageDraw.Draw(image)
    left = 90 + number * 37 % 120
    draw.ellipse((left, 60, left + 240, 300), fill="#3c3f42")
    draw.ellipse((left + 40, 90, left + 200, 210), fill="#e06a1b" if number % 3 else "#5a5d60")
    draw.rectangle((0, 0, 480, 34), fill="#1d3557")
    draw.text((12, 8), f"{words} {number:04d}", fill="#ffffff", font_size=18)
    content = BytesIO()
    image.save(content, "JPEG", quality=60)
    return content.getvalue()
