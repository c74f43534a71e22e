import pytest
from django.http import HttpResponse
from django.urls import path

from capacity_portal.lib.security_headers import PERMISSIONS_POLICY, build_policy, csp_override

POLICY = {"default-src": ["'none'"], "img-src": ["'self'", "data:"]}
EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def page(request):
    return HttpResponse("页")


def broken(request):
    raise ZeroDivisionError


def secret(request):
    return HttpResponse(
        "密", headers={"Referrer-Policy": "no-referrer", "Cache-Control": "private, max-age=5"}
    )


def signing_in(request):
    response = HttpResponse("入")
    response.set_cookie("sid", "new")
    return response


@csp_override({"default-src": ["'self'"]})
def other_policy(request):
    return HttpResponse("另")


@csp_override({})
def no_policy(request):
    return HttpResponse("无")


urlpatterns = [
    path("page", page),
    path("broken", broken),
    path("secret", secret),
    path("signing-in", signing_in),
    path("other", other_policy),
    path("none", no_policy),
]


@pytest.fixture
def visitor(client, settings):
    settings.ROOT_URLCONF = __name__
    settings.SECURE_CSP = POLICY
    settings.SECURE_CSP_REPORT_ONLY = {}
    settings.SECURE_REFERRER_POLICY = "same-origin"
    settings.SESSION_COOKIE_NAME = "sid"
    settings.TEMPLATES = []
    settings.MIDDLEWARE = [
        "capacity_portal.lib.security_headers.SecurityHeadersMiddleware",
        "django.middleware.common.CommonMiddleware",
    ]
    client.raise_request_exception = False
    return client


def sent(response):
    return {name: response.headers.get(name) for name in EXPECTED}


@pytest.mark.parametrize(("address", "status"), [("/page", 200), ("/broken", 500), ("/missing", 404)])
def test_every_response_carries_the_headers(visitor, address, status):
    response = visitor.get(address)
    assert (response.status_code, sent(response)) == (status, EXPECTED)


def test_without_the_middleware_there_are_none(visitor, settings):
    settings.MIDDLEWARE = []
    assert set(sent(visitor.get("/page")).values()) == {None}


def test_a_view_keeps_its_own_headers(visitor):
    visitor.cookies["sid"] = "somebody"
    response = visitor.get("/secret")
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "private, max-age=5")


def test_policy_of_one_view(visitor):
    assert visitor.get("/other")["Content-Security-Policy"] == "default-src 'self'"
    assert "Content-Security-Policy" not in visitor.get("/none").headers


def test_report_only(visitor, settings):
    settings.SECURE_CSP_REPORT_ONLY = {"default-src": ["'none'"]}
    assert visitor.get("/page")["Content-Security-Policy-Report-Only"] == "default-src 'none'"
    settings.SECURE_CSP_REPORT_ONLY = {}
    assert "Content-Security-Policy-Report-Only" not in visitor.get("/page").headers


def test_answers_to_people_with_a_session_are_not_stored(visitor):
    assert "Cache-Control" not in visitor.get("/page").headers
    assert visitor.get("/signing-in")["Cache-Control"] == "no-store"
    visitor.cookies["sid"] = "somebody"
    assert visitor.get("/page")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("config", "header"),
    [
        ({}, ""),
        ({"script-src": "'self'"}, "script-src 'self'"),
        ({"script-src": {"b.test", "a.test"}}, "script-src a.test b.test"),
        (
            {"upgrade-insecure-requests": True, "img-src": None, "font-src": False},
            "upgrade-insecure-requests",
        ),
        ({"a": ("x", "y"), "b": ["z"]}, "a x y; b z"),
    ],
)
def test_build_policy(config, header):
    assert build_policy(config) == header
