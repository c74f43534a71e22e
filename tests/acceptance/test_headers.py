"""Security headers and cookies on everything that leaves the portal: pages, refusals, errors, files, static files."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from capacity_portal.lib.security_headers import SecurityHeadersMiddleware
from tests.acceptance.matrix import LINES
from tests.acceptance.reading import content_of
from tests.acceptance.walking import Steps, Walk, cookies_kept, undone_if
from tests.clients import FIELD, PortalClient
from tests.makers import PASSWORD, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Says nothing but its own address; signing out clears the browser's cache.
KEPT_BY_BROWSERS = {"GET enterprises:qr"}


# Sent to the pages that need them alone.
NARROWER = {"tip-draft": "/tipoffs/new/", "tip-track": "/tipoffs/track/"}


def faults(response, *, is_personal: bool = True) -> list[str]:
    """What is wrong with the headers and cookies of a response, as sentences."""
    found = [
        f"{name}: {response.headers.get(name)}"
        for name, wanted in HEADERS.items()
        if response.headers.get(name) != wanted
    ]
    policy = dict(
        part.strip().split(" ", 1)
        for part in response.headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    )
    found += [f"Content-Security-Policy: {policy}"] if policy != POLICY else []
    found += (
        []
        if "geolocation=(self)" in response.headers.get("Permissions-Policy", "")
        else ["Permissions-Policy"]
    )
    cache = response.headers.get("Cache-Control", "")
    found += [f"Cache-Control: {cache}"] if is_personal and "no-store" not in cache else []
    found += [
        f"{name}: {response.headers[name]}" for name in ("Server", "X-Powered-By") if name in response.headers
    ]
    return found + [f"cookie {name}" for name, morsel in response.cookies.items() if not _is_safe(morsel)]


def _is_safe(morsel) -> bool:
    """HttpOnly, SameSite, for the whole host and no other; a cookie that is taken back carries no secret."""
    is_gone = not morsel.value
    return is_gone or bool(
        morsel["httponly"]
        and morsel["samesite"] in ("Lax", "Strict")
        and morsel["path"] in ("/", NARROWER.get(morsel.key))
        and not morsel["domain"]
    )


def everything_said_to(world, name: str) -> Iterator[tuple[str, object]]:
    """Every answer to one viewer: his own records, others', lawful and unlawful posts."""
    viewer = world.viewers[name]
    for url_name, line in LINES.items():
        for number, case in enumerate(line.cases):
            steps = Steps(Walk(world, viewer), url_name, line, case, number)
            for target in steps.targets()[:2]:
                yield f"GET {url_name}", steps.ask(target)
            with cookies_kept(viewer.client), undone_if(lambda: True):
                yield f"POST {url_name}", viewer.client.post(steps.url(steps.targets()[-1]), {"x": "1"})


@pytest.mark.parametrize("name", ["county_staff", "system_admin", "stranger"])
def test_every_answer_carries_the_headers(world, name):
    found, statuses, types = [], set(), set()
    for what, response in everything_said_to(world, name):
        is_personal = name != "stranger" and what not in KEPT_BY_BROWSERS
        found += [
            f"{what} {response.status_code}: {fault}" for fault in faults(response, is_personal=is_personal)
        ]
        statuses.add(response.status_code)
        types.add(response.headers.get("Content-Type", "").partition(";")[0])
        content_of(response)
    assert found == []
    if name == "county_staff":
        assert {200, 302, 404, 405} <= statuses
        wanted = {"text/html", "application/pdf", "application/json", "text/csv"}
        assert wanted <= types, types


def test_errors_carry_the_headers(world, monkeypatch):
    viewer = world.viewers["county_staff"]
    answers = {
        404: viewer.client.get("/no/such/page/"),
        400: viewer.client.post("/enterprises/new/", {FIELD: ""}),
        409: _posted_twice(viewer, world.areas["own"]["enterprise"]),
    }
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = viewer.client.cookies
    answers[403] = checked.post("/enterprises/new/", {})
    viewer.client.raise_request_exception = False
    monkeypatch.setattr("capacity_portal.dashboards.views.officers.duties_of", lambda *_: 1 / 0)
    answers[500] = viewer.client.get("/desk/")
    viewer.client.raise_request_exception = True
    assert {status: answer.status_code for status, answer in answers.items()} == {
        code: code for code in answers
    }
    assert {status: faults(answer) for status, answer in answers.items()} == {code: [] for code in answers}


def _posted_twice(viewer, enterprise: int):
    key = "3f0a8a0e-1f4e-4f8e-9a55-0d4f5f8f7a12"
    viewer.client.post(f"/enterprises/{enterprise}/confirm/", {FIELD: key})
    return viewer.client.post(f"/enterprises/{enterprise}/confirm/", {FIELD: key, "other": "1"})


def test_an_unavailable_database_is_told_with_the_headers(world, monkeypatch):
    from django.db import OperationalError

    def gone(*_):
        raise OperationalError("gone")

    viewer = world.viewers["county_staff"]
    monkeypatch.setattr("capacity_portal.dashboards.views.officers.duties_of", gone)
    response = viewer.client.get("/desk/")
    assert (response.status_code, faults(response)) == (503, [])


@pytest.mark.parametrize("path", ["css/components.css", "js/forms.js", "img/favicon.svg", "no-such-file.css"])
def test_static_files_carry_the_headers(path):
    response = Client().get(f"/static/{path}")
    content_of(response)
    assert response.status_code == (404 if path.startswith("no") else 200)
    assert faults(response, is_personal=False) == []


def test_a_host_nobody_serves_is_refused_with_the_headers():
    response = Client(SERVER_NAME="evil.example").get("/")
    assert (response.status_code, faults(response, is_personal=False)) == (400, [])


def test_signing_in_gives_cookies_no_script_can_read():
    officer, client = make_officer("county_staff"), PortalClient()
    page = client.get("/accounts/sign-in/")
    answer = client.post("/accounts/sign-in/", {"username": officer.username, "password": PASSWORD})
    assert set(answer.cookies) >= {"sid"}
    assert [faults(response) for response in (answer, page)] == [[], []]


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_in_production_cookies_are_for_https_only():
    officer, client = make_officer("county_staff"), PortalClient()
    client.get("/accounts/sign-in/", secure=True)
    answer = client.post(
        "/accounts/sign-in/", {"username": officer.username, "password": PASSWORD}, secure=True
    )
    assert {name: bool(morsel["secure"]) for name, morsel in answer.cookies.items()} == {
        "sid": True,
        "csrf": True,
    }


# --- controls ---------------------------------------------------------------------------------------------------------
def test_planted_faults_are_found(world, monkeypatch):
    """Without the middleware nothing is right; a policy with a hole and a cookie for scripts are seen."""
    viewer = world.viewers["county_staff"]
    response = viewer.client.get("/desk/")
    assert faults(response) == []
    response.headers["Content-Security-Policy"] += "; script-src-elem 'unsafe-inline'"
    response.set_cookie("readable", "1")
    assert [fault.partition(":")[0] for fault in faults(response)] == [
        "Content-Security-Policy",
        "cookie readable",
    ]
    monkeypatch.setattr(
        SecurityHeadersMiddleware, "__call__", lambda self, request: self.get_response(request)
    )
    assert len(faults(PortalClient().get("/"))) > 4
