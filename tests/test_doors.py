"""Open doors: the pages that need no sign-in, by name. A page opened by accident fails here."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import URLPattern, get_resolver, path

OPEN_DOORS = {
    "dashboards:home",
    "dashboards:healthz",
    "organization:sign-in",
    "inspections:field-worker",  # the service worker's source: nothing of anybody, and updates must not end at the sign-in page
    "admin:jsi18n",
    "admin:login",
    # what everybody may know of reporting
    "tipoffs:about",
    "tipoffs:privacy",
    "tipoffs:reward-rules",
    "tipoffs:published",
    "tipoffs:published-outcome",
    # whoever holds a document checks it
    "reports:verify",
    "reports:verified",
    "reports:verified-pdf",
    # the reporter's own pages: number and code, then a cookie; and the way out
    "tipoffs:track",
    "tipoffs:case",
    "tipoffs:case-reply",
    "tipoffs:case-file",
    "tipoffs:case-rate",
    "tipoffs:case-object",
    "tipoffs:case-leave",
    "tipoffs:leave",
    # the five steps of a report, and its receipt
    "tipoffs:new",
    "tipoffs:new-saved",
    "tipoffs:new-step",
    "tipoffs:new-evidence",
    "tipoffs:new-check",
    "tipoffs:draft-file-remove",
    "tipoffs:receipt-pdf",
}


def patterns(resolver=None, prefix=""):
    """(full name, pattern) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern
        else:
            yield from patterns(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))


def open_names(found) -> set[str]:
    """Names of the patterns whose view LoginRequiredMiddleware lets strangers into."""
    return {name for name, pattern in found if not getattr(pattern.callback, "login_required", True)}


def test_open_doors_are_the_listed_ones():
    assert open_names(patterns()) - {"admin:login", "admin:jsi18n"} == OPEN_DOORS - {
        "admin:login",
        "admin:jsi18n",
    }


def test_planted_open_door_is_found():
    @login_not_required
    def left_open(request):
        raise AssertionError

    assert open_names([("enterprises:leak", path("leak/", left_open, name="leak"))]) == {"enterprises:leak"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/desk/", "/enterprises/", "/jobs/", "/journal/", "/accounts/", "/admin/"]
)
def test_stranger_is_sent_to_sign_in(address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith(("/accounts/sign-in/", "/admin/login/"))
