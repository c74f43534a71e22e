"""Walks through the matrix as one viewer and writes down everything that is not as the table says.

For each URL and area: the status of GET and of a lawful POST; other areas' records answer exactly as records that do not
exist; nothing of an area that the viewer may not see stands in any answer; and what was posted to others' records changed nothing.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import zip_longest
from urllib.parse import quote, urlencode

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.acceptance.lines import ANYBODY, NOBODY, PERSON, Case, Line
from tests.acceptance.matrix import LINES
from tests.acceptance.reading import steady, text_of
from tests.acceptance.world import HEADINGS, Area, Viewer, World, photo
from tests.crawl import Form, forms_of

SIGN_IN, SIGN_OUT = "/accounts/sign-in/", "/accounts/sign-out/"
# Written whatever happens: who is signed in, what was posted, who looked at which tip, how often codes were asked for.
_NOT_COMPARED = {
    "organization.OfficerSession",
    "organization.Submission",
    "tipoffs.TipRead",
    "tipoffs.RateWindow",
}


# --- the resolver -----------------------------------------------------------------------------------------------------
def url_names(resolver=None, prefix: str = "", route: str = "") -> Iterator[str]:
    """The full name of every URL; the whole route of one without a name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern).removeprefix("^")
        if not isinstance(pattern, URLPattern):
            yield from url_names(
                pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""), here
            )
        else:
            yield f"{prefix}{pattern.name}" if pattern.name else here


def address(name: str, kwargs: dict) -> str:
    if "<" not in name:
        return reverse(name, kwargs=kwargs)
    if "<path:object_id>" in name:
        return "/" + name.replace("<path:object_id>", str(kwargs["object_id"]))
    return "/" + re.sub(r"\(\?P<url>.*", str(kwargs["url"]), name)


# --- one viewer -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Target:
    """Records a request is about: an area's, one's own, or none at all."""

    area: Area
    is_own: bool


@dataclass
class Walk:
    """``findings``: sentences about what was not as it should be; ``asked``: how many requests were made."""

    world: World
    viewer: Viewer
    findings: list[str] = field(default_factory=list)
    asked: int = 0

    def through(self, names: Collection[str] = LINES) -> "Walk":
        before = snapshot()
        for name in names:
            line = LINES[name]
            for number, case in enumerate(line.cases):
                Steps(self, name, line, case, number).take()
        changed = sorted(label for label, rows in snapshot().items() if rows != before[label])
        if changed:
            self.findings.append(f"{self.viewer.name}: refused requests changed {', '.join(changed)}")
        return self


@dataclass
class Steps:
    """One case of one line, asked by one viewer."""

    walk: Walk
    name: str
    line: Line
    case: Case
    number: int

    # --- what to expect
    @property
    def viewer(self) -> Viewer:
        return self.walk.viewer

    @property
    def may(self) -> bool:
        return self.line.may(self.viewer.role, self.case)

    def targets(self) -> list[Target]:
        """Whoever may is tried with the records of every area, whoever may not with one of his own region's."""
        world, about = self.walk.world, self.line.about
        nowhere = Target(world.nowhere, False)
        visible = list(world.visible(self.viewer))
        own = Target(visible[0] if visible else world.areas["own"], True)
        if about == PERSON:
            return [Target(self.viewer.own, True), Target(world.colleague, False), nowhere]
        if about == NOBODY:
            return [own]
        if about == ANYBODY or not self.may:
            return [own, nowhere]
        return [*(Target(area, area in visible) for area in world.areas.values()), nowhere]

    def expected(self, target: Target, *, posted: bool) -> int:
        case = self.case
        if self.viewer.officer is None:
            is_open = "" in self.line.roles
            return 405 if is_open and not posted and case.get is None else self.line.stranger
        refused = None if self.may else self.line.refused(self.viewer.role)
        if not posted and case.get is None and refused in (None, 404):
            return 405  # whether the method is right is asked before the role, in the back office after it
        if refused:
            return refused
        if target.is_own:
            return case.posted if posted else case.get
        return case.posted_missing if posted else case.missing

    # --- what happens
    def take(self) -> None:
        targets, answers, form = self.targets(), {}, None
        for target in targets:
            response = self.ask(target)
            if response.status_code == 200 and target.is_own and form is None and self.case.typed:
                form = main_form(response, self.url(target))
            answers[target.area.name] = self.look(response, target, posted=False)
        self.compare(targets, answers)
        if self.case.typed is not None:
            # the form of one's own record is posted to that one and to all that are not one's own
            posted = [t for number, t in enumerate(targets) if not number or not t.is_own]
            self.compare(posted, {t.area.name: self.post(t, form) for t in posted}, posted=True)

    def url(self, target: Target) -> str:
        return address(self.name, self.case.kwargs(target.area))

    def ask(self, target: Target):
        self.walk.asked += 1
        with cookies_kept(self.viewer.client):  # what one page says of the record is not said by the next
            return self.viewer.client.get(self.url(target), self.case.query(target.area))

    def post(self, target: Target, form: Form | None) -> str:
        values = {} if form is None else {name: list(given) for name, given in form.values.items()}
        values |= self.case.typed(target.area)
        values |= chosen_file(values)
        self.walk.asked += 1
        with cookies_kept(self.viewer.client), undone_if(lambda: response.status_code < 400):
            response = self.viewer.client.post(self.url(target), values)
            return self.look(response, target, posted=True)

    def look(self, response, target: Target, *, posted: bool) -> str:
        """Check status and canaries; returns the answer without what names the record that was asked for."""
        expected = self.expected(target, posted=posted)
        if response.status_code != expected:
            self.found(target, posted, f"answers {response.status_code}, not {expected}")
        said = steady(self.without_question(text_of(response), target))
        if leak := self.walk.world.forbidden_to(self.viewer, self.line.shows).search(said):
            self.found(target, posted, f"shows {said[max(0, leak.start() - 60) : leak.end() + 20]!r}")
        return f"{response.status_code} {said}"

    def compare(self, targets: list[Target], answers: dict[str, str], *, posted: bool = False) -> None:
        """All records that are not the viewer's answer alike; where the role may not, all records do."""
        alike = [t for t in targets if not (self.may and t.is_own)]
        for target in alike[1:]:
            if answers[target.area.name] != answers[alike[0].area.name]:
                first = alike[0].area.name
                self.found(
                    target, posted, f"{difference(answers[first], answers[target.area.name])} of {first}"
                )

    def without_question(self, said: str, target: Target) -> str:
        """``said`` without what was asked for: the address, and the numbers in it and in what was typed."""
        asked = self.case.kwargs(target.area) | self.case.query(target.area)
        question = "?" + urlencode(self.case.query(target.area))
        for url in (self.url(target) + question, self.url(target)):
            said = said.replace(quote(url), "URL").replace(url, "URL")
        if self.case.typed is not None:
            asked |= self.case.typed(target.area)
        numbers = {str(value) for value in asked.values() if str(value).isdigit() and len(str(value)) > 3}
        for number in sorted(numbers, key=len, reverse=True):
            said = re.sub(rf"(?<!\d){number}(?!\d)", "N", said)
        # The back office says which number it did not find; short ones are not replaced above.
        return re.sub(r"ID 为“\d+”", "ID 为“N”", said)

    def found(self, target: Target, posted: bool, what: str) -> None:
        method = "POST" if posted else "GET"
        case = f"#{self.number}" if self.number else ""
        self.walk.findings.append(
            f"{self.viewer.name}: {method} {self.name}{case} of {target.area.name} {what}"
        )


def chosen_file(values: dict) -> dict:
    """The upload that the word in the field ``file`` stands for (photo, sheet)."""
    word = values.get("file")
    word = word[0] if isinstance(word, list) else word
    if word == "photo":
        return {"file": SimpleUploadedFile("照片.jpg", photo(), "image/jpeg")}
    if word == "sheet":
        return {"file": SimpleUploadedFile("排查表.csv", f"{HEADINGS}演示新厂,,,5\n".encode(), "text/csv")}
    return {}


def difference(one: str, other: str) -> str:
    """The first line in which two answers differ."""
    lines = zip_longest(one.splitlines(), other.splitlines())
    return next(f"says {theirs!r}, not {mine!r} as" for mine, theirs in lines if mine != theirs)[:300]


def main_form(response, url: str) -> Form | None:
    """The posting form of a page that posts to the page itself."""
    forms = [form for form in forms_of(response.content.decode()) if form.method == "post"]
    return next((form for form in forms if form.action.partition("?")[0] in ("", url)), None)


@contextmanager
def cookies_kept(client) -> Iterator[None]:
    """The browser's cookies are afterwards what they were: signing out and new passwords change the session."""
    kept = deepcopy(client.cookies)
    yield
    client.cookies = kept


@contextmanager
def undone_if(condition) -> Iterator[None]:
    """What happens inside is taken back when ``condition`` holds afterwards."""
    with transaction.atomic():
        yield
        if condition():
            transaction.set_rollback(True)


def _compared(model):
    """All rows; of the journal but for the access log (who looked at a draft of a document)."""
    rows = model._base_manager.all()
    return rows.exclude(step="read") if model._meta.label == "journal.Entry" else rows


def snapshot() -> dict[str, list[tuple]]:
    """Every row of every table but those that note who came and what was posted."""
    models = [model for model in apps.get_models() if model._meta.label not in _NOT_COMPARED]
    return {
        model._meta.label: list(_compared(model).order_by("pk").values_list())
        for model in models
        if model._meta.managed
    }
