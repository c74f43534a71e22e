"""Reads the forms out of a page, so that tests post what a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_TYPED = {"text", "search", "number", "date", "tel", "email", "url", "textarea", "password", "month"}


@dataclass
class Form:
    """``values`` as a browser would send them untouched; ``typed`` the names a person types into."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._in_textarea: str | None = None
        self._in_select: str | None = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self._open = Form((values.get("method") or "get").lower(), values.get("action") or "")
            self.forms.append(self._open)
        if self._open is None or not (values.get("name") or tag == "option"):
            return
        handler = getattr(self, f"_{tag}", None)
        if handler:
            handler(values)

    def _input(self, values):
        name, kind = values["name"], (values.get("type") or "text").lower()
        if kind == "file":
            self._open.files.append(name)
        elif kind in {"checkbox", "radio"}:
            self._open.chosen.append(name)
            if "checked" in values:
                self._add(name, values.get("value") or "on")
        elif kind not in {"submit", "button", "image", "reset"}:
            self._add(name, values.get("value") or "")
            if kind in _TYPED:
                self._open.typed.append(name)

    def _textarea(self, values):
        self._in_textarea = values["name"]
        self._open.typed.append(values["name"])
        self._add(values["name"], "")

    def _select(self, values):
        self._in_select = values["name"]
        self._open.chosen.append(values["name"])

    def _option(self, values):
        name = self._in_select
        if name and ("selected" in values or name not in self._open.values):
            self._open.values[name] = [values.get("value") or ""]

    def _add(self, name, value):
        self._open.values.setdefault(name, []).append(value)

    def handle_data(self, data):
        name = self._in_textarea
        if name and self._open is not None:
            self._open.values[name] = [self._open.values[name][0] + data]

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._in_textarea = None
        elif tag == "select":
            self._in_select = None


def forms_of(html: str) -> list[Form]:
    """The forms of a page in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form_with(html: str, name: str) -> Form:
    """The first form that has a field called ``name``."""
    return next(
        form for form in forms_of(html) if name in form.values or name in form.typed or name in form.files
    )
