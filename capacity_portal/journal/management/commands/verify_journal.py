"""manage.py verify_journal: was anything sealed changed since? Exit status 0 nothing found, 1 findings, 2 not possible."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from capacity_portal.journal.queries import Report, verification_report
from capacity_portal.journal.rules.heads import Head, NoHead, parse

_LONGEST_FILE = 10_000_000


def heads_of(argument: str) -> list[Head]:
    """Heads from ``NUMBER:HASH`` or from a file that holds any number of them. Raises NoHead, OSError."""
    try:
        return parse(argument)
    except NoHead:
        with Path(argument).open(encoding="utf-8", errors="replace") as file:
            return parse(file.read(_LONGEST_FILE))


class Command(BaseCommand):
    help = "核验留痕日志：逐块逐条比对封存的哈希，报告被修改、删除、调换、插入或截断的条目和块。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--head", metavar="文件|块号:哈希", help="导出并保存在系统以外的封存头；没有它只能证明日志自洽"
        )
        parser.add_argument("--drift", action="store_true", help="同时比对每条记录与日志所记是否一致")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args, head, drift, json, **options):
        try:
            heads = heads_of(head) if head else []
        except (NoHead, OSError, ValueError) as error:
            raise CommandError(f"封存头无法读取：{error}", returncode=2) from None
        report = verification_report(heads, with_drift=drift, told=self._silent if json else self._told)
        if json:
            self._write_json(report)
        else:
            self._write_summary(report)
        if report.found:
            sys.exit(1)

    def _silent(self, found) -> None:
        pass

    def _told(self, found) -> None:
        self.stdout.write(f"发现：{found.sentence}")

    def _write_json(self, report: Report) -> None:
        self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=2))

    def _write_summary(self, report: Report) -> None:
        self.stdout.write(report.summary)
        if not report.heads_given:
            self.stdout.write("未给出封存头（--head）：只能证明日志前后自洽，不能排除整体重做或尾部截断。")
        if report.head:
            self.stdout.write(f"当前封存头：{report.head.short}")
