"""An official document as .docx for Word and WPS: real styles, numbering and fields, so that it can go on being edited.

It is no proof of anything: seals, stamps and verification codes stay out of it.
"""

import io
import zipfile
from datetime import UTC, datetime, time

from capacity_portal.lib.typesetting.official.composition import Composition, compose
from capacity_portal.lib.typesetting.official.docx_body import Body
from capacity_portal.lib.typesetting.official.docx_parts import safe
from capacity_portal.lib.typesetting.official.docx_template import TEMPLATE
from capacity_portal.lib.typesetting.official.outline import OfficialDocument

_DAY = (2026, 1, 1, 0, 0, 0)
_EARLIEST = 1980  # a year before it does not fit into a package


def to_docx(document: OfficialDocument) -> bytes:
    """The bytes of the file; equal documents give equal bytes. Raises ValueError as ``compose``.

    Fonts are asked for by name (方正小标宋简体, 仿宋_GB2312, 黑体, 楷体_GB2312, 宋体) and not embedded.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow import

    composition = compose(document)
    body = Body(composition)
    template = DocxTemplate(TEMPLATE)
    template.render(
        {"parts": body.parts, "section": body.section, **_surroundings(composition)}, autoescape=True
    )
    word = template.docx
    _note_properties(word.core_properties, composition.document)
    if composition.document.is_single_sided:
        _single_sided(word)
    written = io.BytesIO()
    word.save(written)
    return _repacked(written.getvalue())


def _surroundings(composition: Composition) -> dict[str, str]:
    draft = composition.document.draft
    is_bare = draft or composition.document.is_preprinted
    words = "　".join(filter(None, ("草稿", draft.viewer, draft.seen_at))) if draft else ""
    return {"draft": safe(words), "red": "FFFFFF" if is_bare else "E60012"}


def _note_properties(properties, document: OfficialDocument) -> None:
    day = document.dated if document.dated and document.dated.year >= _EARLIEST else None
    moment = datetime.combine(day, time(), UTC) if day else datetime(*_DAY[:3], tzinfo=UTC)
    properties.title = _plain(document.title)
    properties.author = _plain("、".join(document.issuers))
    properties.keywords = _plain("，".join(document.keywords))
    properties.language = _plain(document.language)
    properties.created = properties.modified = moment
    properties.revision = 1


def _plain(text: str) -> str:
    """At most 255 characters (the limit of the format) that XML can hold."""
    return safe(text.replace("\n", "")).unescape()[:255]


def _single_sided(word) -> None:
    settings = word.settings.element
    for name in ("mirrorMargins", "evenAndOddHeaders"):
        for element in settings.findall(f"{{{settings.nsmap['w']}}}{name}"):
            settings.remove(element)


def _repacked(content: bytes) -> bytes:
    """The same package without the time of its making."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()
