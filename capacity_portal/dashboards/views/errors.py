"""Error pages in Chinese; what was typed into a refused form is given back."""

from django.shortcuts import render

from capacity_portal.dashboards.outages import typed_values


def bad_request(request, exception=None):
    return render(request, "400.html", {"typed": typed_values(request)}, status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", {"typed": typed_values(request)}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
