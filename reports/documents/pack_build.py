"""An evidence pack from its first piece to its manifest: streamed to the disk, printed a few documents ahead."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from capacity_portal.jobs.registry import JobFailed
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.official import printing
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from reports.documents import pack_index
from reports.documents.pack_archive import Archive, Line, written
from reports.documents.pack_index import Heading
from reports.documents.pack_items import SOURCES, Item, Missing
from reports.queries.pack_gaps import gaps as gaps_of
from reports.queries.pack_scope import PackScope
from reports.rules import pack_names
from reports.rules.pack_checklist import KINDS, Entry

AHEAD = 16
MOST_PIECES, MOST_BYTES, SPARE_BYTES = 30_000, 8 << 30, 1 << 30
_TOO_MUCH = "请缩短材料期，或者按县（市、区）分别生成。"
_GIVE_UP = (typesetting.TypesettingUnavailable, typesetting.RenderBusy)


@dataclass
class Built:
    """What went in: ``missing`` are sentences about what did not; ``tips`` those of which either tells; ``gaps`` is filled at the end."""

    lines: list[Line] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    tips: set[int] = field(default_factory=set)
    found: Counter = field(default_factory=Counter)
    """What there is of each kind, also what could not be put in and is told in ``missing``."""

    @property
    def pages(self) -> int:
        return sum(line.pages or 0 for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """Pieces of every kind, those without any too."""
        return dict.fromkeys(KINDS, 0) | Counter(line.kind for line in self.lines)


def build(
    scope: PackScope, heading: Heading, entries: Sequence[Entry], inspection, target: Path,
    progress: Callable[[float, str], None],
) -> Built:  # fmt: skip
    """Write the pack to ``target``, whole or not at all. Raises JobFailed, typesetting.RenderFailed, OSError."""
    built = Built()
    with written(target, heading.at) as archive:
        for place, (kind, source) in enumerate(SOURCES.items()):
            progress(place * 95 / len(SOURCES), f"正在收集{KINDS[kind].label}，已收集{len(built.lines)}件")
            for item, outcome in rendered(source(scope, heading.at)):
                built.found[kind] += 1
                _take(archive, built, item, outcome)
                _insist_on_room(archive, built, target)
        progress(95, "正在编制目录")
        built.gaps = gaps_of(scope, entries, built.found, built.missing, inspection, heading.at.date())
        _index(archive, built, heading)
    return built


def rendered(pieces: Iterable[Item | Missing]) -> Iterator[tuple[Item | Missing, object]]:
    """Each piece with its typesetting.RenderedPdf or RenderFailed, None for stored files; AHEAD pieces are in memory at most."""
    pieces = iter(pieces)
    while batch := list(islice(pieces, AHEAD)):
        printed = [piece for piece in batch if isinstance(piece, Item) and piece.sheet]
        outcomes = _typeset([piece.sheet(()) for piece in printed])
        for piece in batch:
            yield piece, next(outcomes) if isinstance(piece, Item) and piece.sheet else None
        list(outcomes)  # ends the threads


def _typeset(
    sheets: Sequence[str | OfficialDocument],
) -> Iterator[typesetting.RenderedPdf | typesetting.RenderFailed]:
    """Each by the engine it was made for, in order."""
    for is_official, group in groupby(sheets, lambda sheet: isinstance(sheet, OfficialDocument)):
        yield from (printing.print_many if is_official else typesetting.render_many)(list(group))


def _typeset_again(sheet: str | OfficialDocument) -> typesetting.RenderedPdf:
    if isinstance(sheet, OfficialDocument):
        return printing.print_document(sheet)
    return typesetting.render_pdf(sheet)


def _take(archive: Archive, built: Built, item: Item | Missing, outcome) -> None:
    if item.tip:
        built.tips.add(item.tip)
    if isinstance(item, Missing):
        built.missing.append(item.sentence)
        return
    try:
        content, pages = _content(item, outcome)
    except OSError:
        built.missing.append(f"“{item.title}”的文件在存储中找不到，没有列入。")
        return
    except typesetting.RenderFailed as failure:
        if isinstance(failure, _GIVE_UP):
            raise
        built.missing.append(f"“{item.title}”没有生成：{failure}")
        return
    with content:
        _add(archive, built, item, content, pages)


def _add(archive: Archive, built: Built, item: Item, content: BinaryIO, pages: int | None) -> None:
    number = len(built.lines) + 1
    path = pack_names.inside(item.kind, number, item.title, item.content_type)
    size, digest = archive.add(path, content)
    built.lines.append(Line(number, item.kind, item.title, item.on, pages, path, size, digest))
    if pages is None:
        built.missing.append(f"“{item.title}”的页数无法读取，合计页数不含此件。")


def _content(item: Item, outcome) -> tuple[BinaryIO, int | None]:
    """Bytes and number of pages. Raises OSError, RenderFailed."""
    if item.sheet is None:
        stored = item.file.open("rb")
        try:
            return stored, _pages(stored, item.content_type)
        except BaseException:
            stored.close()
            raise
    if isinstance(outcome, typesetting.RenderFailed):
        raise outcome
    if outcome.missing_glyphs:
        outcome = _typeset_again(item.sheet(outcome.missing_glyphs))
    return BytesIO(outcome.content), outcome.pages


def _pages(stored: BinaryIO, content_type: str) -> int | None:
    if content_type != "application/pdf":
        return 1
    try:
        return typesetting.page_count(stored.read())
    except typesetting.RenderFailed as failure:
        if isinstance(failure, _GIVE_UP):
            raise
        return None
    finally:
        stored.seek(0)


def _insist_on_room(archive: Archive, built: Built, target: Path) -> None:
    if len(built.lines) > MOST_PIECES:
        raise JobFailed(f"材料超过{MOST_PIECES:,}件，一个材料包放不下。{_TOO_MUCH}")
    if archive.size > MOST_BYTES:
        raise JobFailed(f"材料超过{MOST_BYTES >> 30} GB，一个材料包放不下。{_TOO_MUCH}")
    if len(built.lines) % 100 == 1 and shutil.disk_usage(target.parent).free < SPARE_BYTES:
        raise JobFailed(
            f"服务器磁盘空间不足，材料包没有生成。请联系系统管理员清理后重试，或者{_TOO_MUCH.removeprefix('请')}"
        )


def _index(archive: Archive, built: Built, heading: Heading) -> None:
    archive.add(
        pack_names.INDEX_PDF, BytesIO(pack_index.index_pdf(heading, built.lines, len(built.gaps)).content)
    )
    archive.add(pack_names.INDEX_SHEET, BytesIO(pack_index.index_xlsx(heading, built.lines)))
    archive.add(pack_names.GAPS_PDF, BytesIO(pack_index.gaps_pdf(heading, built.gaps).content))
    archive.add(pack_names.MANIFEST, BytesIO(pack_index.manifest(archive.digests)))
