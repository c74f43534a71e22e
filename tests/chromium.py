"""Where Debian's chromium is. No browser is ever downloaded.

Launch with `executable_path=find(), args=ARGUMENTS` (root cannot use chromium's sandbox).
"""

import os
import shutil
import subprocess
from functools import cache

HOW_TO_INSTALL = "apt-get install chromium-headless-shell libatomic1"
# The same browser without its windows takes half the time; where there is none, the usual one does as well.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []


@cache
def find() -> str | None:
    """Path of the browser; None where there is none, or where the program that drives it cannot start."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    return browser if browser and driver_starts() else None


def driver_starts() -> bool:
    """Playwright's driver is a Node.js program, which needs libatomic1: a bare Debian lacks it, chromium does not bring it."""
    from playwright._impl._driver import compute_driver_executable

    node, _ = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
