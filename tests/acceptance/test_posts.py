"""Every posting view is guarded, every posted form carries both hidden fields, and no page writes when it is only looked at."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from capacity_portal.lib.readonly import WriteOnGet
from capacity_portal.organization import once
from capacity_portal.organization.models import Officer
from tests.acceptance.matrix import LINES
from tests.acceptance.reading import content_of
from tests.acceptance.walking import Steps, Walk, cookies_kept, main_form, snapshot, undone_if
from tests.acceptance.world import Viewer, World
from tests.crawl import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

ROOT = settings.BASE_DIR
# Addresses that are posted to without a key; the views say why (``@repeatable``).
REPEATABLE = {
    "/tipoffs/track/",
    "/accounts/sign-in/",
    "/accounts/sign-out/",
    "/accounts/second-factor/check/",
    "/tipoffs/custody/code/",
    "/verify/",
}
# The same for addresses with a number in them, by name.
REPEATABLE_NAMES = {
    "jobs:hand-over": [1],
    "reports:notice-edit": [1],
    "reports:notice-live": [1],
    "reports:pack-download": ["00000000-0000-0000-0000-000000000001"],
    "inspections:return-sign": [202603, "360802"],
    "inspections:field-photo": [],
    "inspections:field-visit": [],
    "inspections:visit-new": [],
    "inspections:visit-correct": [1],
    "inspections:entry-row": [202603],
    "tipoffs:new": [],
    "tipoffs:new-saved": [],
    "tipoffs:new-evidence": [],
    "tipoffs:new-check": [],
    "tipoffs:new-step": ["where"],
    "tipoffs:draft-file-remove": ["00000000-0000-0000-0000-000000000000"],
    "tipoffs:receipt-pdf": [],
    "tipoffs:enter": [],
    "tipoffs:track": [],
    "tipoffs:case-reply": [],
    "tipoffs:case-file": [],
    "tipoffs:case-rate": [],
    "tipoffs:case-object": [],
    "tipoffs:case-leave": [],
}
REFUSED = {400, 403, 404, 405}


def somebody_who_may(world: World, line, case) -> Viewer:
    roles = line.roles if case.roles is None else case.roles
    return next(
        (viewer for viewer in world.viewers.values() if viewer.role in roles), world.viewers["county_staff"]
    )


def lawful_posts(world: World, names: Collection[str]) -> Iterator[tuple[str, Steps, dict]]:
    """For each case of each URL what a lawful form would send, without its hidden key."""
    for name in names:
        line = LINES[name]
        for number, case in enumerate(line.cases):
            steps = Steps(Walk(world, somebody_who_may(world, line, case)), name, line, case, number)
            target, values = steps.targets()[0], {}
            if case.typed is not None:
                form = None if case.get is None else main_form(steps.ask(target), steps.url(target))
                values = (dict(form.values) if form else {}) | case.typed(target.area)
            yield name, steps, {key: value for key, value in values.items() if key not in ("once", "file")}


def unguarded(world: World, names: Collection[str] = LINES) -> list[str]:
    """URLs whose view carries out a lawful post that brings no key."""
    found = []
    for name, steps, values in lawful_posts(world, names):
        url = steps.url(steps.targets()[0])
        if url in REPEATABLE or name in REPEATABLE_NAMES:
            continue
        client = Client()
        client.cookies = steps.viewer.client.cookies
        status = _posted(client, url, values)
        if status not in REFUSED and (steps.case.typed is not None or _writes(client, url, values)):
            found.append(f"{name} {status}")
    return found


def _posted(client: Client, url: str, values: dict) -> int:
    with cookies_kept(client), undone_if(lambda: True):
        response = client.post(url, values)
        content_of(response)
        return response.status_code


def _writes(client: Client, url: str, values: dict) -> bool:
    """The back office answers some posts with the page itself: does that change anything?"""
    before = snapshot()
    with cookies_kept(client), undone_if(lambda: True):
        content_of(client.post(url, values))
        return snapshot() != before


def test_every_posting_view_refuses_a_form_without_its_key(world):
    assert unguarded(world) == []


def test_a_planted_view_without_its_guard_is_found(world, monkeypatch):
    """With a key made up on the way every form is carried out; the walk names them."""
    import uuid

    monkeypatch.setattr(once, "key_of", lambda request: uuid.uuid4())
    names = ["enterprises:confirm", "organization:officer-create", "enterprises:former-name-new"]
    assert unguarded(world, names) == [f"{name} 302" for name in names]


def test_what_may_be_repeated_says_why():
    urls = {*REPEATABLE, *(reverse(name, args=args) for name, args in REPEATABLE_NAMES.items())}
    reasons = {url: resolve(url).func.posts for url in urls}
    assert all(re.fullmatch(r"repeatable: .{15,}", reason) for reason in reasons.values()), reasons


# --- templates --------------------------------------------------------------------------------------------------------
_FORM = re.compile(r"<form\b(?P<tag>[^>]*(?:{%[^%]*%}[^>]*)*)>(?P<body>.*?)</form>", re.S | re.I)
# Post to REPEATABLE.
WITHOUT_KEY = {
    "organization/sign_in.html",
    "organization/second_factor_check.html",
    "_partials/user_menu.html",
    "admin/base_site.html",
    "tipoffs/track.html",
    "tipoffs/case.html",
    "reports/verify.html",
    "reports/verified.html",
}


def bare_forms(folder: Path) -> list[str]:
    """Posted forms in templates that lack a hidden field."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        name = str(path.relative_to(folder))
        text = re.sub(r"{% comment .*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        for form in _FORM.finditer(text):
            if not re.search(r"method\s*=\s*[\"']?post", form["tag"], re.I):
                continue
            needed = ["{% csrf_token %}"] + ([] if name in WITHOUT_KEY else ["{% once %}"])
            found += [f"{name}: {field}" for field in needed if field not in form["body"]]
    return found


def test_every_posted_form_in_a_template_has_both_hidden_fields():
    assert bare_forms(ROOT / "templates") == []


def test_a_planted_form_without_them_is_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<form method="post">{% csrf_token %}</form><FORM METHOD=POST>{% once %}</FORM>'
    )
    (tmp_path / "b.html").write_text("<form>only asks</form><form method='get'></form>")
    assert bare_forms(tmp_path) == ["a.html: {% once %}", "a.html: {% csrf_token %}"]


def bare_forms_on_pages(world: World, name: str) -> list[str]:
    """Posted forms on real pages that lack a hidden field, those of the back office included."""
    viewer, found = world.viewers[name], []
    for url_name, line in LINES.items():
        for number, case in enumerate(line.cases):
            steps = Steps(Walk(world, viewer), url_name, line, case, number)
            response = steps.ask(steps.targets()[0])
            content = content_of(response)
            if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
                continue
            if url_name.endswith(("_changelist", "_import")):
                # a post to a list without actions does nothing, an import only asks back (see above); what is confirmed
                # twice is written once (test_attacks)
                continue
            for form in forms_of(content.decode()):
                needed = {"csrfmiddlewaretoken"} | (set() if form.action in REPEATABLE else {"once"})
                if form.method == "post" and not all("".join(form.values.get(field, [])) for field in needed):
                    found.append(f"{url_name}: {form.action} {sorted(needed - form.values.keys())}")
    return found


@pytest.mark.parametrize(
    "name", ["office_staff", "county_leader", "system_admin", "security_admin", "auditor", "stranger"]
)
def test_every_posted_form_on_a_page_has_both_hidden_fields(world, name):
    assert [form for form in bare_forms_on_pages(world, name) if "sign-in" not in form] == []


# --- looking changes nothing ------------------------------------------------------------------------------------------
def look_at_everything(world: World, viewer: Viewer, method: str) -> int:
    asked = 0
    for name, line in LINES.items():
        for number, case in enumerate(line.cases):
            steps = Steps(Walk(world, viewer), name, line, case, number)
            target = steps.targets()[0]
            response = getattr(viewer.client, method)(steps.url(target), case.query(target.area))
            content_of(response)
            asked += 1
    return asked


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("name", ["county_leader", "system_admin"])
def test_looking_at_every_page_writes_nothing(world, name, method):
    before = snapshot()
    assert look_at_everything(world, world.viewers[name], method) > 150
    after = snapshot()
    assert [label for label in before if before[label] != after[label]] == []


def _careless(officer, today):
    Officer.objects.filter(pk=officer.pk).update(telephone="看过了")
    return []


def test_a_planted_write_while_looking_is_stopped(world, monkeypatch):
    monkeypatch.setattr("capacity_portal.dashboards.views.officers.duties_of", _careless)
    with pytest.raises(WriteOnGet):
        world.viewers["county_staff"].client.get("/desk/")


def test_without_the_middleware_a_planted_write_is_seen(world, monkeypatch, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("ReadOnlyMiddleware")]
    monkeypatch.setattr("capacity_portal.dashboards.views.officers.duties_of", _careless)
    before = snapshot()
    client = Client()
    client.cookies = world.viewers["county_staff"].client.cookies
    assert client.get("/desk/").status_code == 200
    assert [label for label, rows in snapshot().items() if rows != before[label]] == ["organization.Officer"]
