"""The look at a spreadsheet file before anything reads it: judged by content, in bounded memory, refused with advice.

Cost: an .xlsx is inflated once as a stream. Nothing in the file is run, opened or followed: links to other files,
embedded documents and pictures are left alone.
"""

from dataclasses import dataclass, field
from math import ceil

from capacity_portal.lib.spreadsheets import workbooks_97
from capacity_portal.lib.spreadsheets.archive import Archive
from capacity_portal.lib.spreadsheets.book import CSV, MEGABYTE, XLS, XLSX, FileRefused, Limits
from capacity_portal.lib.spreadsheets.parts import check_kind, check_xml, is_xml, sheet_paths
from capacity_portal.lib.spreadsheets.sheet_scan import SheetScan
from capacity_portal.lib.spreadsheets.signatures import OLE, TEXT, ZIP, foreign, signature
from capacity_portal.lib.typed_text import excerpt, storable

LONGEST_NAME = 200  # of a sheet; spreadsheet programs give 31 characters
_CONTAINERS = {ZIP: XLSX, OLE: XLS, TEXT: CSV}


@dataclass(frozen=True)
class Examined:
    """``container`` as in Book; ``scans`` by name of sheet, for .xlsx only."""

    container: str
    scans: dict[str, SheetScan] = field(default_factory=dict)


def glance(content: bytes, limits: Limits) -> str:
    """Return what the first bytes promise: XLSX for any zip, XLS for any OLE file, CSV for what is nothing else.

    Raises FileRefused for an empty, too large or foreign file.
    """
    if not content:
        raise FileRefused("文件是空的，请检查后重新上传。")
    check_size(len(content), limits)
    container = _CONTAINERS[signature(content)]
    if container == CSV and (advice := foreign(content)):
        raise FileRefused(advice)
    return container


def check_size(count: int, limits: Limits) -> None:
    """Raise FileRefused for a file of ``count`` bytes when that is too many; for uploads, before they are read."""
    if count > limits.most_bytes:
        size, most = ceil(count * 10 / MEGABYTE) / 10, f"{limits.most_bytes / MEGABYTE:.4g}"
        raise FileRefused(
            f"文件有 {size:.4g} MB，超过上限 {most} MB，请删除图片和多余的工作表，或拆分成几个文件后上传。"
        )


def check_sheet_name(name: str) -> None:
    """Raise FileRefused for a name that no spreadsheet program gives and that cannot be kept."""
    if len(name) > LONGEST_NAME:
        raise FileRefused(
            f"工作表名称{excerpt(name)}共 {len(name):,} 个字，最多 {LONGEST_NAME} 个字，请改短后重新上传。"
        )
    if storable(name) != name:
        raise FileRefused(f"工作表名称{excerpt(storable(name))}里有无法保存的字符，请改名后重新上传。")


def examine(content: bytes, name: str, limits: Limits) -> Examined:
    """Look through a zip or an OLE file to its end. Raises FileRefused."""
    if signature(content) == OLE:
        workbooks_97.check(content, name)
        return Examined(XLS)
    archive = Archive(content, limits)
    names = sheet_paths(archive, check_kind(archive))
    scans = {}
    for path in archive.entries:
        scan = SheetScan(names[path], limits) if path in names else None
        _look_through(archive, path, scan)
        if scan:
            scans[names[path]] = scan
    return Examined(XLSX, scans)


def _look_through(archive: Archive, path: str, scan: SheetScan | None) -> None:
    tail, known_as_xml = b"", None
    for piece in archive.pieces(path):
        if known_as_xml is None:
            known_as_xml = is_xml(path, piece)
        if known_as_xml:
            check_xml(tail + piece if tail else piece)
            tail = piece[-16:]
        if scan:
            scan.feed(piece)
    if scan:
        scan.finish()
