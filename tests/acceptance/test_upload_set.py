"""Upload set: what reporters may send through the portal's own pages, hostile or full of traces, to the last stored byte.

Clean copies carry nothing, originals lie sealed, hostile files are refused with advice, and nothing is ever answered with 500.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests import evidence_makers as make
from tests.makers import make_region
from tests.tip_makers import make_custody_key
from tests.tipoffs.operations.test_draft_files import private_of
from tipoffs.models import Tip, TipDraft, TipFile
from tipoffs.operations.originals import original_of

pytestmark = pytest.mark.django_db
EVIDENCE = "/tipoffs/new/evidence/"
NAME = f"{make.CANARY}的手机照片"


@dataclass(frozen=True)
class Taken:
    """A file that is received: ``kind`` of FileKind; ``clean``: the beginning of its clean copy, b"" for what stays sealed."""

    content: bytes
    extension: str
    kind: str
    clean: bytes


TAKEN = {
    "JPEG with EXIF, position, comment, thumbnail, trailing data": Taken(make.jpeg_with_traces(), "jpg", "photo", b"\xff\xd8\xff"),
    "PNG with text": Taken(make.png_with_traces(), "png", "photo", b"\x89PNG"),
    "WEBP with EXIF and XMP": Taken(make.webp_with_traces(), "webp", "photo", b"\xff\xd8\xff"),
    "PDF with author, script, file, link, note": Taken(make.pdf_with_traces(), "pdf", "document", b"%PDF-1.4"),
    "JPEG that says it is a page": Taken(make.jpeg_with_traces() + b"<script>alert(1)</script>", "html", "photo", b"\xff\xd8\xff"),
    "Word document with author": Taken(make.docx(), "docx", "office", b""),
    "older Word document": Taken(make.older_office("WordDocument") + make.CANARY_BYTES, "doc", "office", b""),
    "video with position": Taken(make.mp4(), "mp4", "video", b""),
}  # fmt: skip
REFUSED = {
    "pixel bomb": (make.pixel_bomb(), "bomb.png", "4,000 万像素"),
    "polyglot of GIF and script": (make.polyglot(), "a.gif", "另存为 JPG 或 PNG"),
    "SVG with script": (make.svg(), "a.svg", "可能含有脚本"),
    "SVG that says it is a photo": (make.svg(), "a.jpg", "可能含有脚本"),
    "web page": (b"<html><script>alert(1)</script>", "a.pdf", "网页文件"),
    "nothing": (b"", "a.jpg", "文件是空的"),
    "encrypted PDF": (make.encrypted_pdf(), "a.pdf", "打开密码"),
    "truncated PDF": (make.pdf()[:-40], "a.pdf", "PDF"),
    "truncated JPEG": (make.jpeg((400, 400))[:900], "a.jpg", "照片打不开"),
    "zip that climbs": (make.packed_as({"../../../etc/cron.d/x": "x"}), "a.zip", "压缩包"),
    "Word document that climbs": (make.docx("../../x"), "a.docx", "压缩包"),
    "Word document with macros": (make.docx("word/vbaProject.bin"), "a.docm", "含有宏"),
    "HEIC": (make.heic(), "IMG_1.HEIC", "兼容性最佳"),
    "program": (b"MZ\x90\x00" + bytes(200), "a.jpg", "程序文件"),
    "random bytes": (bytes(range(7, 250)), "a.mp4", "无法识别"),
}
NAMES = [
    "../../etc/passwd",
    "a\x00.jpg",
    "<img src=x onerror=alert(1)>.jpg",
    "照片\u202egpj.exe",
    "x" * 5000,
    "CON.jpg",
    " ",
    "%s%n.jpg",
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "spool")
    (tmp_path / "spool").mkdir()
    return tmp_path


@pytest.fixture
def reporter() -> Client:
    """On the third step of a report."""
    make_region("360802001")
    client = Client()
    assert client.post("/tipoffs/new/").status_code == 302
    return client


def send(client: Client, content: bytes, name: str):
    response = client.post(
        EVIDENCE, {"file": SimpleUploadedFile(name, content)}, headers={"Accept": "application/json"}
    )
    assert response.status_code in (200, 302), (name, response.status_code)
    return response.json()["fault"]


def submit(client: Client):
    client.post("/tipoffs/new/where/", {"place_text": "演示镇河边的厂房", "firm_name": "演示轧钢厂"})
    client.post("/tipoffs/new/what/", {"kind": "production", "text": "夜里开炉", "daytime": "night"})
    client.post("/tipoffs/new/contact/", {"named": "anonymous"})
    page = client.get("/tipoffs/new/check/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        return client.post("/tipoffs/new/check/", fields | {"truthful": "on"})


def stored(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def in_database(words: bytes) -> list[str]:
    """Columns of all tables of this app in which ``words`` stand."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                values = (
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for value in row
                )
                found += [
                    f"{table}.{name}" for name, value in zip(names, values, strict=True) if words in value
                ]
    return found


def traces_in(content: bytes) -> dict:
    """Whatever a reader finds in a clean copy besides what is seen."""
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as document:
            return {name: value for name, value in document.get_metadata_dict().items() if value} | (
                {"text": document[0].get_textpage().get_text_bounded()}
                if document[0].get_textpage().count_chars()
                else {}
            )
    picture = Image.open(BytesIO(content))
    harmless = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return {name: value for name, value in picture.info.items() if name not in harmless} | dict(
        picture.getexif()
    )


def test_what_is_sent_is_cleaned_and_sealed_to_the_last_byte(
    reporter, media, django_capture_on_commit_callbacks
):
    key = make_custody_key()
    for sent in TAKEN.values():
        assert send(reporter, sent.content, f"{NAME}.{sent.extension}") == ""
    drafted = stored(media)
    assert len(drafted) == sum(2 if sent.clean else 1 for sent in TAKEN.values())
    assert [name for name, content in drafted.items() if make.CANARY_BYTES in content] == []
    assert [
        name
        for name, content in drafted.items()
        if b"\xff\xd8\xff\xe0" in content[:64] or b"%PDF" in content[:64]
    ] == []
    with django_capture_on_commit_callbacks(execute=True):
        assert submit(reporter).status_code == 200
    files = list(TipFile.objects.order_by("position"))
    assert [one.kind for one in files] == [sent.kind for sent in TAKEN.values()]
    assert TipDraft.objects.count() == 0

    private = private_of(key)
    for sent, file in zip(TAKEN.values(), files, strict=True):
        assert original_of(file, private) == sent.content
        clean = (media / "media" / file.clean.name).read_bytes() if file.clean else b""
        assert clean[: len(sent.clean)] == sent.clean
        assert bool(clean) == bool(sent.clean)
        assert traces_in(clean) == {} if clean else True
    for name, content in stored(media).items():
        assert make.CANARY_BYTES not in content, name
        assert make.CANARY not in name
    assert in_database(make.CANARY_BYTES) == []
    assert not any((media / "spool").iterdir())


def test_a_trace_that_was_left_would_be_found(media):
    assert traces_in(make.jpeg_with_traces())
    assert traces_in(make.png_with_traces())
    assert traces_in(make.pdf_with_traces())
    Tip.objects.all().delete()
    make_region("360899", name=make.CANARY)
    assert in_database(make.CANARY_BYTES) == ["organization_region.name"]


@pytest.mark.parametrize("which", REFUSED)
def test_hostile_files_are_refused_in_chinese(reporter, media, which):
    make_custody_key()
    content, name, words = REFUSED[which]
    fault = send(reporter, content, name)
    assert words in fault
    assert fault.startswith("“")
    assert stored(media) == {}
    page = reporter.post(EVIDENCE, {"file": SimpleUploadedFile(name, content)})
    assert page.status_code == 200
    assert words in page.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_kind_are_neither_kept_nor_given_back(reporter, media, name):
    fault = send(reporter, make.svg(), name)
    assert "SVG" in fault
    assert "<" not in fault
    assert len(fault) < 200
    assert send(reporter, make.jpeg(), name) == ""
    assert [len(Path(path).stem) for path in stored(media)] == [36]


def test_too_large_in_any_way(reporter):
    from capacity_portal.lib.evidence import MOST_BYTES

    assert "20 MB" in send(reporter, bytes(MOST_BYTES + 1), "v.mp4")
    response = reporter.post(EVIDENCE, {"file": SimpleUploadedFile("a.jpg", b"x")}, CONTENT_LENGTH="9" * 30)
    assert response.status_code == 413
    assert send(reporter, b"", "a.jpg").endswith("文件是空的，请检查后重新上传。")


def test_everything_of_the_public_upload_set(shared_suites, reporter, media):
    make_custody_key()
    folder = shared_suites.parent / "uploads"
    names = (folder / "filenames.txt").read_text(encoding="utf-8").splitlines()
    files = [path for path in sorted(folder.iterdir()) if path.name != "filenames.txt"]
    assert files
    for path in files:
        fault = send(reporter, path.read_bytes(), path.name)
        assert re.search(r"[\u4e00-\u9fff]{4}", fault), (path.name, fault)
    assert stored(media) == {}
    for name in names:
        assert "SVG" in send(reporter, make.svg(), name)
    assert stored(media) == {}
