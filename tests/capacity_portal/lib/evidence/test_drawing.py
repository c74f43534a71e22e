import sys

import pytest

from capacity_portal.lib.evidence import drawing
from capacity_portal.lib.uploads import UploadRefused
from tests import evidence_makers as make


def child(monkeypatch, code: str) -> None:
    monkeypatch.setattr(drawing, "COMMAND", [sys.executable, "-c", code])


def test_photo_and_document():
    photo, document = drawing.photo(make.jpeg()), drawing.document(make.pdf(2))
    assert (photo.content_type, photo.pages, document.content_type, document.pages) == (
        "image/jpeg",
        1,
        "application/pdf",
        2,
    )
    assert make.CANARY not in repr(photo)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import time; time.sleep(9)",
        "print('no answer')",
        "print('[')",
        'print(\'{"error": "new"}\')',
    ],
)
def test_a_child_that_is_lost_found_the_file_damaged(monkeypatch, code):
    monkeypatch.setattr(drawing, "SECONDS", 0.5)
    child(monkeypatch, code)
    with pytest.raises(UploadRefused, match="^照片打不开"):
        drawing.photo(make.jpeg())
    with pytest.raises(UploadRefused, match="^PDF 打不开"):
        drawing.document(make.pdf())


def test_a_child_that_cannot_start(monkeypatch):
    monkeypatch.setattr(drawing, "COMMAND", ["/nowhere/python"])
    with pytest.raises(UploadRefused, match="^正在处理的材料较多"):
        drawing.photo(make.jpeg())


def test_the_child_knows_nothing_of_the_portal(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    child(
        monkeypatch, "import os, json; print(json.dumps({'content_type': ' '.join(os.environ), 'pages': 1}))"
    )
    assert "SECRET_KEY" not in drawing.photo(b"").content_type.split()
