"""Which templates exist, which are asked for, which ``{% url %}`` names are used: functions over a tree."""

import re
from pathlib import Path

from tests.architecture import FIRST_PARTY

_TEMPLATE_TAG = re.compile(r"""{%\s*(?:extends|include)\s+(["'])(?P<name>[^"']+)\1""")
_LITERAL = re.compile(r"""["'](?P<name>[\w/.-]+\.(?:html|txt|svg))["']""")
_URL_TAG = re.compile(r"""{%\s*url\s+(["'])(?P<name>[^"']+)\1""")
_INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/json")[^>]*>|<style\b|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']""",
    re.I,
)
_ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.I)
_COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.S)

# Asked for by Django or its apps by convention.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
OVERRIDES = ("admin/", "import_export/", "django/")


def template_files(root: Path) -> dict[str, Path]:
    folder = root / "templates"
    return {
        str(path.relative_to(folder)): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".txt", ".svg"}
    }


def _live(path: Path) -> str:
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))


def unused(root: Path) -> list[str]:
    """Templates nobody extends, includes or renders."""
    files = template_files(root)
    asked = set(BY_CONVENTION)
    for path in files.values():
        asked |= {match["name"] for match in _TEMPLATE_TAG.finditer(_live(path))}
        asked |= {match["name"] for match in _LITERAL.finditer(_live(path))}
    for top in FIRST_PARTY:
        for path in (root / top).rglob("*.py"):
            asked |= {match["name"] for match in _LITERAL.finditer(path.read_text(encoding="utf-8"))}
    return sorted(name for name in files if name not in asked and not name.startswith(OVERRIDES))


def url_names(root: Path) -> set[tuple[str, str]]:
    """(template, url name) of every ``{% url "name" %}``."""
    return {
        (name, match["name"])
        for name, path in template_files(root).items()
        for match in _URL_TAG.finditer(_live(path))
    }


def inline_code(root: Path) -> list[str]:
    """Inline scripts, styles or handlers, and addresses of other hosts."""
    found = []
    for name, path in template_files(root).items():
        for number, line in enumerate(_live(path).splitlines(), start=1):
            if _INLINE.search(line) or _ELSEWHERE.search(line):
                found.append(f"{name}:{number} {line.strip()[:80]}")
    return found
