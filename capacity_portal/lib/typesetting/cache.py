"""A small memory of finished documents, so that a page that is printed twice is typeset once."""

import hashlib
import threading
from collections import OrderedDict

from capacity_portal.lib.typesetting.results import RenderedPdf


class ResultCache:
    """The most recently used documents by content, bounded by the sum of their sizes in bytes. Thread-safe."""

    def __init__(self, room: int = 32 << 20):
        self._room = room
        self._used = 0
        self._kept: OrderedDict[str, RenderedPdf] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> RenderedPdf | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, result: RenderedPdf) -> None:
        """Remember ``result``, forgetting the least recently used; what would fill a quarter alone is not kept."""
        if len(result.content) * 4 > self._room:
            return
        with self._lock:
            replaced = self._kept.pop(key, None)
            self._kept[key] = result
            self._used += len(result.content) - (len(replaced.content) if replaced else 0)
            while self._used > self._room:
                _, oldest = self._kept.popitem(last=False)
                self._used -= len(oldest.content)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._used = 0


def content_key(html: bytes, stylesheets: tuple[str, ...]) -> str:
    """What decides how a document looks, as a short key."""
    return hashlib.sha256("\0".join(stylesheets).encode() + b"\0\0" + html).hexdigest()
