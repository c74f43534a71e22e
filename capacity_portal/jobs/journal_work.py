"""Background work of the journal: sealing every minute, and the auditor's verification with its findings as a text file."""

from datetime import datetime

from django.utils import timezone

from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.journal import operations, queries
from capacity_portal.journal.rules.heads import Head, NoHead, parse

VERIFY, DRIFT = "journal.verify", "journal.drift"
_SHOWN = 200
"""Findings kept with the job for its page; the file has them all (up to ``queries.MOST``)."""


def seal(at: datetime) -> int:
    """Regular work."""
    return operations.seal(at=at)


def verify(job, progress) -> JobResult:
    """Seal what is unsealed, then verify everything; ``parameters["head"]`` may hold a head kept outside."""
    heads = _heads(job.parameters.get("head", ""))
    progress(5, "正在封存尚未封存的条目")
    operations.seal(at=timezone.now())
    report = queries.verification_report(
        heads, passed=lambda share: progress(10 + 89 * share, "正在核验封存块和条目")
    )
    return _result(report, "日志核验报告")


def compare(job, progress) -> JobResult:
    """The same with every followed record compared with what its entries say."""
    heads = _heads(job.parameters.get("head", ""))
    report = queries.verification_report(
        heads,
        with_drift=True,
        passed=lambda share: progress(5 + 45 * share, "正在核验日志，随后逐条比对记录"),
    )
    return _result(report, "记录比对报告")


def _heads(text: str) -> list[Head]:
    try:
        return parse(text) if text else []
    except NoHead as error:
        raise JobFailed(str(error)) from None


def _result(report: queries.Report, title: str) -> JobResult:
    now = timezone.localtime()
    sentences = [found.sentence for found in (*report.findings, *report.drifts)]
    lines = [
        title,
        f"核验时间：{now:%Y年%m月%d日 %H:%M}",
        report.summary,
        f"核验所用的外存封存头：{report.heads_given} 个",
        f"当前封存头：{report.head.short}" if report.head else "日志尚未封存。",
        "",
        *sentences,
    ]
    return JobResult(
        content=("\ufeff" + "\r\n".join(lines) + "\r\n").encode(),
        name=f"{title}{now:%Y%m%d%H%M}.txt",
        message=report.summary,
        report={
            "found": report.found,
            "sentences": sentences[:_SHOWN],
            "head": report.head.short if report.head else "",
        },
    )
