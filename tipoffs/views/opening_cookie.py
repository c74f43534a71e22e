"""The private key of an opening: in the requester's browser alone, sent back to this opening's pages alone, for 24 hours."""

import base64
import binascii

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from capacity_portal.lib.sealing.boxes import KEY_BYTES
from tipoffs.models import Opening
from tipoffs.rules.openings import LASTS, cookie_name


def hand_out(response: HttpResponse, opening: Opening, key: bytes) -> None:
    response.set_cookie(
        cookie_name(opening.pk), base64.urlsafe_b64encode(key).decode(), max_age=LASTS, path=_path(opening),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict",
    )  # fmt: skip


def key_in(request: HttpRequest, opening: Opening) -> bytes | None:
    """The key of this browser; None without one, or when it cannot be one."""
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name(opening.pk), "")[:100].encode())
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def take_back(response: HttpResponse, opening: Opening) -> None:
    response.delete_cookie(cookie_name(opening.pk), path=_path(opening), samesite="Strict")


def _path(opening: Opening) -> str:
    return reverse("tipoffs:opening", args=[opening.pk])
