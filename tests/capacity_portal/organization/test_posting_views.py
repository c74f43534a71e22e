"""Every posted form is carried out once, or says why it need not be."""

import re
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, get_resolver

FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
# Forms to views that say @repeatable: signing in, signing out, the check after the password.
WITHOUT_KEY = {
    ("_partials/user_menu.html", "sign_out_url"),
    ("admin/base_site.html", "sign_out_url"),
    ("organization/sign_in.html", 'name="next"'),
    ("organization/second_factor_check.html", 'submit_label="继续"'),
    ("organization/second_factor_check.html", "organization:sign-out"),
    # The table of keys holds a path and a time, which nobody shall know of a reporter: his forms have a secret, or one effect.
    ("tipoffs/track.html", "tipoffs:track"),
    # nothing is written: the reader compares his paper
    ("reports/verify.html", "reports:verify"),
    ("reports/verified.html", "reports:verified"),
    *(("tipoffs/case.html", f"tipoffs:case-{name}") for name in ("reply", "file", "rate", "object", "leave")),
}


def without_key(templates: dict[str, str]) -> set[tuple[str, str]]:
    """(template, beginning) of posting forms that carry no key and are not listed."""
    return {
        (name, form[:120])
        for name, text in templates.items()
        for form in FORM.findall(text)
        if "{% once %}" not in form
        and not any(name == listed and mark in form for listed, mark in WITHOUT_KEY)
    }


def our_templates() -> dict[str, str]:
    root = Path(settings.BASE_DIR) / "templates"
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.html")}


def test_every_posting_form_carries_its_key():
    assert without_key(our_templates()) == set()


def test_planted_form_without_a_key_is_found():
    assert without_key({"x.html": '<form method="post">{% csrf_token %}<button></button></form>'}) != set()


def first_party_views(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.callback.__module__.startswith("capacity_portal.organization"):
                yield pattern.name, pattern.callback
        elif getattr(pattern, "namespace", "") != "admin":
            yield from first_party_views(pattern)


def test_views_that_take_posts_say_how_they_repeat(rf):
    request = rf.post("/")
    silent = {name: view for name, view in first_party_views() if not hasattr(view, "posts")}
    assert {name: view(request).status_code for name, view in silent.items()} == dict.fromkeys(silent, 405)
    assert {"account", "officers", "officer"} <= set(silent)
