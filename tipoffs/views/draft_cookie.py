"""The cookie of a draft: 32 random bytes, for the five steps alone, gone when the browser is closed."""

import base64
import binascii
import os
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tipoffs.operations.drafts import open_draft

COOKIE, PATH = "tip-draft", "/tipoffs/new/"
KEY_BYTES = 32


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def key_in(request: HttpRequest) -> bytes | None:
    """The key the browser holds; None without one, or where it cannot be one."""
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, "").encode())
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def draft_of(request: HttpRequest, at: datetime) -> tuple[bytes | None, dict | None]:
    """(key, what was typed so far); content None where there is no draft (any more)."""
    key = key_in(request)
    return key, None if key is None else open_draft(key, at)


def hand_out(response: HttpResponse, key: bytes) -> None:
    value = base64.urlsafe_b64encode(key).decode()
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, value, path=PATH, secure=secure, httponly=True, samesite="Strict")


def take_back(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
