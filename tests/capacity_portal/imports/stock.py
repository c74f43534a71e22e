"""A small kind of sheet over the thresholds of the back office: a name, an amount with a unit, a code that may be missing."""

from decimal import Decimal

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Compared, Comparison, Kind, Outcome, Outdated
from capacity_portal.lib.exports import CODE, NUMBER
from capacity_portal.lib.spreadsheets.cells.numbers import quantity
from capacity_portal.lib.spreadsheets.cells.words import text
from capacity_portal.lib.spreadsheets.columns import Column, Doubtful
from capacity_portal.organization.models import Threshold
from capacity_portal.organization.roles import Permission

NAME = "stock"


def _code(cell, unit):
    typed = text("编号", 20)(cell, unit)
    return typed or Doubtful(None, "no_code", "没有填写编号。")


COLUMNS = (
    Column("name", "名称", text("名称", 40), synonyms=("单位名称",), is_required=True, example="甲厂"),
    Column("amount", "产能", quantity("产能", "吨"), kind=NUMBER, unit="吨"),
    Column("code", "编号", _code, synonyms=("序列号",), kind=CODE),
)


def compare(context, checked) -> Comparison:
    on_file = {one.name: one for one in Threshold.objects.all()}
    rows = [_compared(one, on_file.get(one.values.get("name"))) for one in checked]
    stated = str(context.stated["amount"]) if "amount" in context.stated else None
    total = sum((one.values.get("amount") or Decimal(0) for one in checked), Decimal(0))
    return Comparison(rows, totals=[{"product": "产能", "unit": "吨", "stated": stated, "rows": str(total)}])


def _compared(one, known) -> Compared:
    name, amount = one.values.get("name") or "", one.values.get("amount")
    values = {"name": name, "amount": str(amount or 0)}
    if known is None:
        changes = [("产能", "", str(amount or 0))]
        return Compared(one.row, RowAction.NEW, name, values=values, changes=changes)
    same = known.value == (amount or 0)
    action = RowAction.UNCHANGED if same else RowAction.CHANGED
    changes = [] if same else [("产能", str(known.value.normalize()), str(amount))]
    return Compared(one.row, action, name, known.pk, 1, values, changes)


def store(*, rows, context, explanation, by, at, told, explanations) -> Outcome:
    done = 0
    for row in rows:
        if row.title == "有人先改":
            raise Outdated("台账已有变动。")
        if row.title == "写不进去":
            raise RuntimeError("planted")
        values = {"name": row.values["name"], "value": Decimal(row.values["amount"]), "unit": "吨"}
        Threshold.objects.update_or_create(code=f"stock-{row.title}"[:40], defaults=values)
        done += 1
        told(done)
    return Outcome(f"写入 {done} 行。", b"secret" if done > 5 else None, "once.txt")


STOCK = Kind(
    name=NAME,
    label="产能清单",
    noun="家",
    permission=Permission.EDIT_LEDGER,
    columns=lambda context: COLUMNS,
    compare=compare,
    store=store,
    list_url="dashboards:desk",
    notes=("演示说明",),
    describe=lambda rows: [[("产能", f"{row['amount']}吨")] for row in rows],
)
