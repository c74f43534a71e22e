"""What was typed into a form that could not be saved, so that the page that says so can give it back."""

from itertools import islice

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

_KEPT_FIELDS = 60
# Never shown again: parts of names that mark secrets, and names that are one as a whole.
_SECRET_PARTS = ("password", "passphrase", "token", "secret", "recovery")
_SECRET_NAMES = frozenset({"once", "code"})


def typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of the filled fields of a POST, at most 60, without passwords, codes and tokens; none of an unreadable one.

    What the view has named ``sensitive_post_parameters`` stays out as well.
    """
    if request.method != "POST" or not _is_readable(request):
        return []
    pairs = (
        (name, value)
        for name in request.POST
        if not _is_secret(name.lower()) and not _is_sensitive(request, name)
        for value in request.POST.getlist(name)
        if value.strip()
    )
    return list(islice(pairs, _KEPT_FIELDS))


def _is_readable(request: HttpRequest) -> bool:
    try:
        return bool(request.POST)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return False


def _is_secret(name: str) -> bool:
    return name in _SECRET_NAMES or any(part in name for part in _SECRET_PARTS)


def _is_sensitive(request: HttpRequest, name: str) -> bool:
    named = getattr(request, "sensitive_post_parameters", ())
    return named == "__ALL__" or name in named
