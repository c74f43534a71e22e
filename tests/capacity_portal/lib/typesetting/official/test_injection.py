"""48 hostile texts in every field of every form: no request, no local file, nothing interpreted; and what happens without the guards."""

from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

from capacity_portal.lib.typesetting import RenderTimeout
from capacity_portal.lib.typesetting.official import pages
from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.outline import OfficialDocument, Paragraph, Section
from capacity_portal.lib.typesetting.official.pages import to_html
from capacity_portal.lib.typesetting.official.printing import print_document
from tests.capacity_portal.lib.typesetting.hostile import CANARY, inside, local_server
from tests.capacity_portal.lib.typesetting.official.outlines import short
from tests.capacity_portal.lib.typesetting.official.vectors import VECTORS, full_of, text_of

TAGS = {"html", "head", "meta", "title", "body", "section", "div", "p", "span", "i", "b", "svg", "path"}
ATTRIBUTES = {
    "lang",
    "charset",
    "name",
    "content",
    "class",
    "style",
    "xmlns",
    "viewbox",
    "transform",
    "stroke",
    "d",
    "version",
}
FORMS = ("ordinary", "letter", "order", "minutes")


class Elements(HTMLParser):
    """Every element and attribute an HTML reader finds, and the styles."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.styles: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.styles |= {value for name, value in attrs if name == "style"}

    @property
    def properties(self) -> set[str]:
        """Names of the CSS properties set by styles, as a reader of CSS that knows strings would find them."""
        return {
            part.partition(":")[0]
            for style in self.styles
            for part in without_strings(style).split(";")
            if part
        }


def without_strings(style: str) -> str:
    return "".join(part for place, part in enumerate(style.split('"')) if place % 2 == 0)


def is_interpreted(document: OfficialDocument) -> bool:
    """Whether the page holds an element, attribute or property that no page of ours has."""
    found = Elements(to_html(compose(document)))
    known = {
        "left",
        "top",
        "width",
        "height",
        "font-size",
        "letter-spacing",
        "transform",
        "bookmark-level",
        "bookmark-label",
    }
    return not (found.tags <= TAGS and found.attributes <= ATTRIBUTES and found.properties <= known)


def test_there_are_forty_vectors_or_more():
    assert len(VECTORS) >= 40


@pytest.mark.parametrize("name", VECTORS)
def test_no_text_becomes_more_than_text(name):
    assert [is_interpreted(document) for document in full_of(text_of(name))] == [False] * 4


def test_negative_control_without_escaping_such_texts_become_elements(monkeypatch):
    monkeypatch.setattr(pages, "escape", lambda text, quote=True: text)
    obeyed = {name for name in VECTORS if any(map(is_interpreted, full_of(text_of(name))))}
    inert = {
        "css-alone",
        "css-attr",
        "entities",
        "entities-numbered",
        "percent-format",
        "controls",
        "directions",
        "long-word",
    }
    inert |= {name for name in VECTORS if name.startswith(("jinja", "template", "cdata"))} | {"long-span"}
    assert set(VECTORS) - inert - {"closing-the-bookmark"} <= obeyed


def all_vectors(http: str, file: str) -> list[OfficialDocument]:
    """A document of every form with one vector in every field, and all of them as paragraphs or headings."""
    texts = [text_of(name, http=f"{http}/{name}", file=file) for name in VECTORS]
    several = tuple(Section(1, text) if place % 2 else Paragraph(text) for place, text in enumerate(texts))
    return [replace(document, blocks=several) for document in full_of(texts[0])]


@pytest.fixture
def canary(tmp_path: Path) -> str:
    path = tmp_path / "canary.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><title>{CANARY}</title></svg>')
    return path.as_uri()


@pytest.mark.parametrize("form", range(len(FORMS)), ids=FORMS)
def test_nothing_is_asked_for_or_embedded(form, canary, caplog):
    with local_server() as visitors:
        pdf = print_document(all_vectors(visitors.address, canary)[form]).content
    content = inside(pdf)
    assert (visitors.paths, CANARY in content, "EmbeddedFile" in content, "/JavaScript" in content, "/URI" in content) == (
        [], False, False, False, False,
    )  # fmt: skip
    assert [record for record in caplog.records if "addresses it may not have" in record.getMessage()] == []


@pytest.mark.long
@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_in_every_form_is_printed_and_asks_for_nothing(name, canary):
    with local_server() as visitors:
        printed = [print_document(document) for document in full_of(text_of(name, visitors.address, canary))]
    assert (visitors.paths, [CANARY in inside(pdf.content) for pdf in printed]) == ([], [False] * 4)


def test_negative_control_a_permissive_reader_of_the_unescaped_page_does_fetch(monkeypatch, canary):
    from weasyprint import HTML

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(pages, "escape", lambda text, quote=True: text)
    with local_server() as visitors:
        texts = [
            text_of(name, http=f"{visitors.address}/{name}", file=canary) for name in ("img", "style-import")
        ]
        HTML(string=to_html(compose(short(blocks=tuple(map(Paragraph, texts)))))).write_pdf()
    assert {path.strip("/") for path in visitors.paths} == {"img", "style-import"}


@pytest.mark.parametrize("name", ["img", "entities", "jinja-expression", "percent-format", "formula"])
def test_hostile_text_is_printed_as_it_was_written(name):
    text = text_of(name)
    with pypdfium2.PdfDocument(print_document(short(blocks=(Paragraph(text),))).content) as document:
        words = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    assert "".join(text.split()) in words


def test_document_that_takes_too_long_is_stopped_and_the_next_one_is_printed():
    print_document(short())
    with pytest.raises(RenderTimeout):
        print_document(short(blocks=(Paragraph("各地要压实责任。" * 2_000),) * 4), timeout=0.2)
    assert print_document(short(title="其后的通知")).pages == 1


def test_escaping_is_that_of_the_standard_library():
    assert pages.escape is escape
