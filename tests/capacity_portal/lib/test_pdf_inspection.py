import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import pdf_inspection


def pdf(*objects, tail=b"%%EOF\n"):
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1)
    )
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R>>\n" + tail


def stream(data, entries=b""):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]>>"
PLAIN = pdf(
    CATALOGUE, b"<</Type/Pages/Count 0/Kids[]>>", stream(zlib.compress(b"BT ET"), b"/Filter/FlateDecode")
)
HIDDEN = zlib.compress(b"4 0 <</S/JavaScript/JS(app.alert(1))>>")


def test_plain_documents_pass():
    assert pdf_inspection.objections(PLAIN) == ()


def test_our_own_documents_pass():
    from weasyprint import HTML

    assert pdf_inspection.objections(HTML(string="<h1>档案</h1><p>正文</p>").write_pdf()) == ()


def test_attachments_in_compressed_objects_are_found():
    from weasyprint import HTML, Attachment

    written = HTML(string="<p>正文</p>").write_pdf(attachments=[Attachment(string="x", name="x.txt")])
    assert pdf_inspection.objections(written) == ("内嵌了其他文件",)


@pytest.mark.parametrize(
    ("part", "objection"),
    [
        (b"<</Encrypt 5 0 R>>", "已加密"),
        (b"<</S/JavaScript/JS(app.alert(1))>>", "含有脚本（JavaScript）"),
        (b"<</S /J#61vaScript /J#53 (x)>>", "含有脚本（JavaScript）"),
        (b"<</S/Rendition/JS 7 0 R>>\n<</JS(x)>>", "含有脚本（JavaScript）"),
        (b"<</S/Launch/F(cmd.exe)>>", "会启动其他程序"),
        (b"<</Names<</EmbeddedFiles 4 0 R>>>>", "内嵌了其他文件"),
        (b"<</Type/EmbeddedFile>>", "内嵌了其他文件"),
        (b"<</Subtype/RichMedia>>", "内嵌了其他文件"),
        (b"<</S/SubmitForm/F(http://x.test)>>", "会向外发送或导入数据"),
        (b"<</AcroForm<</XFA 9 0 R>>>>", "含有动态表单（XFA）"),
        (stream(HIDDEN, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"), "含有脚本（JavaScript）"),
        (stream(HIDDEN, b"/Type/Obj#53tm/N 1/First 4/Filter[/FlateDecode]"), "含有脚本（JavaScript）"),
        (stream(b"4 0 <</JS(x)>>", b"/Type/ObjStm/N 1/First 4"), "含有脚本（JavaScript）"),
        (stream(b"zz", b"/Type/ObjStm/Filter/FlateDecode"), "有无法检查的部分"),
        (stream(HIDDEN, b"/Type/ObjStm/Filter/LZWDecode"), "有无法检查的部分"),
        (stream(HIDDEN, b"/Type/ObjStm/Filter/FlateDecode/DecodeParms<</Predictor 12>>"), "有无法检查的部分"),
        (stream(b"x", b"/Type/ObjStm/X((1 0 obj)/Filter/LZWDecode"), "有无法检查的部分"),
        (b"% >>stream\n" + stream(HIDDEN, b"/Type/ObjStm/Filter/FlateDecode"), "含有脚本（JavaScript）"),
    ],
)
def test_harmful_parts_are_found(part, objection):
    assert objection in pdf_inspection.objections(pdf(CATALOGUE, part))


@pytest.mark.parametrize(
    "part",
    [
        b"<</JSON 1/XFAcade 2>>",
        stream(b"(/JS is a word in a page's text) Tj /XFA "),
        b"<</Type/Action/S/URI/URI(http://x.test)>>",
        b"<</Encryption 1>>",
    ],
)
def test_harmless_parts_are_left_alone(part):
    assert pdf_inspection.objections(pdf(CATALOGUE, part)) == ()


def test_what_follows_the_end_mark_is_cut_off():
    assert pdf_inspection.trimmed(PLAIN + b"PK\x03\x04hidden") == PLAIN
    assert pdf_inspection.trimmed(pdf(CATALOGUE, tail=b"")) == b""


@pytest.mark.parametrize(
    "bulk",
    [
        b"<<" * 2_000_000,
        b">>stream\n" * 400_000,
        b"#41" * 1_000_000,
        b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" * 45_000 + b"endstream",
        b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n"
        + zlib.compress(b"0" * 60_000_000)
        + b"endstream",
    ],
    ids=["brackets", "streams", "escapes", "nested", "bomb"],
)
def test_hostile_structure_costs_seconds_at_most(bulk):
    before = time.process_time()
    pdf_inspection.objections(b"%PDF-1.7\n" + bulk)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("count", [45_000, 60_000])
def test_nested_object_streams_cannot_be_looked_into(count):
    nested = b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" * count
    assert "有无法检查的部分" in pdf_inspection.objections(nested)


@given(st.binary())
def test_any_bytes_are_answered(content):
    assert isinstance(pdf_inspection.objections(content), tuple)
    assert pdf_inspection.trimmed(content) in (b"", content[: content.rfind(b"%%EOF") + 5] + b"\n")
