"""What stands on a page once its place is known. All measures in mm, see paper.py for where they are counted from."""

from dataclasses import dataclass, replace

from capacity_portal.lib.typesetting.official import widths
from capacity_portal.lib.typesetting.official.paper import CHAR

RED, GREY, PALE = "red", "grey", "pale"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font (a name of widths.FILES)."""

    text: str
    font: str = widths.FANG


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. ``scale`` narrows it; ``spacing`` is added behind every character, narrowed with them.

    ``kind`` says what it is in the document (title, body, number, ...). ``level`` above 0 makes a bookmark called ``label``.
    """

    x: float
    y: float
    runs: tuple[Run, ...]
    size: float = CHAR
    spacing: float = 0.0
    scale: float = 1.0
    colour: str = ""
    kind: str = "body"
    level: int = 0
    label: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def width(self) -> float:
        """From the first character's left edge to the last one's right edge."""
        natural = sum(widths.length(run.text, run.font) for run in self.runs) * self.size
        return (natural + self.spacing * (len(self.text) - 1)) * self.scale


@dataclass(frozen=True, slots=True)
class Rule:
    """A line, its upper left corner at ``x`` and ``y``; an upright one is thicker than wide."""

    x: float
    y: float
    width: float
    thickness: float
    colour: str = ""
    kind: str = "rule"


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a box."""

    x: float
    y: float
    width: float
    height: float
    colour: str = ""
    kind: str = "frame"


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG picture, drawn below all text."""

    x: float
    y: float
    width: float
    height: float
    content: bytes
    kind: str = "seal"


@dataclass(frozen=True, slots=True)
class Code:
    """A square QR code of ``text``."""

    x: float
    y: float
    width: float
    text: str
    kind: str = "code"


Item = Text | Rule | Frame | Image | Code


@dataclass(frozen=True, slots=True)
class Slab:
    """Items that take ``rows`` rows together; their ``y`` is counted from the em box of the first of these rows.

    ``tail``: rows below them into which a seal reaches; a note may stand there, but neither the end of the page nor the 版记.
    ``is_heading``: a row of a heading on a line of its own, which never stands last on a page.
    """

    items: tuple[Item, ...] = ()
    rows: int = 1
    is_text: bool = False
    tail: int = 0
    is_heading: bool = False


def moved(item: Item, down: float) -> Item:
    """The item ``down`` mm lower."""
    return replace(item, y=item.y + down)


def centred(text: Text, centre: float) -> Text:
    """The text with its middle at ``centre``."""
    return replace(text, x=centre - text.width / 2)


def flush_right(text: Text, edge: float) -> Text:
    """The text ending at ``edge``."""
    return replace(text, x=edge - text.width)
