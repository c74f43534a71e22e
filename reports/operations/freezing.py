"""生成印发件: the pages of an issued document, made once from its frozen words, kept with their digest and never made anew."""

import logging
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typesetting import RenderedPdf
from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.lib.workflow import StepRefused
from reports.choices import OUT_STATES
from reports.models import Notice
from tipoffs.operations import file_store

log = logging.getLogger(__name__)


def freeze(*, notice: Notice, at: datetime) -> Notice:
    """Make and keep the copy of an issued document; done before: nothing happens. May be repeated after a kill at any place.

    The bytes are on the disk, under a name that follows from the document, before the row says so. Raises StepRefused (not issued),
    typesetting.RenderFailed.
    """
    if notice.pdf_sha256:
        return notice
    if notice.state not in OUT_STATES:
        raise StepRefused("文件编号印发后才能生成印发件。")
    rendered = rendered_again(notice)
    name = f"reports/issued/{notice.dated:%Y}/{notice.uuid}.pdf"
    file_store.write(name, rendered.content)
    return _kept(notice, name, rendered, at)


def rendered_again(notice: Notice) -> RenderedPdf:
    """The pages of the frozen words; equal words give equal bytes. Raises typesetting.RenderFailed."""
    return print_document(storing.from_json(notice.frozen))


def freeze_quietly(*, notice: Notice, at: datetime) -> bool:
    """Right after the issue: a copy that cannot be made now, for whatever reason, is made by the regular work. Whether it was."""
    try:
        freeze(notice=notice, at=at)
    except Exception:  # whatever is wrong with one must not keep the others waiting; the log has it
        log.exception("the copy of document %s could not be made", notice.pk)
        return False
    return True


@transaction.atomic
def _kept(notice: Notice, name: str, rendered: RenderedPdf, at: datetime) -> Notice:
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if current.pdf_sha256:  # its twin was faster, with the same bytes
        return current
    with journal.recording(current, step="freeze", by=None, at=at):
        current.pdf.name, current.pages = name, rendered.pages
        current.pdf_sha256 = sha256(rendered.content).hexdigest()
        current.save(update_fields=["pdf", "pdf_sha256", "pages"])
    return current
