"""Real notices, regulations and statutes as documents: no glyph missing, no line too long, no mark where it may not stand."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from capacity_portal.lib.typesetting.official.breaking import HANGING, NO_END, NO_START
from capacity_portal.lib.typesetting.official.cleaning import clean
from capacity_portal.lib.typesetting.official.composition import Composition, compose
from capacity_portal.lib.typesetting.official.outline import OfficialDocument, Paragraph
from capacity_portal.lib.typesetting.official.paper import CHAR, CHARACTERS, ROWS
from capacity_portal.lib.typesetting.official.pasting import outline_from_text
from capacity_portal.lib.typesetting.official.placed import Text
from capacity_portal.lib.typesetting.official.plain import blocks_text
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.lib.typesetting.official.widths import length
from tests.capacity_portal.lib.typesetting.official.outlines import short

NAMES = ("info_01", "info_03", "info_05", "policy_01", "policy_05", "policy_06", "policy_08", "policy_10")
NEAR = 1e-3  # characters


@pytest.fixture(params=NAMES)
def words(request, shared_suites) -> str:
    """The text of one file without its two lines of source."""
    path = Path(os.environ["CAPACITY_SHARED_SUITES"]) / "texts" / f"{request.param}.txt"
    return "".join(
        line
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("# ")
    )


def lines_of(composition: Composition) -> list[Text]:
    return [
        item
        for page in composition.pages
        for item in page.items
        if isinstance(item, Text) and item.kind in ("body", "section")
    ]


def faults(composition: Composition) -> list[tuple[str, str]]:
    """(what is wrong, the line) of every line that breaks a rule."""
    lines = lines_of(composition)
    found = [("too long", line.text) for line in lines if not fits(line)]
    for before, after in pairwise(lines):
        is_next = after.kind == "body" and after.x < CHAR  # goes on with the paragraph
        if is_next and after.text[0] in NO_START:
            found.append(("begins with a mark", after.text))
        if is_next and before.text.rstrip()[-1:] in NO_END:
            found.append(("ends with a mark", before.text))
    return found


def fits(line: Text) -> bool:
    """28 characters, and one mark that hangs; spaces at the end show nowhere."""
    unseen = line.text[len(line.text.rstrip()) :]
    reached = (line.x + line.width) / CHAR - length(unseen) - len(unseen) * line.spacing / CHAR
    return reached <= CHARACTERS + NEAR or (line.text[-1] in HANGING and reached <= CHARACTERS + 1 + NEAR)


def as_pasted(words: str) -> OfficialDocument:
    return short(blocks=outline_from_text(clean(words).text))


def test_pasted_text_is_set_without_a_fault(words):
    composition = compose(as_pasted(words))
    assert (composition.missing, faults(composition)) == ((), [])
    assert max(page.rows for page in composition.pages) <= ROWS


def test_text_as_it_is_is_set_without_a_fault(words):
    paragraphs = tuple(Paragraph(line.strip()) for line in words.splitlines() if line.strip())
    assert faults(compose(short(blocks=paragraphs))) == []


def test_every_character_is_set(words):
    document = as_pasted(words)
    laid = "".join("".join(line.text.split()) for line in lines_of(compose(document)))
    assert laid == "".join(blocks_text(document.blocks).split())


def test_printed_on_as_many_pages_as_composed(words):
    document = as_pasted(words)
    printed = print_document(document)
    assert (printed.pages, printed.missing_glyphs) == (len(compose(document).pages), ())


def test_a_fault_would_be_found():
    """Negative control: a line that begins with a comma, one that is too long, one that ends with an open bracket."""
    from capacity_portal.lib.typesetting.official.composition import Page
    from capacity_portal.lib.typesetting.official.placed import Run

    lines = (Text(0, 40, (Run("国" * 29),)), Text(0, 50, (Run("，国（"),)), Text(0, 60, (Run("国"),)))
    composition = Composition(short(), (Page(1, 28, lines),))
    assert [what for what, _ in faults(composition)] == ["too long", "begins with a mark", "ends with a mark"]
