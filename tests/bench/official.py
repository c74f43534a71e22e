"""P12 for official documents: pages of one, five and ten pages beside bare WeasyPrint of the same HTML, and a batch."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.outline import OfficialDocument, Paragraph, Signatory
from capacity_portal.lib.typesetting.official.pages import to_html
from capacity_portal.lib.typesetting.official.printing import VARIANT, print_document, print_many
from tests.bench.timing import once, side_by_side

STYLE = settings.BASE_DIR / "static" / "css" / "official.css"
OFFICE = "示例市化解过剩产能实现脱困发展领导小组办公室"
SENTENCE = "各地各部门要切实提高认识，压实责任，认真开展自查自纠，于2026年3月15日前报送书面报告。"
PARAGRAPHS = {1: 1, 5: 30, 10: 65}
BATCH = 100
_FIRST = """
import sys
from weasyprint import CSS, HTML
html, style, variant = sys.argv[1:]
HTML(filename=html).write_pdf(stylesheets=[CSS(filename=style)], pdf_variant=variant)
"""


def document(pages: int, turn: int = 0) -> OfficialDocument:
    """A sealed notice of so many pages; ``turn`` makes it another one, which no cache knows."""
    text = tuple(
        Paragraph(f"{SENTENCE}第{place}项，国家和省、市的部署要求都要落实到位。")
        for place in range(PARAGRAPHS[pages])
    )
    return OfficialDocument(
        title=f"关于做好第{turn}批自查工作的通知",
        issuers=(OFFICE,),
        number="示化解办〔2026〕1号",
        addressees="各县人民政府",
        blocks=text,
        signatories=(Signatory("示例市化解办"),),
        is_single_sided=True,
    )


def measure(tell: Callable) -> None:
    """Tell the figures of every length, of the first document of all, and of a batch."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(filename=STYLE, font_config=fonts)
    turns = iter(range(1, 10**6))
    first(tell)
    for pages in PARAGRAPHS:
        html = to_html(compose(document(pages)))
        assert print_document(document(pages)).pages == pages

        def ours(pages=pages):
            return print_document(document(pages, next(turns)))

        def bare(html=html):
            return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)

        mine, baseline = side_by_side(ours, bare)
        tell("P12", f"official document, {pages} pages / bare WeasyPrint", mine, baseline, 1.25)
        tell(
            "P12s", f"the same, documents a second and child, {pages} pages", 1 / mine, 1 / baseline, 100, " "
        )
    batch(tell, turns)


def first(tell: Callable) -> None:
    """From no child at all to the first PDF, beside a process that does nothing but one PDF."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "first.html"
        file.write_text(to_html(compose(document(5))), encoding="utf-8")
        command = [sys.executable, "-c", _FIRST, str(file), str(STYLE), VARIANT]

        def bare():
            subprocess.run(command, check=True, capture_output=True)

        def ours():
            typesetting.configure()
            print_document(document(5))

        mine, baseline = side_by_side(ours, bare, rounds=3)
    tell("P12", "first official document of a new pool / of a new process", mine, baseline, 1.25)


def batch(tell: Callable, turns) -> None:
    """Many notices of one page on all children, beside one after the other with everything loaded anew."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    def ours():
        made = print_many(
            replace(document(1), title=f"关于第{next(turns)}批自查的通知") for _ in range(BATCH)
        )
        assert sum(answer.pages for answer in made) == BATCH

    def naive():
        for _ in range(BATCH):
            anew = FontConfiguration()
            sheet = CSS(filename=STYLE, font_config=anew)
            html = to_html(compose(document(1)))
            HTML(string=html).write_pdf(stylesheets=[sheet], font_config=anew, pdf_variant=VARIANT)

    ours()
    mine, baseline = min(once(ours), once(ours)), once(naive)
    tell("P12", f"batch of {BATCH} notices on all children / naive in-process", mine, baseline, 1 / 3)
