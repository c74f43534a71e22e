import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pdfplumber
import pytest
from PIL import Image

from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting import printing
from capacity_portal.lib.typesetting.results import DocumentTooLarge, RenderedPdf, RenderFailed, RenderTimeout


def text_of(pdf: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [page.extract_text() for page in document.pages]


@pytest.fixture
def runs(monkeypatch) -> list[printing.Order]:
    """The orders that were carried out, in order, and not answered from the cache."""
    carried_out = []
    run = printing._run

    def noting(order, source):
        carried_out.append(order)
        return run(order, source)

    monkeypatch.setattr(printing, "_run", noting)
    return carried_out


def test_a_document_comes_back_as_pdf_with_its_pages():
    result = typesetting.render_pdf(
        "<p>第一页</p><p class='next'>第二页</p><style>.next { break-before: page }</style>", stylesheets=()
    )
    assert (result.content[:5], result.pages, result.missing_glyphs) == (b"%PDF-", 2, ())
    assert text_of(result.content) == ["第一页", "第二页"]


def test_missing_glyphs_are_reported_printed_visibly_and_explained():
    result = typesetting.render_pdf("<p>𠮷安&#x1F600;</p>", stylesheets=())
    assert result.missing_glyphs == ("😀", "𠮷")
    assert text_of(result.content) == [
        "〓安〓\n注：本件有 2 个字符字库未收录，以“〓”代替：U+1F600、U+20BB7。"
    ]


def test_missing_glyphs_that_only_a_style_sheet_adds_are_reported_too():
    result = typesetting.render_pdf("<style>p::before { content: '𠮷' }</style><p>安</p>", stylesheets=())
    assert result.missing_glyphs == ("𠮷",)


def test_lone_surrogates_do_not_break_the_document():
    assert text_of(typesetting.render_pdf("<p>a\ud800b</p>", stylesheets=()).content) == ["a?b"]


def test_the_same_document_twice_is_typeset_once(runs):
    first = typesetting.render_pdf("<p>twice</p>")
    assert typesetting.render_pdf("<p>twice</p>") is first
    assert typesetting.render_pdf("<p>twice</p>", stylesheets=()) is not first
    assert len(runs) == 2


def test_a_document_that_is_too_large_is_refused_before_a_child_sees_it(runs):
    with pytest.raises(DocumentTooLarge, match="超过 16 MB"):
        typesetting.render_pdf("x" * (printing.MAX_HTML + 1))
    assert runs == []


@pytest.mark.parametrize("name", ["../print", "print.css", "", "a/b", "Print"])
def test_only_names_of_style_sheets_are_taken(name):
    with pytest.raises(ValueError, match="not the name of a style sheet"):
        typesetting.render_pdf("x", stylesheets=(name,))


def test_an_unknown_style_sheet_fails_that_document():
    with pytest.raises(RenderFailed):
        typesetting.render_pdf("x", stylesheets=("no-such-sheet",))


def test_the_time_limit_is_the_callers():
    with pytest.raises(RenderTimeout, match="超过 0.5 秒"):
        typesetting.render_pdf("<p>x</p>" * 50_000, timeout=0.5)


def test_threads_get_their_own_documents():
    with ThreadPoolExecutor(8) as threads:
        results = threads.map(
            lambda number: typesetting.render_pdf(f"<p>第{number}号</p>", stylesheets=()), range(24)
        )
    assert [text_of(result.content) for result in results] == [[f"第{number}号"] for number in range(24)]


def test_many_come_back_in_order_and_a_failure_stands_in_its_place():
    documents = ["<p>甲</p>", "<div>" * 500, "<p>丙</p>", "<p>丁</p>", "<p>戊</p>", "<p>己</p>"]
    results = list(typesetting.render_many(iter(documents), stylesheets=()))
    assert [type(result) for result in results] == [RenderedPdf, DocumentTooLarge, *[RenderedPdf] * 4]
    assert [text_of(result.content)[0] for result in results if isinstance(result, RenderedPdf)] == list(
        "甲丙丁戊己"
    )


def test_many_asks_only_a_few_documents_ahead():
    asked = []

    def endless():
        while True:
            asked.append(len(asked))
            yield f"<p>{len(asked)}</p>"

    results = typesetting.render_many(endless())
    for _ in range(3):
        next(results)
    results.close()
    assert len(asked) <= 3 + 2 + printing.AHEAD


def test_nothing_in_gives_nothing_out():
    assert list(typesetting.render_many([])) == []


def test_both_children_work_at_once(monkeypatch):
    both = threading.Barrier(2, timeout=30)  # breaks unless two documents are in work together
    run = printing._run

    def meeting(order, source):
        both.wait()
        return run(order, source)

    monkeypatch.setattr(printing, "_run", meeting)
    results = list(typesetting.render_many(f"<p>at once {number}</p>" for number in range(4)))
    assert [result.pages for result in results] == [1] * 4


def test_merge_keeps_all_pages_in_order():
    files = [typesetting.render_pdf(f"<p>{name}</p>", stylesheets=()).content for name in "甲乙丙"]
    assert text_of(typesetting.merge(files)) == list("甲乙丙")


@pytest.mark.parametrize("file", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_a_broken_file_fails_and_harms_nothing(file):
    with pytest.raises(RenderFailed):
        typesetting.merge([file])
    with pytest.raises(RenderFailed):
        typesetting.pages_as_png(file)
    assert typesetting.render_pdf("<p>next</p>").pages == 1


def test_pages_as_png():
    pdf = typesetting.render_pdf(
        "<style>@page { size: 100mm 50mm } p { break-after: page }</style>" + "<p>页</p>" * 3, stylesheets=()
    ).content
    sizes = [Image.open(BytesIO(page)).size for page in typesetting.pages_as_png(pdf, 127)]
    assert sizes == [(501, 251)] * 3  # 500 x 250, begun pixels counted
    assert len(typesetting.pages_as_png(pdf, 20, first=2, last=2)) == 1
    assert typesetting.pages_as_png(pdf, 20, first=9) == []


def test_huge_pages_become_smaller_pictures():
    pdf = typesetting.render_pdf(
        "<style>@page { size: 5000mm 5000mm }</style><p>x</p>", stylesheets=()
    ).content
    (page,) = typesetting.pages_as_png(pdf, 300)
    width, height = Image.open(BytesIO(page)).size
    assert 38_900_000 < width * height < 39_100_000


def test_configure_replaces_the_pool_and_ends_its_children():
    before = printing.default_pool()
    typesetting.render_pdf("<p>before configure</p>")
    typesetting.configure(size=2)
    assert (before.pids(), printing.default_pool().size, printing.default_pool() is before) == ([], 2, False)


def test_children_end_with_the_portal():
    typesetting.render_pdf("<p>last one</p>")
    assert printing.default_pool().pids() != []
    printing._close()
    assert printing.default_pool().pids() == []


def test_the_text_of_a_pdf_is_read_in_a_child():
    printed = printing.render_pdf("<p>甲乙丙</p><p style='break-before:page'>第二页</p>")
    assert [part.split()[0] for part in printing.text_of(printed.content).split("\f")] == ["甲乙丙", "第二页"]
    with pytest.raises(RenderFailed):
        printing.text_of(b"no pdf")
