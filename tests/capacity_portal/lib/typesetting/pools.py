"""What the tests of the pool share: documents that behave badly, and ways to watch the children."""

import os
import time

from capacity_portal.lib.typesetting.pool import Pool

PAGE = "<p>演示</p>".encode()
# Keeps the layout busy for minutes
ENDLESS = b"<table>" + b"<tr><td>x</td><td>y</td></tr>" * 60_000 + b"</table>"
# Asks for 400 MB of addresses
GREEDY = b"<style>div { display: grid; grid-template-columns: repeat(700000, 1px) }</style><div>x</div>"


def render(pool: Pool, html: bytes, timeout: float = 120, patience: float | None = None) -> int:
    """Number of pages."""
    request = {"task": "render", "stylesheets": []}
    return pool.run(request, [html], timeout, patience)[0]["pages"]


def wait_until(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
