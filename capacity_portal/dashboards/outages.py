"""When the database is locked, full or away, the officer gets a 503 page that keeps what was typed."""

import logging
from itertools import islice

from django.db import DatabaseError, InterfaceError, OperationalError
from django.shortcuts import render

logger = logging.getLogger(__name__)

_KEPT_FIELDS = 60
_SECRETS = ("password", "token", "code", "csrf", "secret", "once")


def typed_values(request) -> list[tuple[str, str]]:
    """What was typed into the form that could not be saved, without passwords and tokens."""
    if request.method != "POST":
        return []
    pairs = (
        (name, value)
        for name in request.POST
        if not any(secret in name.lower() for secret in _SECRETS)
        for value in request.POST.getlist(name)
        if value.strip()
    )
    return list(islice(pairs, _KEPT_FIELDS))


class OutageMiddleware:
    """Turns OperationalError into 503 with Retry-After instead of a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError) or not isinstance(
            exception, DatabaseError | InterfaceError
        ):
            return None
        logger.error("database not available: %s", exception)
        response = render(request, "503.html", {"typed": typed_values(request)}, status=503)
        response["Retry-After"] = "10"
        return response
