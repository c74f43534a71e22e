"""System checks of what printing needs besides Python packages. Registered by an AppConfig: ``register(check)`` each.

typesetting.E001 a system library cannot be loaded; W002 PDF output is 18 times slower than it should be; E003 a bundled font
is missing or has no glyph for common characters; E004 spreadsheets would be read without protection from XML bombs.
"""

import ctypes
from pathlib import Path

from django.core.checks import CheckMessage, Error, Warning

from capacity_portal.lib.typesetting.glyphs import FONTS, drawable, drawn_by

APT_LINE = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
)
SUBSETTER = "libharfbuzz-subset.so.0"
FONT_FILES = (
    "FandolFang-Regular.otf",
    "FandolSong-Bold.otf",
    "FandolHei-Regular.otf",
    "FandolKai-Regular.otf",
)
# What the templates and the portal's own text use beyond hanzi, digits and Latin letters.
SYMBOLS = "〇〔〕《》“”‘’、。，；：？！（）—…·—－–％‰°℃Φ×÷±≥≤№①②③④⑤⑥⑦⑧⑨⑩★☆●○■□▲△√〓→←↑↓￥§～²³㎡镕喆堃赟"


def check_libraries(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Pango and its companions can be loaded."""
    absent = [name for name in LIBRARIES if not _loads(name)]
    found: list[CheckMessage] = []
    if absent:
        found.append(
            Error(f"缺少排版所需的系统库：{'、'.join(absent)}", hint=APT_LINE, id="typesetting.E001")
        )
    if not _loads(SUBSETTER):
        text = f"缺少系统库 {SUBSETTER}，生成 PDF 会慢约 18 倍"
        found.append(Warning(text, hint=APT_LINE, id="typesetting.W002"))
    return found


def check_fonts(app_configs=None, fonts: Path = FONTS, **kwargs) -> list[CheckMessage]:
    """Each main font draws all 6763 hanzi of GB 2312; all together also the symbols in use."""
    found: list[CheckMessage] = []
    for name in FONT_FILES:
        path = fonts / name
        if not path.is_file():
            found.append(
                Error(f"缺少字体文件 {path}", hint="从代码库恢复 static/fonts/。", id="typesetting.E003")
            )
        elif lacking := len(gb2312_hanzi() - drawn_by(path)):
            found.append(Error(f"字体 {name} 缺 {lacking} 个国标一二级汉字", id="typesetting.E003"))
    if lacking_symbols := "".join(sorted(set(SYMBOLS) - drawable(fonts))):
        found.append(Error(f"所带字体都画不出这些符号：{lacking_symbols}", id="typesetting.E003"))
    return found


def check_xml(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Openpyxl has found defusedxml."""
    import openpyxl.xml  # noqa: PLC0415 - slow import

    if openpyxl.xml.DEFUSEDXML:
        return []
    text = "openpyxl 没有启用 defusedxml，恶意表格可耗尽内存"
    return [
        Error(text, hint="pip install defusedxml，并删除环境变量 OPENPYXL_DEFUSEDXML", id="typesetting.E004")
    ]


def gb2312_hanzi() -> frozenset[str]:
    """The 6763 hanzi of GB 2312-80 (rows 16 to 87)."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset("".join(cell.decode("gb2312", "ignore") for cell in cells))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
