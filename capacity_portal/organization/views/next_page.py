"""Where to go after signing in."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 2_000


def next_page(request: HttpRequest) -> str:
    """The asked-for page of this portal, or the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # what does not begin with a slash, redirect() would take for the name of a page
    is_address = wanted.startswith("/") and "\0" not in wanted and len(wanted) <= _LONGEST
    return wanted if here and is_address else resolve_url(settings.LOGIN_REDIRECT_URL)
