"""One source that asks for public pages faster than any person is turned away before anything is read or looked up.

Kept in the memory of each process for some seconds, never written: how much each source has left (a bucket that fills again). The
limits that people meet, with their texts kept and a waiting time, are those of ``tipoffs.operations.limits``; this is for machines.
"""

from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from capacity_portal.lib.client_address import client_address

SECONDS_SAVED = 12
"""What a source that was quiet may ask for at once: so many seconds' worth."""
_MOST_SOURCES = 20_000
_PATHS = ("/tipoffs/", "/published/", "/verify/")
_PAGE = (
    "<!doctype html><html lang=zh-Hans><meta charset=utf-8><title>操作过于频繁</title><h1>操作过于频繁</h1>"
    "<p>来自您所在网络的请求过多，请过一分钟再试；也可以拨打门户首页公布的举报电话。已经保存的内容不受影响。"
)


class Buckets:
    """What each source has left of ``per_second`` requests; a source that is not known has a full bucket."""

    def __init__(self, per_second: float, now: Callable[[], float] = monotonic) -> None:
        self.per_second, self.most, self.now = per_second, per_second * SECONDS_SAVED, now
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, source: str) -> bool:
        """Whether one more request may pass; refused ones take nothing."""
        at = self.now()
        left, since = self._left.get(source, (self.most, at))
        left = min(self.most, left + (at - since) * self.per_second)
        if len(self._left) >= _MOST_SOURCES:
            self._forget_full(at)
        self._left[source] = (left - 1 if left >= 1 else left, at)
        return left >= 1

    def _forget_full(self, at: float) -> None:
        """Make room: sources that would be full again are the same as unknown ones; under attack from many, all start anew."""
        self._left = {
            source: (left, since)
            for source, (left, since) in self._left.items()
            if left + (at - since) * self.per_second < self.most
        }
        if len(self._left) >= _MOST_SOURCES:
            self._left.clear()


class FloodMiddleware:
    """Install before everything that reads the database. FLOOD_GUARD_PER_SECOND: requests a second, source and process; 0: off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.buckets = Buckets(settings.FLOOD_GUARD_PER_SECOND)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.buckets.per_second or not request.path.startswith(_PATHS):
            return self.get_response(request)
        if self.buckets.take(client_address(request) or ""):
            return self.get_response(request)
        return HttpResponse(_PAGE, status=429, headers={"Retry-After": "60"})
