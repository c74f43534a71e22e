"""Error pages in Chinese; what was typed into a refused form is given back."""

import sys

from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render

from capacity_portal.dashboards.outages import OUTAGES, plain_page, unavailable
from capacity_portal.lib.kept_text import typed_values


def bad_request(request, exception=None):
    return plain_page("400.html", request, 400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    context = {"typed": typed_values(request), "no_cookie": reason == REASON_NO_CSRF_COOKIE}
    return render(request, "403_csrf.html", context, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    exception = sys.exc_info()[1]
    if isinstance(exception, OUTAGES):
        return unavailable(request, exception)
    return plain_page("500.html", request, 500)
