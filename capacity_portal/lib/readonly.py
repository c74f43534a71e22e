"""A GET cannot write: while a view answers a safe method, the databases refuse every change.

Middleware outside this one (the session's) is not concerned. The one exception inside is a named door,
``writing_allowed``. The guard sees what passes through Django cursors; COPY through a bare psycopg cursor and
functions with side effects (``nextval``) pass it by, and a page has no use for either.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.db import connections
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
DOORS = frozenset({"session", "access log"})
_open_door: ContextVar[str] = ContextVar("open_door", default="")

# What cannot hold a keyword: comments, literals (E'' knows the backslash, dollar quotes), quoted names.
_OPAQUE = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"""
    r"""|\bE'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|\$(\w*)\$.*?\$\2\$|"(?:[^"]|"")*"|`[^`]*`""",
    re.DOTALL | re.IGNORECASE,
)
_READING = frozenset({
    "SELECT", "WITH", "VALUES", "EXPLAIN", "SHOW", "SET", "RESET", "PRAGMA",
    "DECLARE", "FETCH", "MOVE", "CLOSE", "BEGIN", "START", "SAVEPOINT", "RELEASE",
    "ROLLBACK", "COMMIT", "END",
})  # fmt: skip
_WRITING = re.compile(
    r"\b(?:INSERT|DELETE|MERGE|INTO|TRUNCATE|CREATE|DROP|ALTER|COPY|GRANT|REVOKE"
    r"|(?<!FOR )(?<!FOR NO KEY )UPDATE)\b"
)
_READING_PRAGMA = re.compile(
    r"PRAGMA (?!OPTIMIZE|INCREMENTAL_VACUUM|WAL_CHECKPOINT)[A-Z_.]+"
    r"|PRAGMA [A-Z_]+_(?:X?INFO|LIST|CHECK) ?\([^=]*\)"
)


class WriteOnGet(RuntimeError):
    """A view tried to change the database while answering a request that must not change anything."""


class ReadOnlyMiddleware:
    """Install innermost, so that only the view (and its streamed answer) is guarded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with read_only():
            response = self.get_response(request)
        if response.streaming and not response.is_async and not isinstance(response, FileResponse):
            response.streaming_content = _guarded(response.streaming_content)
        return response


@contextmanager
def read_only() -> Iterator[None]:
    """Refuse writes on every configured connection of this thread. Raises WriteOnGet where one is tried."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_writes))
        yield


@contextmanager
def writing_allowed(reason: str) -> Iterator[None]:
    """Open the door named ``reason`` (one of DOORS) for the statements inside the block."""
    if reason not in DOORS:
        raise ValueError(f"no such door: {reason!r}; doors are {sorted(DOORS)}")
    token = _open_door.set(reason)
    try:
        yield
    finally:
        _open_door.reset(token)


def changes_something(sql: str) -> bool:
    """Tell whether any statement of ``sql`` may change the database.

    What is not known to read counts as a change.
    """
    bare = _OPAQUE.sub(lambda found: " " if found["comment"] else " ? ", sql)
    return any(map(_statement_changes, bare.upper().split(";")))


def _statement_changes(statement: str) -> bool:
    words = " ".join(statement.replace("(", " ( ").split())
    first = words.lstrip("( ").partition(" ")[0]
    if first == "PRAGMA":
        return not _READING_PRAGMA.fullmatch(words)
    return bool(first) and (first not in _READING or _WRITING.search(words) is not None)


_remembered = lru_cache(maxsize=1024)(changes_something)


def _refuse_writes(execute, sql, params, many, context):
    text = sql if isinstance(sql, str) else _as_text(sql)
    if not _open_door.get() and (_remembered(text) if len(text) < 8_000 else changes_something(text)):
        raise WriteOnGet(f"a safe request tried to write: {text[:200]}")
    return execute(sql, params, many, context)


def _as_text(sql: object) -> str:
    return sql.as_string(None) if hasattr(sql, "as_string") else bytes(sql).decode(errors="replace")


def _guarded(parts: Iterable[bytes]) -> Iterator[bytes]:
    iterator = iter(parts)
    while True:
        with read_only():
            part = next(iterator, None)
        if part is None:
            return
        yield part
