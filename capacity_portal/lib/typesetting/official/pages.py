"""A composition as HTML of absolutely placed lines, to be drawn with static/css/official.css."""

import base64
from html import escape

from capacity_portal.lib.typesetting.codes import qr_svg
from capacity_portal.lib.typesetting.official import paper, tables
from capacity_portal.lib.typesetting.official.composition import Composition, Page
from capacity_portal.lib.typesetting.official.outline import Draft
from capacity_portal.lib.typesetting.official.paper import CHAR
from capacity_portal.lib.typesetting.official.placed import Code, Frame, Image, Item, Rule, Run, Text
from capacity_portal.lib.typesetting.official.widths import FANG

_ROWS = {f"{paper.row_top(row):.3f}": f"r{row}" for row in range(paper.ROWS)}
_COLUMNS = {f"{characters * CHAR:.3f}": f"i{characters}" for characters in (0, 2)}
_SIZES = {CHAR: "", paper.SIZE_2: "s2", paper.SIZE_4: "s4", tables.SIZE: "s12"}
_MASK = 3  # any of the eight patterns will do; trying all takes longer than the page


def to_html(composition: Composition) -> str:
    """The whole document as HTML; everything in it is known, nothing flows."""
    document = composition.document
    title = escape(document.title.replace("\n", ""))
    pages = "".join(_page(page, document.draft) for page in composition.pages)
    told = _meta("author", "、".join(document.issuers)) + _meta("keywords", "，".join(document.keywords))
    return (
        f'<!DOCTYPE html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{told}</head><body>{pages}</body></html>"
    )


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">' if content else ""


def _page(page: Page, draft: Draft | None) -> str:
    items = sorted(page.items, key=lambda item: not isinstance(item, Image))  # pictures below all text
    place = f"left:{page.left:g}mm"
    if page.is_turned:
        turned = "".join(map(_html, page.upright))
        upright = f'<div class="upright"><div style="{place}">{turned}</div></div>'
        place = f"left:{paper.TURNED_LEFT:g}mm"
    else:
        upright = "".join(map(_html, page.upright))
    body = "".join(map(_html, items))
    classes = "page turned" if page.is_turned else "page"
    inner = f'<div class="type" style="{place}">{body}{"" if page.is_turned else upright}</div>'
    return (
        f'<section class="{classes}">{_watermark(draft)}{inner}{upright if page.is_turned else ""}</section>'
    )


def _html(item: Item) -> str:
    match item:
        case Text():
            return _text(item)
        case Rule():
            return f'<i class="{item.colour or "ink"}" style="{_box(item)};width:{item.width:.3f}mm;height:{item.thickness:.3f}mm"></i>'
        case Frame():
            return f'<i class="frame" style="{_box(item)};width:{item.width:.3f}mm;height:{item.height:.3f}mm"></i>'
        case Image():
            source = base64.b64encode(item.content).decode()
            size = f"width:{item.width:.3f}mm;height:{item.height:.3f}mm"
            return f'<img src="data:image/png;base64,{source}" alt="" style="{_box(item)};{size}">'
        case Code():
            size = f"width:{item.width:g}mm;height:{item.width:g}mm"
            return f'<div class="code" style="{_box(item)};{size}">{qr_svg(item.text, mask=_MASK)}</div>'


def _text(item: Text) -> str:
    fonts = {run.font for run in item.runs}
    only = min(fonts) if len(fonts) == 1 else FANG
    classes, style = _place(item)
    classes += filter(None, (_SIZES.get(item.size), item.colour, only if only != FANG else ""))
    style += _looks(item)
    content = "".join(_run(run, len(fonts) > 1) for run in item.runs)
    styled = f' style="{escape(";".join(style))}"' if style else ""
    return f'<p class="{" ".join(classes)}"{styled}>{content}</p>'


def _place(item: Text) -> tuple[list[str], list[str]]:
    """Classes and styles. Most lines stand on a row of the grid: these need classes only, which are faster than styles."""
    classes, style = [], []
    if row := _ROWS.get(f"{item.y:.3f}"):
        classes.append(row)
    else:
        style.append(f"top:{item.y:.3f}mm")
    if column := _COLUMNS.get(f"{item.x:.3f}"):
        classes.append(column)
    else:
        style.append(f"left:{item.x:.3f}mm")
    return classes, style


def _looks(item: Text) -> list[str]:
    given = (
        (item.size not in _SIZES, f"font-size:{item.size:.4f}mm"),
        (item.spacing, f"letter-spacing:{item.spacing:.4f}mm"),
        (item.scale != 1, f"transform:scaleX({item.scale:.5f})"),
        (item.level, f"bookmark-level:{item.level};bookmark-label:{_quoted(item.label)}"),
    )
    return [words for applies, words in given if applies]


def _run(run: Run, is_one_of_many: bool) -> str:
    text = escape(run.text, quote=False)
    return f'<span class="{run.font}">{text}</span>' if is_one_of_many and run.font != FANG else text


def _quoted(text: str) -> str:
    """A CSS string; every character but letters and digits is written as its number."""
    return '"' + "".join(char if char.isalnum() else f"\\{ord(char):x} " for char in text) + '"'


def _box(item: Item) -> str:
    return f"left:{item.x:.3f}mm;top:{item.y:.3f}mm"


def _watermark(draft: Draft | None) -> str:
    if not draft:
        return ""
    words = escape("　".join(filter(None, ("草稿", draft.viewer, draft.seen_at))))
    return "".join(f'<b class="w{place}">{words}</b>' for place in range(4))
