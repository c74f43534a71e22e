from hashlib import sha256

import pytest

from capacity_portal.lib.evidence import MOST_BYTES, Evidence, drawing, read_evidence
from capacity_portal.lib.uploads import UploadRefused
from tests import evidence_makers as make


def refusal(content, name="x.bin", **rules):
    with pytest.raises(UploadRefused) as caught:
        read_evidence(make.Sent(content, name), **rules)
    return str(caught.value)


def test_a_photo_is_rebuilt_and_its_original_handed_on_as_sent():
    source = make.jpeg_with_traces()
    assert make.CANARY_BYTES in source
    evidence = read_evidence(make.Sent(source))
    assert evidence == Evidence("photo", source, evidence.clean, "image/jpeg", 1, sha256(source).hexdigest())
    assert make.CANARY_BYTES not in evidence.clean


@pytest.mark.parametrize(
    ("content", "kind", "content_type", "pages"),
    [
        (make.png_with_traces(), "photo", "image/png", 1),
        (make.webp_with_traces(), "photo", "image/jpeg", 1),
        (make.pdf(pages=3), "document", "application/pdf", 3),
    ],
)
def test_what_has_a_clean_copy(content, kind, content_type, pages):
    evidence = read_evidence(make.Sent(content))
    assert (evidence.kind, evidence.content_type, evidence.pages) == (kind, content_type, pages)
    assert evidence.clean


@pytest.mark.parametrize(
    ("content", "kind", "content_type"),
    [
        (make.mp4(), "video", "video/mp4"),
        (make.mp4(b"qt  "), "video", "video/quicktime"),
        (make.docx(), "office", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (make.older_office("WordDocument"), "office", "application/msword"),
    ],
)
def test_what_stays_sealed(content, kind, content_type):
    assert read_evidence(make.Sent(content)) == Evidence(
        kind, content, None, content_type, 1, sha256(content).hexdigest()
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (make.heic(), "HEIC 照片，暂不能接收。请在手机“设置—相机—格式”中选“兼容性最佳”"),
        (make.polyglot(), "GIF"),
        (make.svg(), "SVG"),
        (make.packed_as({"../../etc/passwd": "x"}), "压缩包"),
        (make.pdf()[:60], "PDF 不完整"),
        (b"%PDF-1.7\nnothing\n%%EOF", "PDF 打不开"),
        (make.encrypted_pdf(), "打开密码"),
        (make.pixel_bomb(), "4,000 万像素"),
        (make.jpeg()[:200], "照片打不开"),
        (b"MZ\x90\x00", "程序文件"),
        (b"hello", "无法识别这个文件，可以上传照片（JPG、PNG、WEBP）、PDF、视频和 Word、Excel、PPT 文档。"),
    ],
)
def test_refusals_name_the_file_and_advise(content, words):
    message = refusal(content, "证据.bin")
    assert message.startswith("“证据.bin”：")
    assert words in message


def test_too_much():
    assert refusal(make.jpeg(), most_bytes=100).endswith("MB，请压缩、截短或拆分后上传。")

    class Declared(make.Sent):
        def read(self, *args):
            raise AssertionError("a file that says it is too large is not read")

    declared = Declared(b"", "v.mp4")
    declared.size = MOST_BYTES + 1
    with pytest.raises(UploadRefused, match="^“v.mp4”：文件超过 20 MB，请压缩、截短或拆分后上传。$"):
        read_evidence(declared)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("<img src=x onerror=alert(1)>.png", "img_src=x_onerror=alert(1).png"),
        ("照片\u202egpj.exe", "照片_gpj.exe"),
        ("", "未命名"),
        ("a\x00.php.jpg", "a.jpg"),
        ("现场" * 300 + ".jpg", "现场" * 19 + "现…"),
    ],
)
def test_hostile_names_are_not_given_back(name, shown):
    assert refusal(b"", name) == f"“{shown}”：文件是空的，请检查后重新上传。"


def test_what_has_no_name():
    from io import BytesIO

    with pytest.raises(UploadRefused, match="^“未命名”：文件是空的"):
        read_evidence(BytesIO())


def test_evidence_does_not_show_its_bytes():
    assert make.CANARY not in repr(read_evidence(make.Sent(make.docx())))


def test_nothing_waits_for_ever(monkeypatch):
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    with drawing._places, drawing._places:
        assert refusal(make.jpeg(), "x.jpg") == "“x.jpg”：正在处理的材料较多，请过一分钟再上传这一份。"
