"""manage.py import_ledger FILE --region CODE --by USER [--sheet NAME] [--map 'header=field' ...] [--explain TEXT] [--dry-run] [--json]"""

import json
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.imports.at_once import Asked, Trip, take_in
from capacity_portal.imports.operations.uploading import limits_for
from capacity_portal.imports.registry import Outdated, find
from capacity_portal.lib.spreadsheets.book import FileRefused
from capacity_portal.lib.spreadsheets.findings import LEVEL_LABELS
from capacity_portal.lib.spreadsheets.map_options import MapError, parse_map_option
from capacity_portal.lib.territory import TerritoryCodeError, normalise
from capacity_portal.organization.models import Officer, Region

OPEN, REFUSED = 1, 2
_TOLD = 50


class Command(BaseCommand):
    help = "导入企业台账（.xlsx、.xls、.csv）：全部入库或一行也不入。退出码：0 已入库或可入库，1 有待确认、待说明或待改正，2 文件不能读取。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="表格文件")
        parser.add_argument("--region", required=True, help="所在地区不明的企业归入的地区代码")
        parser.add_argument("--by", required=True, help="导入人的用户名，权限和辖区以其账户为准")
        parser.add_argument("--sheet", default="", help="工作表名称；不写则取第一张有表头的")
        parser.add_argument(
            "--map", action="append", default=[], metavar="表头=字段", help="指定某一列，可写多次"
        )
        parser.add_argument("--explain", default="", help="对需说明的情况的说明，记入日志")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不入库")
        parser.add_argument("--json", action="store_true", help="结果以 JSON 输出")

    def handle(self, *, file, region, by, **options):
        try:
            officer = _officer(by)
            asked = _asked(file, region, officer, options)
            trip = take_in(asked, by=officer, at=timezone.now())
        except (
            FileRefused,
            MapError,
            Outdated,
            PermissionDenied,
            TerritoryCodeError,
            ValidationError,
        ) as error:
            raise CommandError(_sentence(error), returncode=REFUSED) from error
        if options["json"]:
            self.stdout.write(json.dumps(trip.report(), ensure_ascii=False))
        else:
            self._tell(trip)
        if not trip.is_fine:
            raise CommandError("".join(trip.blockers), returncode=OPEN)

    def _tell(self, trip: Trip) -> None:
        counts = trip.understood.counts()
        new, changed, unchanged = counts["new"], counts["changed"], counts["unchanged"]
        self.stdout.write(f"共 {counts['rows']} 行：新增 {new}，变更 {changed}，无变化 {unchanged}。")
        for finding in trip.understood.findings[:_TOLD]:
            where = f"第 {finding.row} 行 {finding.column}：" if finding.row else ""
            self.stdout.write(f"[{LEVEL_LABELS[finding.level]}] {where}{finding.message}")
        if (more := len(trip.understood.findings) - _TOLD) > 0:
            self.stdout.write(f"另有 {more} 处，用 --json 查看全部。")
        if trip.outcome:
            self.stdout.write(trip.outcome.message)


def _officer(username: str) -> Officer:
    found = Officer.objects.filter(username=username, is_active=True).select_related("region").first()
    if found is None:
        raise CommandError(f"没有用户名为“{username}”的在用账户，请核对 --by。", returncode=REFUSED)
    return found


def _asked(file: Path, region: str, officer: Officer, options) -> Asked:
    code = normalise(region)
    if not Region.objects.filter(code=code).exists():
        raise CommandError(f"没有代码为“{region}”的地区，请核对 --region。", returncode=REFUSED)
    return Asked(
        find("ledger"),
        _content(file, officer),
        file.name,
        code,
        sheet=options["sheet"],
        options=[parse_map_option(text) for text in options["map"]],
        explanation=options["explain"],
        is_dry_run=options["dry_run"],
    )


def _content(file: Path, officer: Officer) -> bytes:
    """At most one byte more than may be read: what is too long is refused by its length."""
    try:
        with file.open("rb") as source:
            return source.read(limits_for(officer).most_bytes + 1)
    except OSError as error:
        raise CommandError(f"读不到文件 {file}，请核对路径和权限。", returncode=REFUSED) from error


def _sentence(error: Exception) -> str:
    return "".join(error.messages) if isinstance(error, ValidationError) else str(error)
