"""A page used with the keyboard alone: nothing is clicked, the focus is always in sight."""

from playwright.sync_api import Page

from tests.browser.arriving import arriving

MOST_STOPS = 250
# Where the focus is now: what it matches, and whether a person can see it there.
_FOCUS = """
(selector) => {
  const element = document.activeElement;
  if (!element || element === document.body) return { matches: false, lost: true };
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  // The parts of a date field have the browser's own mark, which scripts cannot see.
  const ringed = element.type === "date" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = element.tagName.toLowerCase() + (element.id ? "#" + element.id : "") + " " + (element.textContent || "").trim().slice(0, 20);
  return { matches: element.matches(selector), lost: false, ringed, inView, name };
}
"""


class Unseen(AssertionError):
    """The focus went where nobody can see it."""


def tab_to(page: Page, selector: str) -> int:
    """Press Tab until the focus is on ``selector``; returns how often. Raises Unseen, and AssertionError when it is not reached."""
    for stop in range(1, MOST_STOPS + 1):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS, selector)
        if focus["lost"]:  # past the last one: the browser itself has the focus
            continue
        if not (focus["ringed"] and focus["inView"]):
            raise Unseen(str(focus))
        if focus["matches"]:
            return stop
    raise AssertionError(f"{selector} is not reached with {MOST_STOPS} presses of Tab")


def replace_text(page: Page, text: str) -> None:
    """Type over what stands in the focused field."""
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    with arriving(page):
        page.keyboard.press(key)
