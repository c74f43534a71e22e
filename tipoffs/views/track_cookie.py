"""The cookie of a reporter who gave number and code: an encrypted name of the tip, for the tracking pages, for 30 minutes.

No session of the database knows of it, and neither number nor code stands in it.
"""

import base64
import binascii
import json
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from capacity_portal.lib.sealing import boxes

COOKIE, PATH = "tip-track", "/tipoffs/track/"
LASTS = timedelta(minutes=30)
_ABOUT = "cookie:tip-track"
_LONGEST = 500


def hand_out(response: HttpResponse, tip_pk: int, at: datetime) -> None:
    """Good for 30 minutes from ``at``."""
    content = json.dumps([tip_pk, int((at + LASTS).timestamp())]).encode()
    value = base64.urlsafe_b64encode(boxes.lock(content, _key(), _ABOUT)).decode()
    response.set_cookie(
        COOKIE, value, max_age=LASTS, path=PATH, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )  # fmt: skip


def tip_named(request: HttpRequest, at: datetime) -> int | None:
    """The key of the tip; None without a cookie, or with one that is over, forged or from elsewhere."""
    value = request.COOKIES.get(COOKIE, "")
    try:
        box = base64.urlsafe_b64decode(value[:_LONGEST].encode())
        pk, until = json.loads(boxes.unlock(box, _key(), _ABOUT))
    except (boxes.CannotOpen, binascii.Error, ValueError):
        return None
    return pk if at.timestamp() < until else None


def take_back(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def _key() -> bytes:
    return boxes.derived(settings.SECRET_KEY.encode(), _ABOUT)
