"""Secrets that a page shows once: kept in the session of whoever made them until that page is drawn."""

from django.http import HttpRequest

_KEY = "handover"


def keep(request: HttpRequest, name: str, secret) -> None:
    """Put ``secret`` (text or a list of texts) by until ``take`` is asked for the same name."""
    request.session[_KEY] = {**request.session.get(_KEY, {}), name: secret}


def take(request: HttpRequest, name: str):
    """The secret kept under ``name``, once; None afterwards. A HEAD request does not use it up."""
    kept = dict(request.session.get(_KEY, {}))
    if request.method != "GET" or name not in kept:
        return None
    secret = kept.pop(name)
    request.session[_KEY] = kept
    return secret
