"""The component page shows every component, without a database."""

import re

from django.template.loader import render_to_string

from capacity_portal.dashboards.specimens import specimens
from tests import templates_lint
from tests.architecture import ROOT

# Drawn on error pages only, or nothing but a loop over a component shown.
SHOWN_ELSEWHERE = {"_partials/typed.html", "_partials/fields.html", "_partials/public_masthead.html"}


def drawn_by(name: str) -> set[str]:
    """The template and all it extends or includes, directly or not."""
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    asked = set(re.findall(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""", text))
    return {name}.union(*(drawn_by(other) for other in asked if other != name))


def test_component_page_shows_every_partial():
    partials = {name for name in templates_lint.template_files(ROOT) if name.startswith("_partials/")}
    assert partials - drawn_by("components.html") == SHOWN_ELSEWHERE


def test_component_page_draws_without_a_database():
    html = render_to_string("components.html", specimens())
    assert html.count('<section id="') == len(specimens()["sections"])
    anchors = [section.anchor for section in specimens()["sections"]]
    assert re.findall(r'<section id="(\w+)"', html) == anchors


def test_ids_on_the_component_page_are_unique():
    ids = re.findall(r'\sid="([^"]+)"', render_to_string("components.html", specimens()))
    assert len(ids) == len(set(ids))
