"""Accounts (账户) by spreadsheet: opened with one-time passwords that come back once, edited, never given another role.

A sheet never carries passwords: a heading that speaks of them is refused before anything of the file is kept. The one-time
passwords are made after confirming. They stand hashed in the database, and readable in one .xlsx alone, the result of
the job, which its owner downloads once. Who loses it resets the passwords on the accounts' pages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.kinds.account_rows import MOST, TITLES, compare
from capacity_portal.imports.kinds.places import Places
from capacity_portal.imports.registry import Context, Kind, Outcome, Outdated, Staged
from capacity_portal.lib import exports
from capacity_portal.lib.spreadsheets.book import Cell, FileRefused
from capacity_portal.lib.spreadsheets.cells import choice, code, day, text
from capacity_portal.lib.spreadsheets.columns import Column, Fault
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.labels import normalise_heading
from capacity_portal.lib.typed_text import excerpt
from capacity_portal.organization import operations, queries
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import ROLES, Permission
from capacity_portal.organization.rules import telephones, user_names

_SECRETS = ("密码", "口令", "password", "passwd", "passcode", "pwd")
_read_name = code("用户名", 60)
_read_telephone = code("电话", telephones.LONGEST)


def _username(cell: Cell, unit: str = "") -> str | None:
    typed = _read_name(cell)
    if typed is None:
        return None
    key = user_names.username_key(typed)
    if not user_names.is_user_name(key):
        raise Fault(f"用户名{excerpt(typed)}不合规定。{user_names.ADVICE}")
    return key


def _telephone(cell: Cell, unit: str = "") -> str | None:
    typed = _read_telephone(cell)
    if typed is not None and not telephones.is_telephone(typed):
        raise Fault(f"电话{excerpt(typed)}填写有误，{telephones.ADVICE}")
    return typed


def columns(context: Context) -> Sequence[Column]:
    """``Kind.columns``; regions and units are those of today."""
    within = context.officer.region_code
    regions = Places(queries.places_for_accounts(within, context.today)).labels()
    units = tuple(dict.fromkeys(unit.name for unit in queries.units_for_accounts(within)))
    return [
        Column("username", TITLES["username"], _username, ("登录名", "账号", "账户", "账户名", "帐号"), True, exports.CODE,
               example="zhang.san", note=user_names.ADVICE, width=20),
        Column("name", TITLES["name"], text("姓名", 40), ("人员姓名", "使用人"), True, example="张三"),
        Column("role", TITLES["role"], choice("角色", {role.label: key for key, role in ROLES.items()}), ("账户角色", "岗位"), True,
               choices=tuple(role.label for role in ROLES.values() if not role.is_administrator), example="县市区经办",
               note="管理员账户不能用表格开立。已有账户须填现在的角色。", width=18),
        Column("region", TITLES["region"], code("所在地区", 60), ("地区", "地区代码", "所属地区", "辖区", "区划代码"), True,
               choices=regions, example="360802", note="名称或代码；乡镇前加县名。已有账户须填现在的地区。", width=24),
        Column("department", TITLES["department"], text("单位", 80), ("部门", "单位名称", "成员单位", "工作单位", "所在单位"),
               choices=units, note="成员单位的名称或简称，不属于成员单位的留空。", width=30),
        Column("telephone", TITLES["telephone"], _telephone, ("联系电话", "手机", "手机号", "手机号码", "办公电话"), kind=exports.CODE,
               example="0796-8220000"),
        Column("expires_on", TITLES["expires_on"], day("有效期至"), ("有效期", "到期日", "到期日期", "截止日期"), kind=exports.DATE,
               example="2026-12-31", note="借调、临时人员填写，过期自动不能登录。"),
    ]  # fmt: skip


def refuse_passwords(headings: Sequence[Heading]) -> None:
    """``Kind.check_headings``."""
    for heading in headings:
        name = normalise_heading(heading.label)
        if any(word in name for word in _SECRETS):
            raise FileRefused(
                f"表头{excerpt(heading.label)}像是密码：账户表格从不含密码。请删除这一列后重新上传；"
                "一次性密码由门户生成，入库后只交付一次。已写进表格的密码请不要再使用。"
            )


def passwords(
    rows: Iterable[Staged], told: Callable[[int], None] = lambda done: None
) -> dict[int, tuple[str, str]]:
    """``Kind.prepare``: one-time password and hash of every new account, by row."""
    return operations.one_time_passwords([row.number for row in rows if row.action == RowAction.NEW], told)


def store(
    *,
    rows: Iterable[Staged],
    context: Context,
    explanation: str,
    by: Officer,
    at: datetime,
    told: Callable[[int], None],
    prepared: Mapping[int, tuple[str, str]] | None = None,
    explanations: Mapping[str, str] | None = None,
) -> Outcome:
    """``Kind.store``."""
    rows = list(rows)
    made = passwords(rows, told) if prepared is None else prepared
    new = [row for row in rows if row.action == RowAction.NEW]
    edits = [row for row in rows if row.action == RowAction.CHANGED]
    try:
        officers = operations.import_accounts(
            new=[(_dated(row.values), made[row.number][1]) for row in new],
            edits=[_edit(row) for row in edits],
            by=by,
            at=at,
        )
    except (operations.ChangedMeanwhile, operations.AccountRefused) as changed:
        raise Outdated(str(changed)) from changed
    message = f"开立 {len(new):,} 个账户，修改 {len(edits):,} 个账户。"
    if not officers:
        return Outcome(message)
    content = _hand_out([(officer, made[row.number][0]) for officer, row in zip(officers, new, strict=True)])
    said = f"{message}一次性密码只能下载一次，请在“后台任务”中下载后当面交给本人。"
    return Outcome(said, content, f"一次性密码-{len(new)}个账户.xlsx")


def _edit(row: Staged) -> operations.AccountEdit:
    return operations.AccountEdit(row.target_id, _dated(row.values["before"]), _dated(row.values["after"]))


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    typed = values.get("expires_on")
    return {**values, "expires_on": date.fromisoformat(typed)} if typed else dict(values)


def _hand_out(opened: Sequence[tuple[Officer, str]]) -> bytes:
    titles = [
        exports.Column("用户名", exports.CODE),
        exports.Column("姓名"),
        exports.Column("地区"),
        exports.Column("一次性密码", exports.CODE),
    ]
    rows = [(officer.username, officer.name, officer.region.name, password) for officer, password in opened]
    book = BytesIO()
    exports.write_xlsx(book, titles, rows, title="一次性密码")
    return book.getvalue()


KIND = Kind(
    name="accounts",
    label="账户",
    noun="账户",
    permission=Permission.MANAGE_OFFICERS,
    columns=columns,
    compare=compare,
    store=store,
    list_url="organization:officers",
    asks_region=False,
    notes=(
        "表格从不含密码：新账户的一次性密码在入库后生成，以文件交付一次，首次登录须改密码。",
        "用户名已有的，只修改姓名、单位、电话和有效期；空白单元格不改动原有内容。角色或地区变更请在账户页面办理。",
        f"一次最多 {MOST:,} 个账户。管理员账户不能用表格开立。",
    ),
    prepare=passwords,
    check_headings=refuse_passwords,
)
