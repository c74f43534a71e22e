"""Questions to a drawn page: is it accessible, does it scroll sideways, does it show boxes for glyphs, is it all Chinese.

Each answers with a list of sentences, empty when nothing is wrong.
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Nothing may be fetched (preload) and nothing but violations is of interest.
_RUN_AXE = """
(tags) => axe.run(document, {runOnly: {type: "tag", values: tags}, preload: false, resultTypes: ["violations"]})
"""
# Units, formats, codes and names that Chinese officials read in Latin letters.
LATIN_WORDS = {
    *("PDF", "CSV", "XLSX", "XLS", "WPS", "Excel", "JPG", "JPEG", "PNG", "WEBP", "MB", "KB"),
    *("ID", "csv", "xlsx"),
    *("kVA", "kWh", "GB", "LF", "WGS", "GCJ", "SHA", "URL", "IP", "QR", "YYYY", "MM", "DD"),
    *("AOD", "VOD", "MVA", "kA", "mm", "TOTP", "Cookie"),
    *("Word", "HEIC", "Esc"),
    "auditor",  # a user name
    *("Chrome", "Chromium", "Edge", "Firefox", "Safari", "Windows", "Linux", "Android"),
}

# Of the back office: texts for the blind beside Django's ticks and crosses, the source of the holiday list, a step as stored.
# The words of a document template stand there as they are stored; its keys are named in ``official.storing``.
STOCK_WORDS = frozenset({"True", "False", "chinesecalendar", "load"}) | frozenset(
    {"addressees", "blocks", "contact", "heading", "kind", "level", "paragraph", "section", "text", "title"}
)


@cache
def _probe(name: str) -> str:
    return (HERE / "probes" / f"{name}.js").read_text(encoding="utf-8")


@cache
def _axe() -> str:
    return (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def inaccessible(page: Page) -> list[str]:
    """Violations of WCAG 2.0 to 2.2, levels A and AA, that axe-core finds."""
    if page.evaluate("typeof axe") == "undefined":
        _load_axe(page)
    violations = page.evaluate(_RUN_AXE, AXE_TAGS)["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"][:5]
    ]


def _load_axe(page: Page) -> None:
    """By the browser's own means: it keeps what it has read of the same text, playwright's `evaluate` has it read each time."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": _axe(), "silent": True})
    session.detach()


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    return page.evaluate(_probe("sideways"))


def cut_off(page: Page) -> list[str]:
    """What is cut off at the edge of its own box, without a way to scroll there."""
    return page.evaluate(_probe("cut_off"))


def boxes(page: Page) -> list[str]:
    """Characters that are drawn as boxes, because no font has them."""
    return page.evaluate(_probe("boxes"))


def small_targets(page: Page) -> list[str]:
    """Controls less than 44 px high."""
    return page.evaluate(_probe("small_targets"))


def latin_words(page: Page, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Words in Latin letters that nobody listed: texts that were not translated."""
    return [word for word in page.evaluate(_probe("latin")) if word not in LATIN_WORDS | allowed]


def set_text_step(page: Page, step: int) -> None:
    """The text size of this page, 0 (18 px) to 5 (30 px), as the switch sets it; not remembered."""
    page.evaluate(
        "step => { const root = document.documentElement;"
        " root.classList.remove('text-1', 'text-2', 'text-3', 'text-4', 'text-5');"
        " if (step) root.classList.add('text-' + step); }",
        step,
    )
