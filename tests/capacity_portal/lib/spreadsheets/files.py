"""Spreadsheet files made by hand for the tests beside: what no library would write."""

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/><xf numFmtId="46" applyNumberFormat="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def types(sheets: int, main: str = f"{_SHEET_TYPE}.sheet.main+xml") -> str:
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
        f"{parts}</Types>"
    )


def sheet(rows: str, after: str = "", dimension: str = "A1:B2", prefix: str = "") -> str:
    """A sheet's XML around its rows; with ``prefix`` (``x:``) rows must have it as well."""
    name = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{prefix}worksheet {name}><{prefix}dimension ref="{dimension}"/>'
        f"<{prefix}sheetData>{rows}</{prefix}sheetData>{after}</{prefix}worksheet>"
    )


def parts(*sheets: str | bytes, states: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets are called 表1, 表2, ..."""
    numbers = range(1, len(sheets) + 1)
    states = states + ("visible",) * len(sheets)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{states[n - 1]}" r:id="rId{n}"/>' for n in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return {
        "[Content_Types].xml": types(len(sheets)),
        "_rels/.rels": f'<Relationships {package}><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {package}>{related}<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": one for n, one in zip(numbers, sheets, strict=True)},
    }


def zipped(entries: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(*rows: str, **options) -> bytes:
    """An .xlsx with one sheet for each text of rows; ``extra``: more parts, or other ones; ``after``, ``prefix``, ``dimension``: as in ``sheet``."""
    states, extra = options.pop("states", ()), options.pop("extra", {})
    return zipped(parts(*(sheet(one, **options) for one in rows), states=states) | extra)


def raw_zip(entries: list[tuple[str, bytes, dict]]) -> bytes:
    """A zip whose headers lie: every entry is (name, content, {claimed size, crc, flags, method, offset})."""
    body, directory, places = b"", b"", {}
    for name, content, lies in entries:
        machine = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = machine.compress(content) + machine.flush()
        fields = (
            lies.get("flags", 0), lies.get("method", 8), 0, 0x5A21,
            lies.get("crc", zlib.crc32(content)), lies.get("packed", len(packed)), lies.get("size", len(content)),
        )  # fmt: skip
        offset = lies.get("offset", len(body))
        places[name] = offset
        raw = name.encode()
        body += b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, *fields, len(raw), 0) + raw + packed
        directory += (
            b"PK\x01\x02"
            + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *fields, len(raw), 0, 0, 0, 0, 0, offset)
            + raw
        )
    count = len(entries)
    return (
        body
        + directory
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    )


def quoted_overlap(count: int, kernel: bytes) -> bytes:
    """The bomb of D. Fifield: every entry quotes the header of the next, so all of them unpack the one kernel."""
    names = [f"xl/media/{number}.xml" for number in range(count)]
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, size, crc = machine.compress(kernel) + machine.flush(), len(kernel), zlib.crc32(kernel)
    heads, tail = [], kernel
    for number in range(count - 1, -1, -1):
        raw = names[number].encode()
        fields = (0, 8, 0, 0x5A21, crc, len(packed), size)
        head = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, *fields, len(raw), 0) + raw
        heads.insert(0, (raw, head, fields))
        quoted = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF)
        packed, tail = quoted + head + packed, head + tail
        size, crc = len(tail), zlib.crc32(tail)
    body, directory = b"", b""
    for number, (raw, head, fields) in enumerate(heads):
        directory += (
            b"PK\x01\x02"
            + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *fields, len(raw), 0, 0, 0, 0, 0, len(body))
            + raw
        )
        body += head + (
            struct.pack("<BHH", 0, len(heads[number + 1][1]), len(heads[number + 1][1]) ^ 0xFFFF)
            if number + 1 < count
            else b""
        )
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    body += machine.compress(kernel) + machine.flush()
    return (
        body
        + directory
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    )


# --- OLE --------------------------------------------------------------------------------------------------------------
def compound(streams: dict[str, bytes], small: bool = False) -> bytes:
    """An OLE file. Streams are filled up to 4,096 bytes unless ``small``, which puts them into the small stream."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(content: bytes) -> int:
        start, count = len(sectors), max(1, -(-len(content) // 512))
        sectors.extend(content[place * 512 : place * 512 + 512].ljust(512, b"\0") for place in range(count))
        fat.extend([*range(start + 1, start + count), end])
        return start

    def entry(name: str, kind: int, start: int, size: int, child: int = free, right: int = free) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ", len(raw), kind, 1, free, right, child, start, size
        )

    held, small_fat, places = b"", [], []
    for content in streams.values():
        if small:
            first, count = len(held) // 64, -(-len(content) // 64)
            held += content.ljust(count * 64, b"\0")
            small_fat += [*range(first + 1, first + count), end]
            places.append((first, len(content)))
        else:
            filled = content.ljust(4096, b"\0")
            places.append((put(filled), len(filled)))
    root = put(held) if small else end
    small_start = put(struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(512, b"\xff")) if small else end
    entries = entry("Root Entry", 5, root, len(held), child=1)
    for number, (name, (start, size)) in enumerate(zip(streams, places, strict=True), 1):
        entries += entry(name, 2, start, size, right=number + 1 if number < len(streams) else free)
    directory = put(entries)
    fat_sectors = 1 + len(fat) // 127
    fat_places = list(range(len(sectors), len(sectors) + fat_sectors))
    fat += [0xFFFFFFFD] * fat_sectors
    raw = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_sectors,
        directory,
        0,
        4096,
        small_start,
        int(small),
        end,
        0,
    )
    header += struct.pack("<109I", *(fat_places + [free] * (109 - fat_sectors)))
    return header + b"".join(sectors) + raw


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_stream(cells: list[tuple[int, int, object]], before: bytes = b"", name: str = "旧表") -> bytes:
    """The Workbook stream of an Excel 97 file with one sheet; cells are (row, column, text or number) from 0."""
    raw = name.encode("utf-16-le")
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)) + before
    sheet_entry = struct.pack("<IBBBB", 0, 0, 0, len(name), 1) + raw
    length = len(start) + 4 + len(sheet_entry) + 4
    sheet_entry = struct.pack("<I", length) + sheet_entry[4:]
    stream = start + record(0x0085, sheet_entry) + record(0x000A)
    stream += record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for row, column, value in cells:
        if isinstance(value, str):
            text = value.encode("utf-16-le")
            stream += record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
        else:
            stream += record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return stream + record(0x00E5, struct.pack("<HHHHH", 1, 0, 1, 0, 1)) + record(0x000A)


def old_workbook(cells: list[tuple[int, int, object]], **streams: bytes) -> bytes:
    return compound({"Workbook": old_stream(cells), **streams})
