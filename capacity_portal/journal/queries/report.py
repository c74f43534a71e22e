"""One verification from start to end, as ``verify_journal`` and the auditor's button report it."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from capacity_portal.journal import health
from capacity_portal.journal.queries.chain import head
from capacity_portal.journal.queries.drifting import Drift, drift
from capacity_portal.journal.queries.verification import verify
from capacity_portal.journal.rules.heads import Head
from capacity_portal.journal.rules.verification import Finding, Walk

MOST = 10_000
"""Findings kept in a report; the rest is only counted."""


@dataclass
class Report:
    """``found`` counts everything, ``findings`` and ``drifts`` hold the first MOST."""

    walk: Walk = field(default_factory=Walk)
    head: Head | None = None
    heads_given: int = 0
    with_drift: bool = False
    found: int = 0
    findings: list[Finding] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)

    def add(self, kept: list, found) -> None:
        self.found += 1
        if len(kept) < MOST:
            kept.append(found)

    @property
    def summary(self) -> str:
        """One Chinese sentence."""
        walked = f"核验 {self.walk.blocks} 块、{self.walk.entries} 条，另有 {self.walk.unsealed} 条尚未封存；"
        return walked + (f"发现 {self.found} 处问题。" if self.found else "未发现问题。")

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "ok": not self.found,
            "found": self.found,
            "blocks": self.walk.blocks,
            "entries": self.walk.entries,
            "unsealed": self.walk.unsealed,
            "heads_given": self.heads_given,
            "with_drift": self.with_drift,
            "head": self.head and {"number": self.head.number, "hash": self.head.hash},
            "findings": [asdict(finding) for finding in self.findings],
            "drift": [
                {name: value for name, value in asdict(found).items() if name != "fields"}
                for found in self.drifts
            ],
        }


def verification_report(
    heads: Iterable[Head] = (),
    *,
    with_drift: bool = False,
    told: Callable[[Finding | Drift], Any] = lambda found: None,
    passed: Callable[[float], Any] = lambda share: None,
) -> Report:
    """Verify chain, triggers and, if wanted, drift. ``told`` hears of every finding at once, ``passed`` which share of the
    blocks (0 to 1) is done."""
    heads = list(heads)
    report = Report(head=head(), heads_given=len(heads), with_drift=with_drift)
    for name in health.missing_triggers():
        missing = Finding("trigger_missing", f"数据库触发器 {name} 缺失或被改动，日志目前可以被修改。")
        report.add(report.findings, missing)
        told(missing)
    for finding in verify(heads, report.walk, passed):
        report.add(report.findings, finding)
        told(finding)
    for found in drift() if with_drift else ():
        report.add(report.drifts, found)
        told(found)
    return report
