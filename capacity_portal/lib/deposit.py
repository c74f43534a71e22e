"""Small results kept in the session between a POST and the page it leads to: batch reports, exports to be fetched."""

import secrets

from django.http import Http404, HttpRequest

_KEPT = 3


def deposit(request: HttpRequest, kind: str, content: dict) -> str:
    """Keep ``content`` (JSON) for this session; returns the key. The oldest of more than three of a kind goes."""
    shelf = dict(request.session.get(kind, {}))
    key = secrets.token_urlsafe(9)
    shelf[key] = content
    request.session[kind] = dict(list(shelf.items())[-_KEPT:])
    return key


def deposited(request: HttpRequest, kind: str, key: str) -> dict:
    """What ``deposit`` kept. Raises Http404."""
    shelf = request.session.get(kind, {})
    if key not in shelf:
        raise Http404
    return shelf[key]
