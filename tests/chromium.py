"""Where Debian's chromium is. No browser is ever downloaded.

Launch with `executable_path=find(), args=ARGUMENTS` (root cannot use chromium's sandbox).
"""

import os
import shutil

HOW_TO_INSTALL = "apt-get install chromium"
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []


def find() -> str | None:
    """Path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
