"""The one place that makes an official document of a notice: who issues it, in which form, and what a draft leaves out."""

from dataclasses import replace
from datetime import date

from capacity_portal.lib.typesetting.official.outline import Draft, OfficialDocument
from reports.choices import Direction, DocumentForm, SigningKind
from reports.rules.content import worded_document

MARK_SUFFIX = {DocumentForm.ORDINARY: "文件", DocumentForm.ORDER: "令", DocumentForm.MINUTES: "纪要"}
"""What stands behind the issuer's name in the head; a letter has the name alone."""
PUBLIC = "此件公开发布"


def outline_of(
    notice,
    *,
    office,
    draft: Draft | None = None,
    number: str = "",
    dated: date | None = None,
    printed_on: date | None = None,
    verify_url: str = "",
) -> OfficialDocument:
    """The document as it is printed. Raises ValueError with a Chinese sentence when its words cannot be read.

    ``notice``: title, content and settings are read from it, saved or not. ``draft`` not None: without number and verification code.
    ``dated``: 成文日期, the day of printing for a draft (its own day comes with the number).
    ``printed_on``: 印发日期, the day it is issued; ``dated`` unless given.
    """
    form = DocumentForm(notice.form)
    content = notice.content | {"note": _note(notice)} if notice.is_public else notice.content
    settings = {
        "form": form.value,
        "issuers": [office.full_name, *notice.joint_with],
        "mark_suffix": MARK_SUFFIX.get(form, ""),
        "serial": notice.serial,
        "urgency": notice.urgency,
        "signers": notice.signers if notice.direction == Direction.UP else [],
        "signing": notice.signing,
        "signatories": _signatories(notice, office),
        "dated": dated.isoformat() if dated else None,
        "has_addressees_at_end": form == DocumentForm.ORDER,
        "printed_by": office.full_name,
        "printed_on": (printed_on or dated).isoformat() if printed_on or dated else None,
        "is_single_sided": notice.is_single_sided,
        "is_preprinted": notice.is_preprinted,
    }
    return _marked(worded_document(notice.title, content, **settings), notice, draft, number, verify_url)


def _signatories(notice, office) -> list[dict]:
    """Minutes are not signed (GB/T 9704 10.3); an order is signed by a person, whose stamp the engine leaves room for."""
    if notice.form == DocumentForm.MINUTES:
        return []
    is_for_another = bool(notice.on_behalf_of) and notice.signing == SigningKind.SEALED
    own = {"name": office.full_name, "is_for_another": is_for_another}
    return [own, *({"name": name, "is_for_another": False} for name in notice.joint_with)]


def _note(notice) -> str:
    """附注 of what is published, behind the words of the drafter (GB/T 9704 7.3.6)."""
    written = str(notice.content.get("note") or "").strip()
    return written if PUBLIC in written else "；".join(part for part in (written, PUBLIC) if part)


def _marked(document, notice, draft: Draft | None, number: str, verify_url: str) -> OfficialDocument:
    if draft is not None:
        return replace(document, draft=draft)
    return replace(document, number=number, verify_code=notice.verify_code or "", verify_url=verify_url)
