"""Tips that came by telephone, letter or from above: entered by an officer, with scans that stay sealed."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.lib.uploads import UploadRefused
from tipoffs.models import Tip
from tipoffs.operations.receiving import digest_of, receive_tip
from tipoffs.operations.tip_files import attach, digest_of_sealed
from tipoffs.queries.receipts import Receipt
from tipoffs.rules.report import TipReport

MOST_SCANS = 9


class OtherContent(ValidationError):
    """The page was used before, for something else: neither its receipt nor its code belong to what stands there now."""

    def __init__(self, first: Tip):
        super().__init__(
            f"这张表已按第一次的内容录入，编号{first.label}，本次修改没有保存。如果是另一件举报，请重新选择扫描件，核对后再保存，另编新号；"
            "如果只是更正第一次的内容，请不要再保存，把更正的内容告知市级办公室的专管员。"
        )


@transaction.atomic
def enter_tip(*, report: TipReport, secret: str, scans: Sequence = (), by, at: datetime) -> Receipt:
    """Receive a tip with its scans (uploaded files), both or neither; the same ``secret`` with the same content gives the first receipt again.

    Raises OtherContent for the same ``secret`` with another content (of the sealed identity only whether there is one is compared),
    what ``receive_tip`` raises, ValidationError for ``scans``.
    """
    if len(scans) > MOST_SCANS:
        raise ValidationError({"scans": f"一次最多上传 {MOST_SCANS} 份扫描件，请合并成一个 PDF 后上传。"})
    receipt = receive_tip(report=report, secret=secret, by=by, at=at)
    if receipt.is_new:
        for scan in scans:
            try:
                attach(tip=receipt.tip, upload=scan, is_scan=True, at=at, by=by)
            except UploadRefused as refused:
                raise ValidationError({"scans": str(refused)}) from refused
    elif not _says_the_same(receipt.tip, report, scans, by, at):
        raise OtherContent(receipt.tip)
    return receipt


def _says_the_same(tip: Tip, report: TipReport, scans: Sequence, by, at: datetime) -> bool:
    if (tip.content_digest, tip.has_identity) != (digest_of(report, by=by, at=at), bool(report.identity)):
        return False
    kept = set(tip.files.filter(is_scan=True).values_list("sha256", flat=True))
    return {digest_of_sealed(scan) for scan in scans} <= kept
