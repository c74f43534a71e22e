"""Which network address a request came from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The client's address: what the outermost of our PROXY_COUNT proxies saw, or the peer when there is none.

    Entries further left in X-Forwarded-For are the client's own claims and are never read.
    """
    if not settings.PROXY_COUNT:
        return _address(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _address(hops[-settings.PROXY_COUNT]) if len(hops) >= settings.PROXY_COUNT else None


def _address(text: str) -> str | None:
    text = text.strip()
    if text.count(":") == 1:  # IPv4 with a port, as some proxies write it
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text.strip("[]").partition("%")[0]))
    except ValueError:
        return None
