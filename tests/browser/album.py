"""Pictures of the pages in docs/screenshots/, `<page>-<width>.png`, for people to look at: no test looks at them.

Those that the README shows are committed; a run leaves them alone unless RENEW_SCREENSHOTS=1 is set, so that tests do not
change the repository. All others are ignored by git; `make screenshots` takes them, which is a third of the time of a page.
"""

import os
from base64 import b64decode
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.architecture import ROOT

FOLDER = ROOT / "docs" / "screenshots"
COMMITTED = {"ledger-1366.png", "dossier-1366.png", "desk-390.png", "home-1366.png"}
# As much of a committed picture as fits a README.
_SHOWN_HEIGHT = {1366: 1100, 390: 844}
_COLOURS = 96
# Of a long list the beginning shows enough.
_MOST_HEIGHT = 4000
# Photos further down wait until they are scrolled to; on a picture of the whole page they would be missing.
_LOAD_ALL = """
async () => {
  for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => 0)));
  await document.fonts.ready;
}
"""


def keep(page: Page, slug: str, width: int) -> None:
    """Let everything on the page arrive; take the picture of the whole page as it stands where pictures are wanted."""
    page.evaluate(_LOAD_ALL)
    name = f"{slug}-{width}.png"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if name not in COMMITTED:
        if os.environ.get("SCREENSHOTS"):
            (FOLDER / name).write_bytes(_whole_page(page, width))
    elif os.environ.get("RENEW_SCREENSHOTS") or not (FOLDER / name).exists():
        clip = {"x": 0, "y": 0, "width": width, "height": _SHOWN_HEIGHT[width]}
        _save_small(page.screenshot(full_page=True, clip=clip), FOLDER / name)


def _whole_page(page: Page, width: int) -> bytes:
    """As ``page.screenshot(full_page=True)`` in half the time: the file may be larger.

    The window is made as high as the page: a picture beyond the window makes the browser forget its fonts.
    """
    usual = page.viewport_size
    height = min(page.evaluate("document.documentElement.scrollHeight"), _MOST_HEIGHT)
    page.set_viewport_size({"width": width, "height": height})
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.captureScreenshot", {"optimizeForSpeed": True})
    session.detach()
    page.set_viewport_size(usual)
    return b64decode(answer["data"])


def _save_small(content: bytes, path) -> None:
    """Few colours: a third of the bytes, and a README does not need more."""
    picture = Image.open(BytesIO(content)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
