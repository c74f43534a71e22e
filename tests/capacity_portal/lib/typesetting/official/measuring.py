"""Rulers for printed pages: places of text, lines and pictures in mm from the paper's upper left corner."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pdfplumber
import pypdfium2

MM = 72 / 25.4
DOTS = 10  # a mm, where ink is measured


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Page:
    """One page of a PDF file."""

    def __init__(self, content: bytes, page):
        self._content, self._page = content, page

    @cached_property
    def chars(self) -> list[dict]:
        return self._page.chars

    @cached_property
    def lines(self) -> list[str]:
        """Texts of one height, in the order of the file."""
        found: list[tuple[float, str]] = []
        for char in self.chars:
            if found and abs(found[-1][0] - char["top"]) < 0.5:
                found[-1] = (char["top"], found[-1][1] + char["text"])
            else:
                found.append((char["top"], char["text"]))
        return [text for _, text in found]

    def text(self, wanted: str, place: int = 0) -> Box:
        """The em boxes of ``wanted`` together, its occurrence number ``place``."""
        whole = "".join(char["text"] for char in self.chars)
        start = -1
        for _ in range(place + 1):
            start = whole.index(wanted, start + 1)
        return self._around(self.chars[start : start + len(wanted)])

    def rules(self, *, is_red: bool | None = None) -> list[Box]:
        """Filled boxes wider than high, from above."""
        found = [
            self._around([rect])
            for rect in self._page.rects
            if is_red is None or is_red == (rect["non_stroking_color"] not in ((0,), (0, 0, 0), None))
        ]
        return sorted((box for box in found if box.width > 4 * box.height), key=lambda box: box.top)

    @property
    def pictures(self) -> list[Box]:
        return [self._around([image]) for image in self._page.images]

    def red_ink(self, top: float, bottom: float) -> Box | None:
        """What is red between two heights, by its pixels."""
        from PIL import ImageChops

        red, green, _ = self._picture.split()
        mask = ImageChops.subtract(red, green).point(lambda value: 255 if value > 100 else 0)
        return _found(mask, Box(0, top, mask.width / DOTS, bottom))

    def black_ink(self, box: Box) -> Box | None:
        """What is dark within ``box``."""
        picture = self._picture.convert("L").point(lambda value: 255 if value < 128 else 0)
        return _found(picture, box)

    @cached_property
    def _picture(self):
        with pypdfium2.PdfDocument(self._content) as document:
            return document[self._page.page_number - 1].render(scale=DOTS * 25.4 / 72).to_pil().convert("RGB")

    def _around(self, things: list[dict]) -> Box:
        return Box(
            min(thing["x0"] for thing in things) / MM,
            min(thing["top"] for thing in things) / MM,
            max(thing["x1"] for thing in things) / MM,
            max(thing["bottom"] for thing in things) / MM,
        )


def _found(mask, box: Box) -> Box | None:
    """The white part of a picture within ``box``."""
    left, top, right, bottom = (round(side * DOTS) for side in (box.left, box.top, box.right, box.bottom))
    found = mask.crop((left, top, right, bottom)).getbbox()
    return found and Box(
        (left + found[0]) / DOTS, (top + found[1]) / DOTS, (left + found[2]) / DOTS, (top + found[3]) / DOTS
    )


def pages(content: bytes) -> list[Page]:
    """All pages of a PDF file."""
    return [Page(content, page) for page in pdfplumber.open(BytesIO(content)).pages]
