import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from capacity_portal.lib import picture_rebuild
from capacity_portal.lib.picture_rebuild import PictureDamaged, PictureTooLarge

SECRET = b"27.1117N-114.9934E"


def encoded(image, form, **options):
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def exif(orientation=1):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = SECRET.decode()
    return data


def photo(size=(8, 6), colour=(200, 30, 20)):
    return Image.new("RGB", size, colour)


def reopened(picture):
    return Image.open(BytesIO(picture.content))


def loaded_with_secrets():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    profile = SECRET * 20
    yield (
        "jpeg",
        encoded(photo(), "JPEG", exif=exif(), comment=SECRET, icc_profile=profile) + b"PK\x03\x04" + SECRET,
    )
    yield "png", encoded(photo(), "PNG", pnginfo=text, exif=exif()) + SECRET
    yield "webp", encoded(photo(), "WEBP", exif=exif(), xmp=SECRET, icc_profile=profile)


SECRETIVE = dict(loaded_with_secrets())


@pytest.mark.parametrize("form", SECRETIVE)
def test_nothing_but_pixels_survives(form):
    assert SECRET in SECRETIVE[form]
    picture = picture_rebuild.rebuilt(SECRETIVE[form])
    assert SECRET not in picture.content
    assert b"PK\x03\x04" not in picture.content
    assert dict(reopened(picture).getexif()) == {}
    assert set(reopened(picture).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_plain_resave_would_have_kept_the_comment():
    out = BytesIO()
    Image.open(BytesIO(SECRETIVE["jpeg"])).save(out, "JPEG")
    assert SECRET in out.getvalue()


def test_pixels_of_a_png_are_equal():
    source = Image.effect_noise((40, 30), 80).convert("RGB")
    assert reopened(picture_rebuild.rebuilt(encoded(source, "PNG"))).tobytes() == source.tobytes()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (encoded(photo(), "JPEG"), "JPEG"),
        (encoded(photo(), "PNG"), "PNG"),
        (encoded(photo(), "WEBP"), "JPEG"),
        (encoded(Image.new("RGBA", (8, 6), (1, 2, 3, 100)), "WEBP"), "PNG"),
        (encoded(Image.new("CMYK", (8, 6)), "JPEG"), "JPEG"),
        (encoded(Image.new("L", (8, 6)), "JPEG"), "JPEG"),
        (encoded(Image.new("1", (8, 6)), "PNG"), "PNG"),
        (encoded(Image.new("P", (8, 6)), "PNG", transparency=0), "PNG"),
        (encoded(Image.new("I;16", (8, 6)), "PNG"), "PNG"),
        (encoded(photo(), "MPO", save_all=True, append_images=[photo()]), "JPEG"),
        (encoded(photo(), "PNG", save_all=True, append_images=[photo((8, 6), (0, 0, 0))]), "PNG"),
    ],
    ids=["jpeg", "png", "webp", "webp-alpha", "cmyk", "grey", "bits", "palette", "16-bit", "mpo", "apng"],
)
def test_forms(content, form):
    picture = picture_rebuild.rebuilt(content)
    assert (picture.format, picture.width, picture.height) == (form, 8, 6)
    assert (reopened(picture).format, reopened(picture).size) == (form, (8, 6))


def test_photos_are_turned_upright():
    picture = picture_rebuild.rebuilt(encoded(photo(), "JPEG", exif=exif(orientation=6)))
    assert (picture.width, picture.height) == (6, 8)


def test_the_same_photo_gives_the_same_bytes():
    content = SECRETIVE["jpeg"]
    assert picture_rebuild.rebuilt(content) == picture_rebuild.rebuilt(content)


def bomb(width, height):
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = b"IDAT" + zlib.compress(b"\x00" * 1000)
    return start + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize("size", [(6325, 6325), (12_000, 12_000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_before_decoding(size):
    with pytest.raises(PictureTooLarge):
        picture_rebuild.rebuilt(bomb(*size))


def test_the_limit_is_inclusive():
    assert picture_rebuild.rebuilt(encoded(photo(), "PNG"), most_pixels=48).width == 8
    with pytest.raises(PictureTooLarge):
        picture_rebuild.rebuilt(encoded(photo(), "PNG"), most_pixels=47)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        encoded(photo((200, 200)), "JPEG")[:400],
        encoded(Image.effect_noise((64, 64), 80), "PNG")[:2000],
        encoded(photo(), "GIF"),
        encoded(photo(), "TIFF"),
        encoded(photo(), "EPS"),
        encoded(photo(), "BMP"),
        bomb(100, 100),
    ],
    ids=["nothing", "head", "cut-jpeg", "cut-png", "gif", "tiff", "eps", "bmp", "short-png"],
)
def test_damaged_and_other_pictures_are_refused(content):
    with pytest.raises(PictureDamaged):
        picture_rebuild.rebuilt(content)


def test_half_a_photo_is_refused_even_where_weasyprint_has_relaxed_pillow(monkeypatch):
    half = encoded(Image.effect_noise((64, 64), 80), "PNG")[:2000]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    Image.open(BytesIO(half)).load()
    with pytest.raises(PictureDamaged):
        picture_rebuild.rebuilt(half)


@given(st.sampled_from(sorted(SECRETIVE)), st.integers(0, 600), st.binary(max_size=8))
def test_damage_anywhere_is_answered(form, at, junk):
    content = SECRETIVE[form][:at] + junk + SECRETIVE[form][at + len(junk) :]
    with suppress(PictureDamaged, PictureTooLarge):
        assert SECRET not in picture_rebuild.rebuilt(content).content
