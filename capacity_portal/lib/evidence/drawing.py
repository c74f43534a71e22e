"""Clean copies, made by a child process of its own for every file (see child.py): few at a time, and gone when they take too long."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from capacity_portal.lib.uploads import UploadRefused

log = logging.getLogger(__name__)

COMMAND = [sys.executable, "-m", "capacity_portal.lib.evidence.child"]
PROJECT = Path(__file__).resolve().parents[3]
SECONDS, PATIENCE, AT_ONCE = 20, 5, 2  # together below the 30 seconds after which gunicorn ends a worker
# Nothing else of the portal's environment: a child that falls to a hostile file finds no secrets in it.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")
_places = threading.BoundedSemaphore(AT_ONCE)
_PHOTO_DAMAGED = "照片打不开，可能没有传完或已损坏，请重新拍摄或另存为 JPG 后上传。"
_DOCUMENT_DAMAGED = "PDF 打不开，可能没有传完或已损坏，请重新导出后上传。"
_BUSY = "正在处理的材料较多，请过一分钟再上传这一份。"
_REASONS = {
    "pixels": "照片超过 4,000 万像素，请缩小尺寸后上传。",
    "password": "这份 PDF 设了打开密码，办理人员打不开。请取消密码后重新上传。",
    "pages": "这份 PDF 超过 50 页，请拆分成几份后上传。",
}


@dataclass(frozen=True)
class Drawn:
    """A copy that holds nothing but what is seen. ``pages``: of a document, else 1."""

    content: bytes = field(repr=False)
    content_type: str
    pages: int


def photo(content: bytes) -> Drawn:
    """A photo rebuilt from its pixels. Raises UploadRefused."""
    return _drawn("photo", content, _PHOTO_DAMAGED)


def document(content: bytes) -> Drawn:
    """A PDF file whose pages are pictures of the pages of ``content``. Raises UploadRefused."""
    return _drawn("document", content, _DOCUMENT_DAMAGED)


def _drawn(task: str, content: bytes, damaged: str) -> Drawn:
    with _place():
        answer, copy = _asked(task, content)
    if "error" in answer:
        raise UploadRefused(_REASONS.get(answer["error"], damaged))
    return Drawn(copy, answer["content_type"], answer["pages"])


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE):
        raise UploadRefused(_BUSY)
    try:
        yield
    finally:
        _places.release()


def _asked(task: str, content: bytes) -> tuple[dict, bytes]:
    """The child's answer: a line of JSON, then the copy. A child that is lost has found the file damaged."""
    try:
        done = subprocess.run(
            [*COMMAND, task], input=content, capture_output=True, cwd=PROJECT, env=_environment(), timeout=SECONDS, check=False
        )  # fmt: skip
        line, _, copy = done.stdout.partition(b"\n")
        return json.loads(line), copy
    except subprocess.TimeoutExpired:
        return {"error": "time"}, b""
    except OSError as error:
        log.error("evidence child cannot start: %r", error)
        raise UploadRefused(_BUSY) from error
    except ValueError:
        log.warning("evidence child lost: %s ended with %s", task, done.returncode)
        return {"error": "lost"}, b""


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
