import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import file_kinds


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "JPEG"),
        (b"\x89PNG\r\n\x1a\nrest", "PNG"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "WEBP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1", "HEIC"),
        (b"\x00\x00\x00\x18ftypisom", "VIDEO"),
        (b"RIFF\x10\x00\x00\x00AVI LIST", "VIDEO"),
        (b"GIF89a/*\x01alert(1)*/", "GIF"),
        (b"II*\x00", "TIFF"),
        (b"MM\x00*", "TIFF"),
        (b"BM\x10\x00\x00\x00\x00\x00\x00\x00", "BMP"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"\xc5\xd0\xd3\xc6", "EPS"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "SVG"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "SVG"),
        (b"<!DOCTYPE html><script>", "SVG"),
        (b" <html>", "HTML"),
        (b"PK\x03\x04", "ZIP"),
        (b"Rar!\x1a\x07", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OFFICE"),
        (b"MZ\x90\x00", "PROGRAM"),
        (b"#!/bin/sh", "PROGRAM"),
        (b" %PDF-1.7", ""),
        (b"hello", ""),
        (b"", ""),
    ],
)
def test_kind_of(head, kind):
    assert file_kinds.kind_of(head) == kind


@given(st.binary())
def test_every_kind_is_taken_or_has_advice(content):
    kind = file_kinds.kind_of(content)
    assert kind in {"", "JPEG", "PNG", "WEBP", "PDF", *file_kinds.ADVICE}
