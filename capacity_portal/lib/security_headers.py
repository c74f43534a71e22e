"""Security headers on every response.

Setting names and format are those of Django 6 (SECURE_CSP, SECURE_CSP_REPORT_ONLY). A header that a view has
set itself stays. A view that needs another policy is wrapped in ``csp_override``.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Positions are taken from the browser during inspections; nothing else is asked of the device.
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(self), geolocation=(self),"
    " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
_ALWAYS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SecurityHeadersMiddleware:
    """Install outermost, so that errors, redirects and static files carry the headers as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY or "same-origin")
        _set_policy(response, "Content-Security-Policy", "_csp_config", settings.SECURE_CSP)
        _set_policy(
            response, "Content-Security-Policy-Report-Only", "_csp_ro_config", settings.SECURE_CSP_REPORT_ONLY
        )
        if _is_personal(request, response):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def csp_override(config: Mapping[str, object]) -> Callable:
    """Decorate a view: its responses carry ``config`` in place of SECURE_CSP (empty: no policy at all)."""

    def decorator(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            response._csp_config = config
            return response

        return wrapped

    return decorator


def build_policy(config: Mapping[str, object]) -> str:
    """Return the header value of a policy.

    A directive of ``None`` or ``False`` is left out, ``True`` stands alone.
    """
    return "; ".join(
        directive if value is True else f"{directive} {_sources(value)}"
        for directive, value in config.items()
        if value is not None and value is not False
    )


def _sources(value: object) -> str:
    if isinstance(value, str):
        return value
    return " ".join(sorted(value) if isinstance(value, set | frozenset) else value)


def _set_policy(
    response: HttpResponseBase, header: str, attribute: str, default: Mapping[str, object]
) -> None:
    config = getattr(response, attribute, default)
    if config:
        response.headers.setdefault(header, build_policy(config))


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether the answer may belong to a person: whoever has a session.

    Looks at cookies only, so that the headers cost no query.
    """
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies
