"""The receipt of what was submitted before, and whether a tip still says what was received."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from capacity_portal.journal.models import Entry
from tipoffs.models import Tip, TipFile
from tipoffs.rules import receipt


@dataclass(frozen=True)
class Receipt:
    """``code``: 16 characters without separators, to be shown once; ``is_new`` is False for a retry."""

    tip: Tip
    code: str
    is_new: bool


def pepper() -> bytes:
    return settings.TIPOFF_PEPPER.encode()


def receipt_for(secret: str) -> Receipt | None:
    """The receipt that was given for this secret of a form, None when nothing was received with it."""
    found = Tip.objects.filter(submission_digest=receipt.submission_digest(secret, pepper()))
    if (
        not found.exists()
    ):  # the usual answer, asked for three times on the way of a tip: without its 48 columns
        return None
    return Receipt(found.get(), receipt.code_from(secret, pepper()), is_new=False)


def content_digest_of(tip: Tip) -> str:
    """HMAC of what was reported, as it stands now; the one of the receipt is in ``tip.content_digest`` and in the journal."""
    place = tip.place.code if tip.place_id else ""
    parts = [tip.kind, place, tip.place_text, tip.firm_name, tip.text, tip.seen_text, tip.daytime]
    parts += [tip.channel, tip.source_number, _day(tip.received_on)]
    return receipt.content_digest(parts, pepper())


def trace_of(file: TipFile) -> str:
    """What the journal says of a file: its place and an HMAC of the digest of its bytes (of a plain one whoever has the same picture
    would learn that it was sent)."""
    return f"第 {file.position} 份材料，校验值 {receipt.content_digest([file.sha256], pepper())}"


def departing_files(tip: Tip) -> list[str]:
    """Sentences: files the journal does not know as they stand, files it knows that are gone."""
    told = Entry.objects.filter(file_key=f"tip:{tip.pk}", subject="tip", step__in=["evidence", "attach"])
    known = set(told.values_list("note", flat=True))
    found = {trace_of(file) for file in tip.files.all()}
    return [f"{note}：日志中没有。" for note in sorted(found - known)] + [
        f"{note}：日志中有，现在没有。" for note in sorted(known - found)
    ]


def _day(day: date) -> str:
    return day.isoformat()
