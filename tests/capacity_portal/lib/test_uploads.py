import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from capacity_portal.lib import uploads
from capacity_portal.lib.uploads import DOCUMENT, PHOTO, Upload, UploadRefused

MOST = 1_000_000


def jpeg(size=(8, 6)):
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 20)).save(out, "JPEG")
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def refusal(content, **rules):
    with pytest.raises(UploadRefused) as caught:
        uploads.read_upload(BytesIO(content), **{"most_bytes": MOST, "name": "x.jpg"} | rules)
    return str(caught.value)


def test_photo():
    source = jpeg()
    upload = uploads.read_upload(BytesIO(source), most_bytes=MOST, name="..\\现场 1.JPG")
    assert upload == Upload(
        content=upload.content,
        content_type="image/jpeg",
        sha256=sha256(upload.content).hexdigest(),
        source_sha256=sha256(source).hexdigest(),
        width=8,
        height=6,
        original_name="现场_1.jpg",
    )
    assert Image.open(BytesIO(upload.content)).size == (8, 6)


def test_document_is_cut_after_its_end_mark():
    upload = uploads.read_upload(BytesIO(PDF + b"PK\x03\x04"), most_bytes=MOST, name="批复.exe")
    assert upload == Upload(
        content=PDF,
        content_type="application/pdf",
        sha256=sha256(PDF).hexdigest(),
        source_sha256=sha256(PDF + b"PK\x03\x04").hexdigest(),
        width=None,
        height=None,
        original_name="批复.pdf",
    )


def test_an_uploaded_file_brings_its_name_and_size():
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = uploads.read_upload(SimpleUploadedFile("炉.png", jpeg(), "image/svg+xml"), most_bytes=MOST)
    assert (upload.original_name, upload.content_type) == ("炉.jpg", "image/jpeg")


class Declared(BytesIO):
    size = MOST + 1

    def read(self, *args):
        raise AssertionError("a file that says it is too large is not read")


def test_size_limits():
    assert refusal(jpeg(), most_bytes=512) == "文件超过 0.5 KB，请压缩或拆分后上传。"
    with pytest.raises(UploadRefused):
        uploads.read_upload(Declared(), most_bytes=MOST, name="x.jpg")
    source = jpeg()
    assert uploads.read_upload(BytesIO(source), most_bytes=len(source), name="x").width == 8
    assert (
        refusal(b"\xff" * (2 * 1_048_576 + 1), most_bytes=2 * 1_048_576)
        == "文件超过 2 MB，请压缩或拆分后上传。"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的，请检查后重新上传。"),
        (b"hello", "无法识别这个文件，只接收 JPG、PNG、WEBP 照片和 PDF 文档。"),
        (b"GIF89a/*\x2f\x2a=alert(1)//", "这是 GIF 图片，不能接收，请另存为 JPG 或 PNG 后上传。"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "这是 SVG 矢量图或 XML 文件，可能含有脚本，不能接收，请另存为 PNG 后上传。",
        ),
        (
            b"PK\x03\x04../../x",
            "这是压缩包或 Office 文档，这里不能接收，请解压后逐个上传，文档请另存为 PDF。",
        ),
        (
            b"\x00\x00\x00\x18ftypheic",
            "这是苹果手机的 HEIC 照片，暂不能接收。"
            "请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或先转为 JPG 再上传。",
        ),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "这是 EPS（PostScript）文件，不能接收，请另存为 PDF 或 JPG 后上传。"),
        (b"II*\x00\x08\x00", "这是 TIFF 图片，不能接收，请另存为 JPG 或 PNG 后上传。"),
        (jpeg()[:200], "照片打不开，可能没有传完或已损坏，请重新拍摄或另存为 JPG 后上传。"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1  0 obj\n<<", "PDF 不完整，可能没有传完，请重新导出后上传。"),
        (
            PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"),
            "这份 PDF 含有脚本（JavaScript），不能接收。请用“打印为 PDF”重新生成后上传。",
        ),
    ],
)
def test_refusals_advise(content, message):
    assert refusal(content) == message


def test_too_many_pixels(monkeypatch):
    monkeypatch.setattr("capacity_portal.lib.picture_rebuild.rebuilt", _too_large)
    assert refusal(jpeg()) == "照片超过 4,000 万像素，请缩小尺寸后上传。"


def _too_large(content):
    from capacity_portal.lib.picture_rebuild import PictureTooLarge

    raise PictureTooLarge


def test_only_the_kinds_asked_for():
    assert refusal(jpeg(), kinds={DOCUMENT}) == "这里只接收 PDF 文档，请把照片放进文档后另存为 PDF。"
    assert refusal(PDF, kinds={PHOTO}) == "这里只接收照片，请上传 JPG、PNG 或 WEBP 图片。"
    assert refusal(b"hello", kinds={PHOTO}) == "无法识别这个文件，只接收 JPG、PNG、WEBP 照片。"


@pytest.mark.long
def test_the_largest_photo_stays_below_400_megabytes():
    code = """
import io, resource
from PIL import Image
from capacity_portal.lib import uploads
out = io.BytesIO()
Image.new("RGB", (7300, 5470), (9, 9, 9)).save(out, "JPEG")
out.seek(0)
uploads.read_upload(out, most_bytes=30_000_000, name="x")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root, env=os.environ
    )
    assert int(run.stdout) < 400_000
