"""What everybody who holds a document's code may know of it: number, title, day, issuer, state, digests; never its words."""

from dataclasses import dataclass
from datetime import date

from reports.choices import OUT_STATES, NoticeState
from reports.models import Notice
from reports.rules.verify_codes import grouped, typed_code

_SAID = {
    NoticeState.ISSUED: ("现行有效", "good"),
    NoticeState.REPLACED: ("已被代替", "warn"),
    NoticeState.WITHDRAWN: ("已废止", "bad"),
}
_SHOWN = ("state", "dated", "frozen", "title", "pages", "pdf", "pdf_sha256", "scan", "scan_type", "scan_sha256", "is_public", "verify_code",
          "ended_at", "replaced_by", "tip")  # fmt: skip


@dataclass(frozen=True)
class Verified:
    """An issued document as its reader sees it. ``replaced_by``: number of the document in its place, "" for none."""

    notice: Notice
    state_label: str
    state_kind: str
    number: str
    title: str
    issuers: str
    dated: date
    code: str
    replaced_by: str

    @property
    def has_scan(self) -> bool:
        return bool(self.notice.scan_sha256)

    @property
    def may_be_read(self) -> bool:
        """公开发布 and in force, with its copy made."""
        return (
            self.notice.is_public and self.notice.state == NoticeState.ISSUED and bool(self.notice.pdf_sha256)
        )


def find_verified(code_typed: str) -> Verified | None:
    """The issued document with this code; None for none, or what cannot be a code."""
    code = typed_code(code_typed)
    rows = Notice.objects.filter(verify_code=code, state__in=OUT_STATES).only(*_SHOWN)
    notice = rows.first() if code else None
    if notice is None:
        return None
    label, kind = _SAID[NoticeState(notice.state)]
    other = Notice.objects.filter(pk=notice.replaced_by_id).values_list("frozen__number", flat=True).first()
    return Verified(
        notice, label, kind, notice.frozen.get("number", ""), notice.title, "、".join(notice.frozen.get("issuers", [])),
        notice.dated, grouped(code), other or "",
    )  # fmt: skip


def compared(verified: Verified, digest: str) -> tuple[str, str]:
    """(kind of message, sentence) about an uploaded file with this SHA-256, 64 hex characters."""
    notice = verified.notice
    if notice.scan_sha256 and digest == notice.scan_sha256:
        return "success", "一致：您上传的文件与本单位保存的盖章扫描件（权威版本）逐字节相同。"
    if notice.pdf_sha256 and digest == notice.pdf_sha256:
        if notice.scan_sha256:
            return "success", "一致：您上传的文件与印发时的电子件逐字节相同；这份文件以盖章扫描件为准。"
        return "success", "一致：您上传的文件与印发时的电子件逐字节相同。"
    return (
        "bad",
        "不一致：您上传的文件与保存的文件不同，可能被改动、重新另存或是另外扫描的；请以持有的盖章原件为准，或向发文单位核实。",
    )
