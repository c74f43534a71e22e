"""What stands in a .docx, as the values its template asks for. Lengths in twips, sizes in half points."""

from dataclasses import dataclass

from markupsafe import Markup

from capacity_portal.lib.typesetting.official.docx_styles import FONTS
from capacity_portal.lib.typesetting.official.paper import CHAR
from capacity_portal.lib.typesetting.official.placed import Text

TWIPS = 1440 / 25.4  # a millimetre
COLOURS = {"": "", "red": "E60012", "grey": "999999"}
# Written as numbers, the marks of templates mean nothing to the template engine, in whatever order it works.
_HARMLESS = {ord(mark): f"&#{ord(mark)};" for mark in "{}%#&<>\"'"} | {ord("\t"): " "}
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(13, 32), *range(127, 160), 65534, 65535))


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text in one look; "" and None leave it to the style. ``has_tab``: it begins at the next tab stop."""

    text: str
    font: str = ""
    size: int = 0
    scale: int = 0
    spacing: int | None = None
    colour: str = ""
    has_tab: bool = False

    @property
    def lines(self) -> list[Markup]:
        return [safe(line) for line in self.text.split("\n")]


@dataclass(frozen=True, slots=True)
class Section:
    """The paper of what stands before it: turned or not, with page numbers or without."""

    is_turned: bool = False
    has_numbers: bool = True
    is_draft: bool = False
    is_single_sided: bool = False
    has_title: bool = False

    @property
    def odd(self) -> str:
        return "footer_odd" if self.has_numbers else "footer_none"

    @property
    def even(self) -> str:
        return "footer_even" if self.has_numbers and not self.is_single_sided else self.odd

    @property
    def footer(self) -> int:
        return 1134 if self.has_title else 1447


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row."""

    parts: tuple["Part", ...]
    width: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a heading row is repeated on every page."""

    cells: tuple[Cell, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the paper, from its upper left corner, for a paragraph that does not flow with the others."""

    left: int
    top: int
    width: int


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or a table where there are ``rows``. ``border`` below it in eighths of a point."""

    runs: tuple[Words, ...] = ()
    style: str = "Body"
    before: int = 0
    after: int = 0
    line: int = 0
    left: int | None = None
    right: int = 0
    first: int = 0
    hanging: int = 0
    align: str = ""
    tabs: tuple[int, ...] = ()
    level: int = 0
    list: int = 1
    is_with_next: bool = False
    begins_page: bool = False
    border: int = 0
    border_colour: str = "auto"
    frame: Frame | None = None
    section: Section | None = None
    rows: tuple[Row, ...] = ()
    widths: tuple[int, ...] = ()
    inset: int = 57
    side: int = 68
    is_ruled: bool = True

    @property
    def indents(self) -> bool:
        return self.left is not None

    @property
    def width(self) -> int:
        return sum(self.widths)


def safe(text: str) -> Markup:
    """``text`` for XML, every mark of XML and of templates as its number; controls and lone surrogates are left out."""
    clean = text.translate(_UNPRINTABLE).encode("utf-8", "ignore").decode()
    return Markup(clean.translate(_HARMLESS))


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


def of_text(text: Text, *, has_tab: bool = False) -> list[Words]:
    """The runs of a placed text with its size, narrowing and colour."""
    is_body = text.size == CHAR and not text.spacing  # drawn in by the style
    look = {
        "size": 0 if is_body else round(text.size / 25.4 * 144),
        "scale": 0 if text.scale == 1 else max(round(text.scale * 100), 1),
        "spacing": None if is_body else round(text.spacing * TWIPS),
        "colour": COLOURS[text.colour],
    }
    return [
        Words(run.text, FONTS[run.font], has_tab=has_tab and not number, **look)
        for number, run in enumerate(text.runs)
    ]
