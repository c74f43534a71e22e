"""No document reaches outside itself: hostile vectors against the children, and a negative control without the guards."""

import base64
from pathlib import Path

import pytest

from capacity_portal.lib.typesetting import render_pdf
from tests.capacity_portal.lib.typesetting.hostile import (
    CANARY,
    FROM_A_FILE,
    OVER_HTTP,
    document,
    inside,
    local_server,
)

DOT = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
    )
).decode()


@pytest.fixture
def visitors():
    with local_server() as server:
        yield server


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """Address of a local file that is a picture, a style sheet and a text at once, as far as a reader is lenient."""
    path = tmp_path / "canary.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><title>{CANARY}</title></svg>')
    return path.as_uri()


@pytest.mark.parametrize("name", [*OVER_HTTP, *FROM_A_FILE])
def test_children_fetch_and_embed_nothing(name, visitors, canary):
    pdf = render_pdf(document({**OVER_HTTP, **FROM_A_FILE}[name], name, visitors.address, canary)).content
    assert (visitors.paths, CANARY in inside(pdf), "EmbeddedFile" in inside(pdf)) == ([], False, False)


def test_negative_control_without_the_guards_the_same_vectors_fetch_and_embed(visitors, canary, monkeypatch):
    from weasyprint import HTML

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name, vector in OVER_HTTP.items():
        HTML(string=document(vector, name, visitors.address, canary)).write_pdf()
    came = {path.strip("/").partition("?")[0] for path in visitors.paths}
    unknown_to_weasyprint_70 = {"iframe", "video-poster", "svg-use"}
    assert came == set(OVER_HTTP) - unknown_to_weasyprint_70 - {"base-and-relative-img"} | {
        "below",
        "redirected",
    }

    embedding = {
        name
        for name, vector in FROM_A_FILE.items()
        if CANARY in inside(HTML(string=document(vector, name, visitors.address, canary)).write_pdf())
    }
    assert embedding == {"file-link-attachment", "file-a-attachment", "file-a-attachment-in-svg-page"}


def test_pictures_inside_the_document_are_drawn():
    pdf = render_pdf(f'<img src="data:image/png;base64,{DOT}">').content
    assert "/Subtype /Image" in inside(pdf)


@pytest.mark.parametrize("kind", ["text/css", "font/otf", "application/octet-stream", "text/plain"])
def test_other_data_addresses_are_refused(kind):
    from capacity_portal.lib.typesetting.fetcher import PicturesOnlyFetcher

    fetcher = PicturesOnlyFetcher()
    with pytest.raises(ValueError, match="地址不在允许范围内"):
        fetcher(f"data:{kind};base64,{DOT}")
    assert fetcher.refused == [f"data:{kind};base64,{DOT}"[:100]]


def test_fetcher_answers_pictures():
    from capacity_portal.lib.typesetting.fetcher import PicturesOnlyFetcher

    fetcher = PicturesOnlyFetcher()
    assert fetcher(f"data:image/png;base64,{DOT}").read() == base64.b64decode(DOT)
    assert fetcher.refused == []


def test_what_was_refused_is_in_the_portal_log(caplog):
    render_pdf('<img src="http://127.0.0.1:9/refused-and-logged.png">')
    assert [record.getMessage() for record in caplog.records] == [
        "a document asked for addresses it may not have: http://127.0.0.1:9/refused-and-logged.png"
    ]
