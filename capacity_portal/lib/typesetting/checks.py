"""System checks of what printing needs besides Python packages. Registered by an AppConfig: ``register(check)`` each.

typesetting.E001 a system library cannot be loaded; W002 PDF output is 18 times slower than it should be; E003 a bundled font
is missing or has no glyph for common characters; E004 spreadsheets would be read without protection from XML bombs; E005 the
office's own fonts (OFFICIAL_FONTS_DIR) are not there or not fit; W006 one of them forbids being embedded.
"""

import ctypes
from pathlib import Path

from django.core.checks import CheckMessage, Error, Warning

from capacity_portal.lib.typesetting import office_fonts
from capacity_portal.lib.typesetting.font_tables import is_embedding_forbidden
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


def check_office_fonts(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The office's own fonts, where a folder of them is named: there, readable, with all common hanzi, free to be embedded."""
    where = office_fonts.folder()
    if where is None:
        return []
    files = office_fonts.files_in(where)
    if files:
        return [message for role, path in files.items() for message in _check_own(role, path)]
    text = f"{office_fonts.VARIABLE} 所指的文件夹 {where} 里没有可用的字体文件"
    hint = "放入 fang、biao、hei、kai 中的任意几个（扩展名 .ttf 或 .otf），或删去这项配置。"
    return [Error(text, hint=hint, id="typesetting.E005")]


def _check_own(role: str, path: Path) -> list[CheckMessage]:
    name = f"本单位{office_fonts.ROLES[role]}字体 {path}"
    try:
        lacking = len(gb2312_hanzi() - drawn_by(path))
        is_forbidden = is_embedding_forbidden(path)
    except office_fonts.UNREADABLE:
        return [
            Error(
                f"{name} 不能读取或不是字体文件", hint="换用完好的 .ttf 或 .otf 文件。", id="typesetting.E005"
            )
        ]
    found: list[CheckMessage] = []
    if lacking:
        text = f"{name} 缺 {lacking} 个国标一二级汉字，所缺的字用自带字体代替"
        found.append(Error(text, hint="换用字数齐全的字体，或删去这个文件。", id="typesetting.E005"))
    if is_forbidden:
        hint = "向字体厂商取得嵌入许可，或删去这个文件。"
        found.append(Warning(f"{name} 声明不得嵌入文件", hint=hint, id="typesetting.W006"))
    return found


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
