"""Texts that try to become more than text, and documents that carry a text in every field they have."""

from collections.abc import Iterator
from dataclasses import replace

from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Attendance,
    Column,
    Draft,
    Form,
    OfficialDocument,
    Paragraph,
    Section,
    Signatory,
    Signing,
    Table,
)
from tests.capacity_portal.lib.typesetting.official.outlines import full

# {http} an address on a local server that counts its visitors, {file} a local file with a secret in it
VECTORS = {
    "img": '<img src="{http}">',
    "img-single-quotes": "<img src='{http}' onerror='x()'>",
    "img-file": '<img src="{file}">',
    "img-ftp": '<img src="ftp://127.0.0.1/x">',
    "img-data-svg": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{http}'/></svg>\">",
    "closing-the-line": '</p></div></section><img src="{http}">',
    "closing-the-attribute": '"><img src="{http}">',
    "closing-the-style": '";background:url({http});x:"',
    "closing-the-bookmark": '\\";background:url({http})',
    "style-element": "<style>*{{background:url({http})}}</style>",
    "style-import": '<style>@import "{http}";</style>',
    "style-import-file": '<style>@import url("{file}");</style>',
    "style-page": "</title><style>@page{{background:url({http})}}</style>",
    "style-font": "<style>@font-face{{font-family:gwFang;src:url({http})}}</style>",
    "style-attribute": '<p style="background-image:url({http})">x</p>',
    "css-alone": "url({http})",
    "css-attr": "attr(href url) content:url({http})",
    "link-stylesheet": '<link rel="stylesheet" href="{http}">',
    "link-attachment": '<link rel="attachment" href="{file}">',
    "a-attachment": '<a rel="attachment" href="{file}">x</a>',
    "a-javascript": '<a href="javascript:x()">x</a>',
    "base": '<base href="{http}"><img src="x">',
    "meta-refresh": '<meta http-equiv="refresh" content="0;url={http}">',
    "script": "<script>fetch('{http}')</script>",
    "iframe": '<iframe src="{file}"></iframe>',
    "object": '<object data="{http}"></object>',
    "embed": '<embed src="{file}">',
    "svg-use": '<svg><use href="{http}#a"/></svg>',
    "svg-image": '<svg><image href="{file}"/></svg>',
    "mathml": '<math href="{http}"><mi>x</mi></math>',
    "comment": "<!-- {http} --> --><img src={http}>",
    "cdata": "<![CDATA[<img src='{http}'>]]>",
    "doctype-entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "{file}">]><x>&e;</x>',
    "entities": "&lt;b&gt; &amp;amp; &#60;img src={http}&#62; &nbsp;&e;",
    "entities-numbered": "&#x3C;img src={http}&#x3E;",
    "xml-word": '</w:t></w:r></w:p><w:p><w:r><w:t>x<w:altChunk r:id="x"/>',
    "xml-include": '<w:fldSimple w:instr=" INCLUDETEXT &quot;{file}&quot; "/>',
    "jinja-expression": "{{{{ 7*191 }}}} {{{{ self.__init__.__globals__ }}}}",
    "jinja-statement": "{{% for i in range(9) %}}x{{% endfor %}} {{%p if x %}}{{%tr endfor %}} {{# x #}}",
    "jinja-docxtpl": "{{_{{ 7*191 }}_}} {{_% x %_}} {{{{r x }}}} {{{{p x }}}}",
    "percent-format": "%s %d %(x)s {{0}} {{x!r}}",
    "template-dollar": "${{x}} #{{x}} `x` $(x)",
    "formula": '=HYPERLINK("{http}")',
    "controls": "a\x00b\x07c\x1bd\x85e",
    "directions": "a\u202eb\u2066c\u200bd\ufeffe",
    "long-span": "<span>" * 40,
    "long-word": "A" * 400,
    "wide-colspan": '<table><tr><td colspan="99999999">x</td></tr></table>',
}


def text_of(name: str, http: str = "http://127.0.0.1:9/x", file: str = "file:///etc/hostname") -> str:
    """The text of a vector with its addresses."""
    return VECTORS[name].format(http=http, file=file)


def full_of(text: str) -> Iterator[OfficialDocument]:
    """A document of every form, sealed, unsealed and stamped, that says ``text`` wherever it can say anything."""
    table = Table((Column(text), Column("乙", 4)), ((text, text), ("", text)), text)
    blocks = (
        Section(1, text),
        Section(2, text, text),
        Section(3, text),
        Section(4, text),
        Paragraph(text),
        table,
    )
    everywhere = replace(
        full(),
        title=text,
        issuers=(text,),
        blocks=blocks,
        mark_suffix=text,
        number=text,
        serial=text,
        secrecy=text,
        urgency=text,
        signers=(text,),
        addressees=text,
        attachments=(Attachment(text, blocks), Attachment(text, (table,), True)),
        attendance=(Attendance(text, text),),
        contact=text,
        signatories=(Signatory(text), Signatory(text, None, True)),
        signer_title=text,
        note=text,
        copies_to=text,
        printed_by=text,
        verify_code=text,
        verify_url=text[:60],
        language=text,
        keywords=(text,),
    )
    yield everywhere
    yield replace(everywhere, form=Form.LETTER, signing=Signing.SEALED, issuers=(text, text))
    yield replace(everywhere, form=Form.ORDER, signing=Signing.STAMPED)
    yield replace(everywhere, form=Form.MINUTES, draft=Draft(text, text))
