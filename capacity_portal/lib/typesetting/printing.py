"""Documents to PDF through the default pool of children. This is what the rest of the portal calls."""

import atexit
import logging
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice

from capacity_portal.lib.typesetting.cache import ResultCache, content_key
from capacity_portal.lib.typesetting.child import Limits
from capacity_portal.lib.typesetting.pool import Pool
from capacity_portal.lib.typesetting.results import DocumentTooLarge, RenderedPdf, RenderFailed

log = logging.getLogger(__name__)

TIMEOUT = 30
MAX_HTML = 16 << 20
AHEAD = 2  # documents kept ready beside those in work
_SHEET_NAME = re.compile(r"[a-z][a-z0-9_-]*")

_lock = threading.Lock()
_pool: Pool | None = None
_cache = ResultCache()


@dataclass(frozen=True, slots=True)
class Order:
    """One document to be typeset. ``numbering`` continues page numbers: (number of the first page, pages in all).

    ``variant``: the kind of PDF it declares to be (``pdf/a-2u``), "" for none.
    """

    html: str
    stylesheets: tuple[str, ...] = ("print",)
    timeout: float = TIMEOUT
    patience: float = TIMEOUT
    numbering: tuple[int, int] | None = None
    variant: str = ""


def configure(*, size: int | None = None, limits: Limits | None = None, cache_bytes: int = 32 << 20) -> None:
    """Replace the default pool: ``size`` children (None: one per core). No child starts before the first document."""
    global _pool, _cache
    with _lock:
        old, _pool = _pool, Pool(size, limits)
        _cache = ResultCache(cache_bytes)
    if old:
        old.close()


def default_pool() -> Pool:
    """The pool all functions of this module use, made on first use."""
    global _pool
    with _lock:
        _pool = _pool or Pool()
        return _pool


def render_pdf(
    html: str, *, stylesheets: tuple[str, ...] = ("print",), timeout: float = TIMEOUT
) -> RenderedPdf:
    """Typeset one document. ``stylesheets`` are names of files in static/css/ without ending.

    Blocks until a child is free (at most ``timeout`` seconds) and has finished (at most another ``timeout``).
    Pictures must be ``data:`` addresses; nothing is ever fetched.
    Raises DocumentTooLarge, RenderTimeout, RenderBusy, TypesettingUnavailable, RenderFailed (the base of them all).
    """
    return typeset(Order(html, stylesheets, timeout, timeout))


def render_many(
    documents: Iterable[str], *, stylesheets: tuple[str, ...] = ("print",), timeout: float = TIMEOUT
) -> Iterator[RenderedPdf | RenderFailed]:
    """Typeset many documents on all children at once, in order and in constant memory.

    Yields for each document its RenderedPdf, or the RenderFailed that tells why there is none. ``documents`` may be a
    generator; it is advanced in the caller's thread, a few documents ahead.
    """
    # Patient, because documents of other threads may come first
    template = Order("", stylesheets, timeout, patience=timeout * 10)
    return typeset_all(replace(template, html=html) for html in documents)


def merge(files: Iterable[bytes], *, timeout: float = TIMEOUT) -> bytes:
    """All pages of several PDF files in one file. Raises RenderFailed, also for a file that is no PDF."""
    _, (content,) = default_pool().run({"task": "merge"}, list(files), timeout)
    return content


def pages_as_png(
    pdf: bytes, dpi: int = 100, *, first: int = 1, last: int = 500, timeout: float = TIMEOUT
) -> list[bytes]:
    """Pages ``first`` to ``last`` (inclusive, counted from 1) as PNG files. Raises RenderFailed for a broken file."""
    request = {"task": "pictures", "dpi": dpi, "first": first, "last": last}
    return default_pool().run(request, [pdf], timeout)[1]


def text_of(pdf: bytes, *, timeout: float = TIMEOUT) -> str:
    """The text layer of a PDF, "" for a scan without one; read in a child, for the file may be hostile. Raises RenderFailed."""
    _, (content,) = default_pool().run({"task": "text"}, [pdf], timeout)
    return content.decode()


def page_count(pdf: bytes, *, timeout: float = TIMEOUT) -> int:
    """How many pages a PDF has; asked in a child, for the file may be hostile. Raises RenderFailed for a broken one."""
    return default_pool().run({"task": "count"}, [pdf], timeout)[0]["pages"]


def typeset(order: Order) -> RenderedPdf:
    """Carry out one order, or take the result of an equal one from the cache. Raises as ``render_pdf``."""
    source = order.html.encode(errors="replace")  # lone surrogates become question marks
    if len(source) > MAX_HTML:
        raise DocumentTooLarge(f"文档超过 {MAX_HTML >> 20} MB，无法排版；请减少照片或分批打印。")
    if order.numbering:  # a part of something larger is not asked for again
        return _run(order, source)
    key = content_key(source, (*order.stylesheets, order.variant))
    known = _cache.get(key)
    if known is None:
        known = _run(order, source)
        _cache.put(key, known)
    return known


def typeset_all(orders: Iterable[Order]) -> Iterator[RenderedPdf | RenderFailed]:
    """Carry out many orders on all children at once; see ``render_many``."""
    size, orders = default_pool().size, iter(orders)
    with ThreadPoolExecutor(size, thread_name_prefix="typesetting") as threads:
        waiting: list[Future[RenderedPdf]] = []
        try:
            while True:
                waiting += [
                    threads.submit(typeset, order) for order in islice(orders, size + AHEAD - len(waiting))
                ]
                if not waiting:
                    return
                yield _outcome(waiting.pop(0))
        finally:
            for future in waiting:
                future.cancel()


def _run(order: Order, source: bytes) -> RenderedPdf:
    for name in order.stylesheets:
        if not _SHEET_NAME.fullmatch(name):
            raise ValueError(f"not the name of a style sheet: {name!r}")
    request = {
        "task": "render",
        "stylesheets": order.stylesheets,
        "numbering": order.numbering,
        "variant": order.variant,
    }
    answer, (content,) = default_pool().run(request, [source], order.timeout, order.patience)
    if answer["refused"]:
        log.warning("a document asked for addresses it may not have: %s", ", ".join(answer["refused"]))
    return RenderedPdf(content, answer["pages"], tuple(answer["missing"]))


def _outcome(future: Future[RenderedPdf]) -> RenderedPdf | RenderFailed:
    try:
        return future.result()
    except RenderFailed as failure:
        return failure


@atexit.register
def _close() -> None:
    if _pool:
        _pool.close()
