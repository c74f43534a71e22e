"""Styles, numbering and settings of the .docx template: the fonts an office has, the grid of 22 rows and 28 characters.

Lengths in twips (1/20 pt), sizes in half points. Word has no size of 15.79 pt, so 16 pt is drawn in by 0.25 pt: 28 characters
are 441 of the type area's 442.2 pt.
"""

FANG, BIAO, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
FONTS = {"fang": FANG, "biao": BIAO, "hei": HEI, "kai": KAI, "song": SONG}
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ROW, CHARACTER, DRAWN_IN = 592, 315, -5
LISTS = 51  # the body's headings and those of 50 attachments, each counted for itself
_LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
_HEADING_FONTS = (HEI, KAI, FANG, FANG)


def fonts(name: str) -> str:
    """The run property that asks for a font, for Chinese and Latin letters alike."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def styles() -> str:
    """word/styles.xml."""
    headings = "".join(_heading(level, font) for level, font in enumerate(_HEADING_FONTS, 1))
    return (
        f'<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}<w:spacing w:val="{DRAWN_IN}"/>'
        '<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
        + _style("Normal", "Normal", _paragraph('<w:jc w:val="both"/>'), is_default=True)
        + _style("Body", "公文正文", _INDENTED)
        + _style(
            "Title",
            "Title",
            _paragraph('<w:jc w:val="center"/>'),
            f'{fonts(BIAO)}<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
        )
        + _style(
            "Mark",
            "发文机关标志",
            _paragraph('<w:jc w:val="center"/>'),
            f'{fonts(BIAO)}<w:color w:val="E60012"/><w:spacing w:val="0"/>',
        )
        + headings
        + _style("TableTitle", "表题", _paragraph('<w:keepNext/><w:jc w:val="center"/>'), fonts(HEI))
        + _style(
            "Cell",
            "表格文字",
            _paragraph('<w:jc w:val="left"/>', 340),
            '<w:spacing w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
        )
        + _style(
            "CellHead",
            "表头",
            _paragraph('<w:jc w:val="center"/>', 340),
            f'{fonts(HEI)}<w:spacing w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
        )
        + _style(
            "Colophon",
            "版记",
            _paragraph('<w:jc w:val="left"/>', 448),
            '<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
        )
        + _style(
            "PageNumber",
            "页码",
            _paragraph("", 280),
            f'{fonts(SONG)}<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
        )
        + "</w:styles>"
    )


def numbering() -> str:
    """word/numbering.xml: 一、（一）1.（1） as one list of four levels, begun anew for the body and every attachment."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="{2 * CHARACTER}"/></w:pPr><w:rPr>{fonts(font)}</w:rPr></w:lvl>'
        for level, ((kind, text), font) in enumerate(zip(_LEVELS, _HEADING_FONTS, strict=True))
    )
    restarted = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(4)
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{restarted if number > 1 else ""}</w:num>'
        for number in range(1, LISTS + 1)
    )
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
        f"</w:abstractNum>{lists}</w:numbering>"
    )


def settings() -> str:
    """word/settings.xml: margins mirrored, page numbers on the outer edge, marks neither compressed nor spaced out."""
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:mirrorMargins/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _paragraph(more: str, row: int = ROW) -> str:
    """Paragraph properties in the order of the schema; ``more`` may begin with keepNext."""
    keep, more = (
        ("<w:keepNext/>", more.removeprefix("<w:keepNext/>"))
        if more.startswith("<w:keepNext/>")
        else ("", more)
    )
    indent, more = (
        (more[: more.index("/>") + 2], more[more.index("/>") + 2 :])
        if more.startswith("<w:ind")
        else ("", more)
    )
    return (
        f'{keep}<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/><w:topLinePunct w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{row}" w:lineRule="exact"/>{indent}{more}'
    )


_INDENTED = _paragraph(f'<w:ind w:firstLine="{2 * CHARACTER}"/><w:jc w:val="both"/>')


def _style(key: str, name: str, paragraph: str, run: str = "", *, is_default: bool = False) -> str:
    default = ' w:default="1"' if is_default else ""
    based = "" if is_default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, font: str) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
    paragraph = _INDENTED.replace("<w:widowControl", "<w:widowControl", 1)
    before, after = paragraph.split("<w:kinsoku/>")
    body = f'{before}{numbered}<w:kinsoku/>{after}<w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"Heading{level}", f"heading {level}", body, fonts(font))
