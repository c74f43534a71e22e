"""A browser as on a bare machine: no font with Chinese characters but the portal's own.

A machine with Chinese fonts would hide that a page forgets to load the portal's web font; here it shows as boxes.
"""

from pathlib import Path

# A font that can draw 中 is none of ours: web fonts do not pass through fontconfig.
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <selectfont>
    <rejectfont><pattern><patelt name="charset"><charset><int>0x4e2d</int></charset></patelt></pattern></rejectfont>
  </selectfont>
</fontconfig>
"""


def environment(folder: Path) -> dict[str, str]:
    """Variables for a program that shall see no Chinese font; ``folder`` keeps the configuration."""
    path = folder / "fonts.conf"
    path.write_text(CONFIGURATION, encoding="utf-8")
    return {"FONTCONFIG_FILE": str(path)}
