"""Counting what strangers do: who comes too often is told when to come again, and nothing of him is kept.

A source is an HMAC of the network address with the pepper and the day; its counters end with the hour and are removed by the regular
work. They stand beside no tip, and windows are the hours of the clock: when within the hour somebody came is not kept. Refused tries write nothing: a flood costs one
look at an index. Call ``take`` outside of transactions: a counter must outlive the refusal of what it counted.
"""

import hmac
import ipaddress
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils.timezone import localdate

from capacity_portal.lib.client_address import client_address
from tipoffs.models import RateWindow
from tipoffs.queries import channels
from tipoffs.rules.limits import LIMITS, WINDOW, Limit, allowed, is_spent, refusal, wait_after

_TRIES = 3


class TooOften(Exception):
    """``wait_seconds`` until the next try; the sentence names the telephone when the hour's tries are used up."""

    def __init__(self, wait_seconds: int, telephone: str = ""):
        super().__init__(refusal(wait_seconds, telephone))
        self.wait_seconds = wait_seconds


def source_of(request: HttpRequest) -> str:
    """64 hex characters for where the request came from, other ones every day; the same for all who cannot be told apart."""
    return _digest(f"source:{localdate()}:{_network(client_address(request))}")


def take(*, source: str, purpose: str, at: datetime) -> None:
    """Count a try. ``purpose``: one of ``rules.limits.LIMITS``. Raises TooOften; then nothing was counted for the window that is full."""
    if not settings.TIPOFF_LIMITER:
        return
    limits = LIMITS[purpose]
    _count(_digest(f"{purpose}:{source}"), limits.source, at)
    _count(_digest(f"{purpose}:everybody:{localdate(at)}"), limits.total, at)


def remove_old(at: datetime) -> int:
    """Regular work: windows that are over; returns how many."""
    return RateWindow.objects.filter(began_at__lte=at - WINDOW).delete()[0]


def _count(key: str, limit: Limit, at: datetime) -> None:
    """One conditional UPDATE decides, so that simultaneous tries never pass together; it locks this counter for an instant."""
    for _ in range(_TRIES):
        window = _window(key, at)
        age = at - window.began_at
        if window.count >= allowed(limit, age):
            raise _too_often(limit, window.count, age)
        free = RateWindow.objects.filter(
            pk=window.pk, began_at=window.began_at, count__lt=allowed(limit, age)
        )
        if free.update(count=F("count") + 1):
            return
    raise TooOften(1)


def _window(key: str, at: datetime) -> RateWindow:
    """The counter of the current hour, begun when there is none or the last one is over."""
    began_at = at.replace(minute=0, second=0, microsecond=0)
    window, _ = RateWindow.objects.get_or_create(key=key, defaults={"began_at": began_at})
    if at - WINDOW < window.began_at <= at:
        return window
    # Over, or the clock was put back. Whoever comes second finds other values than he read, and reads again.
    RateWindow.objects.filter(pk=window.pk, began_at=window.began_at).update(began_at=began_at, count=0)
    return RateWindow(pk=window.pk, began_at=began_at, count=0)


def _too_often(limit: Limit, count: int, age) -> TooOften:
    return TooOften(wait_after(limit, count, age), channels.telephone() if is_spent(limit, count) else "")


def _network(address: str | None) -> str:
    """The address itself, of IPv6 the network of 64 bits: one line has them all."""
    if address is None:
        return "unknown"
    found = ipaddress.ip_address(address)
    if found.version == 4:
        return address
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))


def _digest(text: str) -> str:
    return hmac.new(settings.TIPOFF_PEPPER.encode(), text.encode(), sha256).hexdigest()
