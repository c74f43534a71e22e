"""Every template is used, every url name in a template resolves, nothing is inline or from elsewhere."""

from pathlib import Path

import pytest
from django.urls import NoReverseMatch, get_resolver

from tests import templates_lint
from tests.architecture import ROOT


def known_names() -> set[str]:
    """All url names with their namespaces, ``app:name``."""

    def walk(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
            elif pattern.name:
                yield prefix + pattern.name

    return set(walk(get_resolver()))


def plant(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_template_is_used():
    assert templates_lint.unused(ROOT) == []


def test_planted_unused_template_is_found(tmp_path):
    plant(tmp_path, "a.html", "{% comment %}{% include 'b.html' %}{% endcomment %}{% include 'c.html' %}")
    plant(tmp_path, "b.html", "")
    plant(tmp_path, "c.html", "")
    (tmp_path / "enterprises").mkdir()
    (tmp_path / "enterprises" / "views.py").write_text('render(request, "a.html")', encoding="utf-8")
    assert templates_lint.unused(tmp_path) == ["b.html"]


def test_every_url_name_resolves():
    names = known_names()
    assert (
        sorted(
            f"{template}: {name}" for template, name in templates_lint.url_names(ROOT) if name not in names
        )
        == []
    )


def test_planted_url_name_is_found(tmp_path):
    plant(tmp_path, "a.html", '{% url "enterprises:no-such-page" 3 %}')
    assert templates_lint.url_names(tmp_path) == {("a.html", "enterprises:no-such-page")}
    assert "enterprises:no-such-page" not in known_names()
    assert issubclass(NoReverseMatch, Exception)


def test_nothing_is_inline_or_from_elsewhere():
    assert templates_lint.inline_code(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">',
        '<button onclick="go()">',
        '<img src="https://elsewhere.example/a.png">',
        "<style>p{}</style>",
    ],
)
def test_planted_inline_code_is_found(tmp_path, text):
    assert len(templates_lint.inline_code(plant(tmp_path, "a.html", text))) == 1
