"""Builds template.docx, into which ``docx.py`` fills a document: ``python -m capacity_portal.lib.typesetting.official.docx_template``.

The template is filled by docxtpl; what stands between braces are names of ``docx_parts.Part``. The same script gives the same bytes.
"""

import io
import zipfile
from pathlib import Path

from capacity_portal.lib.typesetting.official import docx_styles
from capacity_portal.lib.typesetting.official.docx_styles import NAMESPACES

TEMPLATE = Path(__file__).with_name("template.docx")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY = (2026, 1, 1, 0, 0, 0)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    "styles",
    "numbering",
    "settings",
    "header",
    "footer_odd",
    "footer_even",
    "footer_none",
    "footer_letter",
)


def template() -> bytes:
    """The bytes of the template."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _files().items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _HEAD + text)
    return written.getvalue()


def _files() -> dict[str, str]:
    words = {
        "document": _document(),
        "styles": docx_styles.styles(),
        "numbering": docx_styles.numbering(),
        "settings": docx_styles.settings(),
        "header": f"<w:hdr {NAMESPACES}><w:p>{_DRAFT}</w:p></w:hdr>",
        "footer_odd": _footer('<w:ind w:right="280"/><w:jc w:val="right"/>', _NUMBER),
        "footer_even": _footer('<w:ind w:left="280"/><w:jc w:val="left"/>', _NUMBER),
        "footer_none": _footer("", ""),
        "footer_letter": _footer(_LETTER_FOOT, ""),
    }
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations({name: (_kind(name), f"{name}.xml") for name in _PARTS}),
        **{f"word/{name}.xml": text for name, text in words.items()},
    }


def _kind(name: str) -> str:
    return name.partition("_")[0]


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{_kind(name)}+xml"/>' for name in _PARTS
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f"{overrides}</Types>"
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


_DRAFT = '<w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="999999"/></w:rPr><w:t>{{ draft }}</w:t></w:r>'
_NUMBER = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)
_LETTER_FOOT = '<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="0" w:color="{{ red }}"/></w:pBdr><w:ind w:left="-454" w:right="-340"/>'


def _footer(properties: str, content: str) -> str:
    return f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="PageNumber"/>{properties}</w:pPr>{content}</w:p></w:ftr>'


def _control(words: str) -> str:
    """A paragraph that only steers the filling; docxtpl takes it out."""
    return f"<w:p><w:r><w:t>{{%p {words} %}}</w:t></w:r></w:p>"


_RUNS = (
    '{% for run in part.runs %}<w:r><w:rPr>{% if run.font %}<w:rFonts w:ascii="{{ run.font }}" w:hAnsi="{{ run.font }}" '
    'w:eastAsia="{{ run.font }}" w:cs="{{ run.font }}"/>{% endif %}{% if run.colour %}<w:color w:val="{{ run.colour }}"/>{% endif %}'
    '{% if run.spacing is not none %}<w:spacing w:val="{{ run.spacing }}"/>{% endif %}{% if run.scale %}<w:w w:val="{{ run.scale }}"/>{% endif %}'
    '{% if run.size %}<w:sz w:val="{{ run.size }}"/><w:szCs w:val="{{ run.size }}"/>{% endif %}</w:rPr>'
    "{% for line in run.lines %}{% if not loop.first %}<w:br/>{% endif %}{% if run.has_tab %}<w:tab/>{% endif %}"
    '<w:t xml:space="preserve">{{ line }}</w:t>{% endfor %}</w:r>{% endfor %}'
)
_PROPERTIES = (
    '<w:pStyle w:val="{{ part.style }}"/>{% if part.is_with_next %}<w:keepNext/>{% endif %}'
    "{% if part.begins_page %}<w:pageBreakBefore/>{% endif %}"
    '{% if part.frame %}<w:framePr w:w="{{ part.frame.width }}" w:hSpace="0" w:vSpace="0" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
    'w:x="{{ part.frame.left }}" w:y="{{ part.frame.top }}"/>{% endif %}'
    '{% if part.level %}<w:numPr><w:ilvl w:val="{{ part.level - 1 }}"/><w:numId w:val="{{ part.list }}"/></w:numPr>{% endif %}'
    '{% if part.border %}<w:pBdr><w:bottom w:val="single" w:sz="{{ part.border }}" w:space="0" w:color="{{ part.border_colour }}"/></w:pBdr>{% endif %}'
    '{% if part.tabs %}<w:tabs>{% for tab in part.tabs %}<w:tab w:val="left" w:pos="{{ tab }}"/>{% endfor %}</w:tabs>{% endif %}'
    '{% if part.before or part.after or part.line %}<w:spacing w:before="{{ part.before }}" w:after="{{ part.after }}" w:line="{{ part.line or %d }}" w:lineRule="exact"/>{% endif %}'
    '{% if part.indents and part.hanging %}<w:ind w:left="{{ part.left }}" w:right="{{ part.right }}" w:hanging="{{ part.hanging }}"/>'
    '{% elif part.indents %}<w:ind w:left="{{ part.left }}" w:right="{{ part.right }}" w:firstLine="{{ part.first }}"/>{% endif %}'
    '{% if part.align %}<w:jc w:val="{{ part.align }}"/>{% endif %}'
).replace("%d", str(docx_styles.ROW))
_SECTION = (
    '<w:sectPr>{% if section.is_draft %}<w:headerReference w:type="default" r:id="header"/><w:headerReference w:type="even" r:id="header"/>'
    '<w:headerReference w:type="first" r:id="header"/>{% endif %}'
    '<w:footerReference w:type="default" r:id="{{ section.odd }}"/><w:footerReference w:type="even" r:id="{{ section.even }}"/>'
    '<w:footerReference w:type="first" r:id="footer_letter"/><w:type w:val="nextPage"/>'
    '{% if section.is_turned %}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1449" w:right="2098" w:bottom="1570" w:left="1984" w:header="851" w:footer="1100" w:gutter="0"/>'
    '{% else %}<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1960" w:right="1474" w:bottom="1846" w:left="1588" w:header="851" w:footer="{{ section.footer }}" w:gutter="0"/>{% endif %}'
    '{% if section.has_title %}<w:titlePg/>{% endif %}<w:docGrid w:linePitch="592"/></w:sectPr>'
)


def _bordered(name: str, width: str = "4") -> str:
    return f'<w:{name} w:val="single" w:sz="{width}" w:space="0" w:color="auto"/>'


_TABLE = (
    "<w:tbl><w:tblPr>"
    '<w:tblW w:w="{{ part.width }}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
    "<w:tblBorders>{% if part.is_ruled %}"
    + "".join(map(_bordered, ("top", "left", "bottom", "right", "insideH", "insideV")))
    + "{% endif %}</w:tblBorders>"
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{{ part.inset }}" w:type="dxa"/><w:left w:w="{{ part.side }}" w:type="dxa"/>'
    '<w:bottom w:w="{{ part.inset }}" w:type="dxa"/><w:right w:w="{{ part.side }}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblGrid>{% for width in part.widths %}<w:gridCol w:w="{{ width }}"/>{% endfor %}</w:tblGrid>'
    "{% for row in part.rows %}<w:tr><w:trPr><w:cantSplit/>{% if row.is_heading %}<w:tblHeader/>{% endif %}</w:trPr>"
    '{% for cell in row.cells %}<w:tc><w:tcPr><w:tcW w:w="{{ cell.width }}" w:type="dxa"/>{% if cell.span > 1 %}<w:gridSpan w:val="{{ cell.span }}"/>{% endif %}'
    '<w:vAlign w:val="center"/></w:tcPr>{% for part in cell.parts %}<w:p><w:pPr>'
    + _PROPERTIES
    + "</w:pPr>"
    + _RUNS
    + "</w:p>{% endfor %}</w:tc>{% endfor %}</w:tr>{% endfor %}</w:tbl>"
)


def _document() -> str:
    return (
        f"<w:document {NAMESPACES}><w:body>{_control('for part in parts')}{_control('if part.rows')}{_TABLE}{_control('else')}"
        f"<w:p><w:pPr>{_PROPERTIES}{{% if part.section %}}{{% with section = part.section %}}{_SECTION}{{% endwith %}}{{% endif %}}</w:pPr>{_RUNS}</w:p>"
        f"{_control('endif')}{_control('endfor')}{_SECTION}</w:body></w:document>"
    )


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
