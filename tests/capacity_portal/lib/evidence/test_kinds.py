import pytest

from capacity_portal.lib.evidence import kinds
from capacity_portal.lib.uploads import UploadRefused
from tests import evidence_makers as make


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (make.mp4(), "video/mp4"),
        (make.mp4(b"qt  "), "video/quicktime"),
        (make.mp4(b"3gp5"), "video/3gpp"),
        (b"\x1a\x45\xdf\xa3" + bytes(20) + b"webm", "video/webm"),
        (b"\x1a\x45\xdf\xa3" + bytes(20), "video/x-matroska"),
        (b"RIFF\0\0\0\0AVI ", "video/x-msvideo"),
        (b"FLV\x01", "video/x-flv"),
        (b"\0\0\x01\xba", "video/mpeg"),
    ],
)
def test_videos(content, expected):
    assert kinds.video_type(content) == expected


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (make.docx(), "ZIP", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (make.packed_as({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "ZIP",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (make.packed_as({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "ZIP",
         "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (make.packed_as({"word/document.xml": ""}), "ZIP", ""),
        (make.packed_as({"a.txt": ""}), "ZIP", ""),
        (make.docx("../../x"), "ZIP", ""),
        (make.docx("C:\\x"), "ZIP", ""),
        (make.docx("/etc/passwd"), "ZIP", ""),
        (make.docx(*(f"word/{number}" for number in range(5_000))), "ZIP", ""),
        (b"PK\x03\x04" + bytes(50), "ZIP", ""),
        (b"Rar!", "ZIP", ""),
        (make.older_office("WordDocument"), "OFFICE", "application/msword"),
        (make.older_office("Workbook"), "OFFICE", "application/vnd.ms-excel"),
        (make.older_office("PowerPoint Document"), "OFFICE", "application/vnd.ms-powerpoint"),
        (make.older_office("Installer"), "OFFICE", ""),
        (b"{\\rtf1", "OFFICE", "application/rtf"),
        (make.jpeg(), "JPEG", ""),
    ],
)  # fmt: skip
def test_office_documents(content, kind, expected):
    assert kinds.office_type(content, kind) == expected


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (make.docx("word/vbaProject.bin"), "ZIP", "含有宏"),
        (make.older_office("WordDocument", "_VBA_PROJECT"), "OFFICE", "含有宏"),
        (make.older_office("EncryptedPackage"), "OFFICE", "打开密码"),
    ],
)
def test_macros_and_passwords(content, kind, words):
    with pytest.raises(UploadRefused, match=words):
        kinds.office_type(content, kind)


def test_advice():
    assert kinds.advice("ZIP") == "这是压缩包，不能接收，请解压后逐个上传。"
    assert kinds.advice("GIF") == "这是 GIF 图片，不能接收，请另存为 JPG 或 PNG 后上传。"
    assert kinds.advice("").startswith("无法识别这个文件")
