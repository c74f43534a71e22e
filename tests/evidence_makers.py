"""Files as reporters send them, the traces they carry (CANARY) and hostile ones; and a look for traces in what is stored."""

import struct
import zipfile
import zlib
from io import BytesIO

import pypdfium2
from PIL import Image
from PIL.PngImagePlugin import PngInfo

CANARY = "Zhang-San-13800138000"
CANARY_BYTES = CANARY.encode()
GPS = {1: "N", 2: (27.0, 6.0, 49.0), 3: "E", 4: (114.0, 58.0, 17.0)}


class Sent(BytesIO):
    """An uploaded file: bytes with a name."""

    def __init__(self, content: bytes, name: str = "现场.jpg"):
        super().__init__(content)
        self.name = name
        self.size = len(content)


def canvas(size=(24, 16), mode="RGB"):
    return Image.new(mode, size, (200, 30, 20) if mode == "RGB" else (200, 30, 20, 90))


def exif() -> Image.Exif:
    data = Image.Exif()
    data[0x010F], data[0x013B] = CANARY, CANARY  # maker, artist
    data.get_ifd(0x8825).update(GPS)
    return data


def jpeg(size=(24, 16), colour=None) -> bytes:
    out = BytesIO()
    picture = canvas(size) if colour is None else Image.new("RGB", size, colour)
    picture.save(out, "JPEG")
    return out.getvalue()


def jpeg_with_traces() -> bytes:
    """EXIF with position and artist, a comment, a thumbnail in an APP segment, data after the end."""
    out = BytesIO()
    canvas().save(out, "JPEG", exif=exif(), comment=CANARY_BYTES)
    content = out.getvalue()
    thumbnail = b"JFXX\0\x10" + jpeg((8, 8)) + CANARY_BYTES
    segment = b"\xff\xe0" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    return content[:2] + segment + content[2:] + b"PK\x03\x04" + CANARY_BYTES


def png_with_traces() -> bytes:
    text, out = PngInfo(), BytesIO()
    text.add_text("Author", CANARY)
    text.add_itxt("Comment", CANARY, zip=False)
    canvas(mode="RGBA").save(out, "PNG", pnginfo=text, exif=exif())
    return out.getvalue() + CANARY_BYTES


def webp_with_traces() -> bytes:
    out = BytesIO()
    canvas().save(out, "WEBP", exif=exif(), xmp=f"<x>{CANARY}</x>".encode())
    return out.getvalue()


def pixel_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that would fill 900 million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, size=(200, 100)) -> bytes:
    out = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(*size)
        document.save(out)
    return out.getvalue()


def pdf_with_traces() -> bytes:
    """Author, script, embedded file, a link, a note, metadata and text, written by hand."""
    word = CANARY
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('{word}'\\))>>/Names<</EmbeddedFiles<</Names[(a.txt) 7 0 R]>>>>"
        "/Metadata 9 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Annots[5 0 R 6 0 R]/Resources<</Font<</F<</Type/Font"
        "/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        _stream(f"BT /F 8 Tf 1 0 0 rg 10 50 Td (black) Tj ET % {word}"),
        f"<</Type/Annot/Subtype/Link/Rect[0 0 50 50]/A<</S/URI/URI(http://example.invalid/{word})>>>>",
        f"<</Type/Annot/Subtype/Text/Rect[60 60 70 70]/Contents({word})/T({word})>>",
        "<</Type/Filespec/F(a.txt)/EF<</F 8 0 R>>>>",
        _stream(word, "/Type/EmbeddedFile"),
        _stream(f"<x:xmpmeta><dc:creator>{word}</dc:creator></x:xmpmeta>", "/Type/Metadata/Subtype/XML"),
        f"<</Author({word})/Title({word})/Producer({word})>>",
    ]
    return written_pdf(bodies, "/Info 10 0 R") + b"\n" + CANARY_BYTES


def encrypted_pdf() -> bytes:
    """Asks for a password that nobody knows."""
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    secret = "<" + "5a" * 32 + ">"
    return written_pdf(bodies, f"/ID[<01><01>]/Encrypt<</Filter/Standard/V 1/R 2/O{secret}/U{secret}/P -4>>")


def written_pdf(bodies: list[str], trailer: str = "") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _stream(text: str, header: str = "") -> str:
    return f"<<{header}/Length {len(text)}>>\nstream\n{text}\nendstream"


def packed(**files: str) -> bytes:
    """A zip of ``path=content``; ``__`` in a name is a slash, ``_dot_`` a dot."""
    return packed_as({name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()})


def packed_as(files: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(*more: str) -> bytes:
    author = f"<cp:coreProperties><dc:creator>{CANARY}</dc:creator></cp:coreProperties>"
    names = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document>{CANARY}</w:document>",
        "docProps/core.xml": author,
    }
    return packed_as(names | dict.fromkeys(more, "x"))


def older_office(*streams: str) -> bytes:
    """The head of a .doc, .xls or .ppt with directory entries of these names."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names


def mp4(brand: bytes = b"isom") -> bytes:
    return (
        b"\0\0\0\x18ftyp" + brand + b"\0\0\2\0isomiso2" + b"\0\0\0\x2cudta" + CANARY_BYTES + b"+27.11+114.97/"
    )


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + CANARY_BYTES


def polyglot() -> bytes:
    return b"GIF89a/*" + bytes(20) + b"*/=1;alert(document.cookie)//"


def svg() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><text>x</text></svg>"
