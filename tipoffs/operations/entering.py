"""Tips that came by telephone, letter or from above: entered by an officer, with scans that stay sealed."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.lib.uploads import UploadRefused
from tipoffs.operations.receiving import receive_tip
from tipoffs.operations.tip_files import attach
from tipoffs.queries.receipts import Receipt
from tipoffs.rules.report import TipReport

MOST_SCANS = 9


@transaction.atomic
def enter_tip(*, report: TipReport, secret: str, scans: Sequence = (), by, at: datetime) -> Receipt:
    """Receive a tip with its scans (uploaded files), both or neither; the same ``secret`` gives the first receipt again.

    Raises what ``receive_tip`` raises, ValidationError for ``scans``.
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
    return receipt
