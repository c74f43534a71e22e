"""Many documents printed in one job: issued ones as they were frozen, drafts with the draft look and the name of who asked."""

import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from django.utils import timezone
from django.utils.timezone import localdate, localtime

from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.lib import typesetting
from capacity_portal.lib.file_names import display_name
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.typesetting.official.printing import print_many
from reports.documents.notices import document_for
from reports.models import Notice
from reports.queries.notices import office_of
from reports.queries.scope import notices_visible_to

_AT_ONCE = 20
"""So many documents are in memory together: a job of 500 needs no more than one of 20."""


@dataclass(frozen=True)
class Printed:
    """``content`` None: not printed, for the reason in ``why``."""

    notice: Notice
    content: bytes | None
    why: str = ""


def print_batch(job, progress) -> JobResult:
    """The job ``reports.print``: documents its owner may still see, in the order he chose."""
    wanted = job.parameters["notices"]
    seen = set(notices_visible_to(job.owner).filter(pk__in=wanted).values_list("pk", flat=True))
    chosen = [pk for pk in wanted if pk in seen]
    if not chosen:
        raise JobFailed("所选文件都不在您的办理范围内了，没有打印。")
    sentences = (
        [f"{len(wanted) - len(chosen)}份已不在您的办理范围内，没有打印。"]
        if len(chosen) < len(wanted)
        else []
    )
    path = _empty_file()
    try:
        made, unprinted = _filled(path, chosen, job.owner, progress)
        return _result(path, job.parameters["form"], made, [*unprinted, *sentences])
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _empty_file() -> Path:
    handle, path = mkstemp(suffix=".zip")
    os.close(handle)
    return Path(path)


def _filled(path: Path, chosen: list[int], officer, progress) -> tuple[int, list[str]]:
    """How many were printed into the archive, and a sentence about each that was not."""
    sentences, made = [], 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number, printed in enumerate(_printed(chosen, officer), 1):
            progress(number * 100 // len(chosen), f"已打印{number}份，共{len(chosen)}份")
            if printed.content is None:
                sentences.append(f"“{printed.notice.title}”没有打印：{printed.why}")
                continue
            archive.writestr(
                zipfile.ZipInfo(file_name(printed.notice, number), (1980, 1, 1, 0, 0, 0)), printed.content
            )
            made += 1
    return made, sentences


def file_name(notice: Notice, number: int) -> str:
    """``003-吉化解产能办字〔2026〕6号-关于….pdf``; drafts say so instead of a number."""
    entry = getattr(notice, "entry", None)
    return display_name(f"{number:03d}-{entry.label if entry else '草稿'}-{notice.title[:40]}", "pdf")


def _result(path: Path, form: str, made: int, sentences: list[str]) -> JobResult:
    name, report = f"公文{localdate():%Y%m%d}", {"sentences": sentences}
    if form == "zip" or not made:
        return JobResult(path, f"{name}.zip", f"打印{made}份", report)
    with zipfile.ZipFile(path) as archive:
        content = typesetting.merge(archive.read(one) for one in archive.namelist())
    path.unlink()
    return JobResult(content, f"{name}.pdf", f"打印{made}份", report)


def _printed(chosen: list[int], officer) -> Iterator[Printed]:
    rows = Notice.objects.select_related("entry__series").defer("search_text")
    for first in range(0, len(chosen), _AT_ONCE):
        numbers = chosen[first : first + _AT_ONCE]
        found = rows.in_bulk(numbers)
        yield from _some([found[pk] for pk in numbers], officer)


def _some(notices: list[Notice], officer) -> Iterator[Printed]:
    """The stored bytes of what was issued; everything else is typeset on all children at once."""
    kept, outlines, unreadable = {}, {}, {}
    for notice in notices:
        if notice.pdf_sha256:
            kept[notice.pk] = notice
            continue
        try:
            outlines[notice.pk] = _outline(notice, officer)
        except ValueError as refused:
            unreadable[notice.pk] = str(refused)
    made = dict(zip(outlines, _typeset(outlines.values()), strict=True))
    for notice in notices:
        if notice.pk in unreadable:
            yield Printed(notice, None, unreadable[notice.pk])
        else:
            yield _stored(notice) if notice.pk in kept else _answered(notice, made[notice.pk])


def _outline(notice: Notice, officer) -> OfficialDocument:
    seen_at = f"{localtime(timezone.now()):%Y-%m-%d %H:%M}"
    return document_for(
        notice, office=office_of(notice.region_code), viewer=officer.name, seen_at=seen_at, today=localdate()
    )


def _typeset(outlines: Iterable[OfficialDocument]) -> list[RenderedPdf | RenderFailed]:
    return list(print_many(outlines))


def _stored(notice: Notice) -> Printed:
    try:
        with notice.pdf.open("rb") as file:
            return Printed(notice, file.read())
    except OSError:
        return Printed(notice, None, "存储中找不到印发件，请联系系统管理员。")


def _answered(notice: Notice, answer: RenderedPdf | RenderFailed) -> Printed:
    if isinstance(answer, RenderFailed):
        return Printed(notice, None, str(answer))
    return Printed(notice, answer.content)
