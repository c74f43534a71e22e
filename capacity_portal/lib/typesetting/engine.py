"""WeasyPrint inside a typesetting child: fonts and styles are loaded once, every document is made harmless first."""

import logging
import zlib
from pathlib import Path
from types import SimpleNamespace

import pydyf
from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration

from capacity_portal.lib.typesetting import glyphs
from capacity_portal.lib.typesetting.fetcher import PicturesOnlyFetcher
from capacity_portal.lib.typesetting.sanitise import mark_long_words, replace_missing, sanitise

# The foot of print.css with numbers from outside: first page, pages in all.
CONTINUED = """
@page :first { counter-reset: page %d }
@page { @bottom-center { content: "第 " counter(page) " 页 共 %d 页" } }
"""
_NOTDEF = ".notdef glyph"
# pydyf packs every stream at level 9: a seventh of the time of a short document for half a percent of its size.
pydyf.zlib = SimpleNamespace(
    compressobj=lambda level: zlib.compressobj(min(level, 6)), compress=zlib.compress
)


class Engine:
    """Renders documents one after the other, reusing one font configuration and the parsed style sheets.

    ``styles`` is the folder of the style sheets; a document names them without folder and ending.
    """

    def __init__(self, styles: Path):
        self._styles = styles
        self._fonts = FontConfiguration()
        self._sheets: dict[str, CSS] = {}
        self._log = _Undrawn()
        glyphs.drawable()  # read now, not on the first document's time
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self._log)
        logger.propagate = False
        PROGRESS_LOGGER.setLevel(logging.CRITICAL)

    def render(
        self,
        html: str,
        stylesheets: list[str],
        numbering: tuple[int, int] | None = None,
        variant: str | None = None,
    ) -> tuple[dict, bytes]:
        """Return ``{"pages", "missing", "refused"}`` and the PDF. Raises TooDeep, MemoryError, RecursionError, ...

        ``numbering`` is for a part of a longer document: number of its first page, pages in all. ``variant``: see Order.
        """
        self._log.characters.clear()
        fetcher = PicturesOnlyFetcher()
        document = HTML(string=html, url_fetcher=fetcher)
        document.base_url = None
        sanitise(document.etree_element)
        body = document.etree_element.find("body")
        missing = replace_missing(body)
        mark_long_words(body)
        sheets = [self._sheet(name) for name in stylesheets]
        if numbering:
            sheets.append(
                CSS(string=CONTINUED % tuple(numbering), font_config=self._fonts, url_fetcher=fetcher)
            )
        laid_out = document.render(font_config=self._fonts, stylesheets=sheets, pdf_variant=variant)
        content = laid_out.write_pdf(pdf_variant=variant)
        missing = sorted({*missing, *self._log.characters})
        return {"pages": len(laid_out.pages), "missing": missing, "refused": fetcher.refused[:20]}, content

    def _sheet(self, name: str) -> CSS:
        if name not in self._sheets:
            text = (self._styles / f"{name}.css").read_text(encoding="utf-8")
            self._sheets[name] = CSS(string=text, font_config=self._fonts, url_fetcher=PicturesOnlyFetcher())
        return self._sheets[name]


class _Undrawn(logging.Handler):
    """Collects the characters WeasyPrint says it has no glyph for (text that a style sheet adds, for instance)."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.msg, str) and record.msg.startswith(_NOTDEF) and record.args:
            self.characters.add(str(record.args[0]))
