"""manage.py bootstrap_office 3608 --name 全称 --document-code 机关代字 --system 姓名 --security 姓名 --audit 姓名"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.lib.territory import TerritoryCodeError, normalise
from capacity_portal.organization import operations
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import RoleCode


class Command(BaseCommand):
    help = "建立领导小组办公室和首批三名管理员（系统、安全、审计），一次性密码只显示这一次。只能运行一次。"

    def add_arguments(self, parser):
        parser.add_argument("region", help="办公室所在地市的代码，例如 3608（先运行 load_divisions）")
        parser.add_argument("--name", required=True, help="办公室全称")
        parser.add_argument("--document-code", required=True, help="发文机关代字，例如 吉化解产能办字")
        parser.add_argument("--system", required=True, help="系统管理员姓名")
        parser.add_argument("--security", required=True, help="安全管理员姓名")
        parser.add_argument("--audit", required=True, help="审计员姓名")

    def handle(self, *, region, name, document_code, system, security, audit, **options):
        names = {RoleCode.SYSTEM_ADMIN: system, RoleCode.SECURITY_ADMIN: security, RoleCode.AUDITOR: audit}
        values = {"region": _region(region), "full_name": name, "document_code": document_code}
        try:
            opened = operations.bootstrap_office(values=values, names=names, at=timezone.now())
        except operations.AccountRefused as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write("已建立。下列一次性密码只显示这一次，首次登录须修改密码并启用动态口令：")
        for account in opened:
            label = account.officer.role_entry.label
            self.stdout.write(
                f"  {label}　{account.officer.name}　用户名 {account.officer.username}"
                f"　一次性密码 {account.one_time_password}"
            )


def _region(code: str) -> Region:
    try:
        return Region.objects.get(code=normalise(code))
    except (TerritoryCodeError, Region.DoesNotExist):
        raise CommandError(f"没有代码为 {code} 的地区，请先运行 manage.py load_divisions {code}。") from None
