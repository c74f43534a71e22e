"""Rows of a sheet of visits beside the month's list: the same checks as at the form, told cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Compared, Comparison, Context
from capacity_portal.lib import months
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.typed_text import excerpt, squeeze
from inspections.choices import AnswerKind, Outcome, VisitSource, VisitState
from inspections.models import Duty, Visit
from inspections.operations.many_visits import tasks_for
from inspections.queries.colleagues import bearing, namesakes
from inspections.queries.scope import duties_visible_to
from inspections.rules.entry import all_normal
from inspections.rules.reports import Inspector, VisitReport
from inspections.rules.visits import Task, check

ANSWER = "answer:"
MOST = 5_000
PREFILLED = ("title", "credit_code", "cell", "is_formal")
"""Columns that ``visit_prefill`` fills in: a row with nothing else was not visited."""
TITLES = {
    "title": "企业（网格）名称", "credit_code": "统一社会信用代码", "cell": "网格", "visited_on": "排查日期", "arrived": "到达时间",
    "outcome": "排查结果", "reason": "原因", "inspectors": "检查人员", "is_formal": "正式检查", "is_normal": "各项正常", "remarks": "备注",
}  # fmt: skip
_COLUMN_OF = {"outcome_reason": "reason", "backfill_reason": "reason", "findings": "outcome"}
_ATTEMPTS = (Outcome.REFUSED, Outcome.NO_ENTRY)
_YES, _NO = frozenset({"是", "有", "√", "yes"}), frozenset({"否", "无", "没有", "×", "no"})
_SAME = frozenset({"同上次", "与上次一致", "与上月一致", "同上月"})


def compare(context: Context, checked: Sequence[Checked]) -> Comparison:
    """``Kind.compare``: some ten queries, however many rows."""
    if len(checked) > MOST:
        message = f"表中有 {len(checked):,} 行，一次最多 {MOST:,} 条排查记录，请分成几个文件上传。"
        found = [Finding(Level.ERROR, "too_many", message, sheet=context.sheet)]
        return Comparison([Compared(one.row, RowAction.BLOCKED) for one in checked], found)
    rows = _Rows(context, checked)
    return Comparison([rows.compared(one) for one in checked])


class _Wrong(ValueError):
    """What is wrong with the column ``key`` of a row."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


class _Rows:
    """The duties that the rows of one file may be about, and what each asks."""

    def __init__(self, context: Context, checked: Sequence[Checked]) -> None:
        self.context = context
        self.duties = _duties(context.officer, checked)
        every = [duty for duties in self.duties.values() for duty in duties]
        self.tasks = tasks_for(every)
        self.visited = set(
            Visit.objects.filter(duty__in=[duty.pk for duty in every], state=VisitState.RECORDED)
            .values_list("duty", "visited_on")
        )  # fmt: skip
        self.alike = namesakes(
            [name for one in checked for name in _names(one.values.get("inspectors") or "")]
        )
        self.seen: dict[tuple[int, date], int] = {}

    def compared(self, one: Checked) -> Compared:
        values = one.values
        row = Compared(one.row, RowAction.BLOCKED, title=f"{values.get('title') or ''}")
        if row.title and all(value is None for key, value in values.items() if key not in PREFILLED):
            one.findings.clear()  # what is missing is no fault in a row that nobody has filled in
            row.action, row.title = RowAction.UNCHANGED, f"{row.title}没有填写"
            return row
        if any(values.get(key) is None for key in ("title", "visited_on", "outcome", "inspectors")):
            return row
        try:
            duty = self._duty(values)
            self._once(duty, values["visited_on"], one.row)
            self._settle(row, one, duty)
        except _Wrong as wrong:
            row.findings = [self._finding(one, Level.ERROR, wrong.key, str(wrong))]
        return row

    def _settle(self, row: Compared, one: Checked, duty: Duty) -> None:
        day = one.values["visited_on"]
        row.title = f"{duty.title}（{day}）"
        if (duty.pk, day) in self.visited:
            row.action, row.title = RowAction.UNCHANGED, f"{row.title}已登记"
            return
        task = self.tasks[duty.pk]
        stored = _stored(duty, one.values, task) | {"accounts": self._accounts(duty, one.values)}
        report = report_of(stored)
        found = check(report, task, now=datetime.combine(self.context.today, time(23, 59)))
        row.findings = [
            self._finding(one, Level.ERROR, _column(name), "".join(sentences))
            for name, sentences in found.errors.items()
        ]
        row.findings += [self._finding(one, Level.EXPLAIN, "title", doubt) for doubt in found.doubts]
        row.values = stored
        row.action = RowAction.BLOCKED if found.errors else RowAction.NEW

    def _accounts(self, duty: Duty, values: Mapping[str, Any]) -> dict[str, int]:
        """Numbers of the accounts that typed names stand for; whoever uploads stands for his own name."""
        found = {}
        for name in _names(values["inspectors"]):
            alike = bearing(name, duty, self.alike)
            own = [one for one in alike if one.pk == self.context.officer.pk]
            if len(own or alike) > 1:
                message = f"本地区叫{excerpt(name)}的账户有 {len(alike)} 个，请用排查表单登记，选择是哪一个。"
                raise _Wrong("inspectors", message)
            if alike:
                found[name] = (own or alike)[0].pk
        return found

    def _duty(self, values: Mapping[str, Any]) -> Duty:
        day, title = values["visited_on"], squeeze(values["title"])
        if day > self.context.today:
            raise _Wrong("visited_on", f"排查日期 {day} 晚于今天，请填写实际排查的日期。")
        period = months.month_of(day)
        found = [duty for duty in self.duties.get(title, ()) if duty.period == period]
        if wanted := values.get("credit_code"):
            found = [duty for duty in found if duty.enterprise and duty.enterprise.credit_code == wanted]
        if wanted := values.get("cell"):
            found = [
                duty for duty in found if squeeze(duty.cell_name or duty.title) == squeeze(wanted)
            ] or found
        if not found:
            message = f"{excerpt(values['title'])}不在{months.label(period)}您负责的清单上，请核对名称、代码和排查日期。"
            raise _Wrong("title", message)
        if len(found) > 1:
            message = f"叫{excerpt(values['title'])}的有 {len(found)} 家，请填写统一社会信用代码或网格。"
            raise _Wrong("title", message)
        if found[0].round.is_closed:
            raise _Wrong("visited_on", f"{months.label(period)}已关账，不能再登记排查。")
        return found[0]

    def _once(self, duty: Duty, day: date, number: int) -> None:
        first = self.seen.setdefault((duty.pk, day), number)
        if first != number:
            raise _Wrong("title", f"{duty.title}在 {day} 的排查与第 {first} 行重复，请删除其中一行。")

    def _finding(self, one: Checked, level: Level, key: str, message: str) -> Finding:
        where, value = self.context.mapped.get(key), one.values.get(key)
        return Finding(
            level,
            "doubt" if level == Level.EXPLAIN else "conflict",
            message,
            sheet=self.context.sheet,
            row=one.row,
            place=where.place if where else None,
            column=where.label if where else TITLES.get(key, ""),
            value="" if value is None else str(value),
        )


def _duties(officer, checked: Sequence[Checked]) -> dict[str, list[Duty]]:
    """Duties in force that the rows may mean, by their name made comparable."""
    periods = {months.month_of(day) for one in checked if (day := one.values.get("visited_on"))}
    names = {name for one in checked if (name := one.values.get("title"))}
    codes = {code for one in checked if (code := one.values.get("credit_code"))}
    rows = duties_visible_to(officer).in_force().filter(period__in=periods)
    rows = rows.filter(Q(title__in=names) | Q(enterprise__credit_code__in=codes))
    found: dict[str, list[Duty]] = {}
    for duty in rows.select_related("round", "enterprise").order_by("id"):
        found.setdefault(squeeze(duty.title), []).append(duty)
    return found


def _column(name: str) -> str:
    code = name.removeprefix("answers.")
    return ANSWER + code if code != name else _COLUMN_OF.get(name, name)


def _stored(duty: Duty, values: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """The row as JSON, for ``report_of``."""
    arrived = values.get("arrived")
    return {
        "duty": duty.pk,
        "client_id": str(uuid4()),
        "visited_on": values["visited_on"].isoformat(),
        "arrived": arrived.isoformat() if arrived else "",
        "outcome": values["outcome"],
        "reason": values.get("reason") or "",
        "inspectors": list(_names(values["inspectors"])),
        "is_formal": bool(values.get("is_formal")),
        "remarks": values.get("remarks") or "",
        "answers": _answers(values, task),
    }


def _names(typed: str) -> Iterator[str]:
    for separator in "，,；;/ \n":
        typed = typed.replace(separator, "、")
    return (name for name in typed.split("、") if name)


def _answers(values: Mapping[str, Any], task: Task) -> dict[str, dict]:
    found = all_normal(task.items, task.previous) if values.get("is_normal") else {}
    for item in task.items:
        typed = values.get(ANSWER + item.code)
        if typed in _SAME:
            found[item.code] = {"value": "", "same": True}
        elif typed is not None:
            found[item.code] = {"value": _value(str(typed), item.kind)}
    return found


def _value(typed: str, kind: str) -> str:
    if kind != AnswerKind.YES_NO:
        return typed
    return "yes" if typed.lower() in _YES else "no" if typed.lower() in _NO else typed


def report_of(stored: Mapping[str, Any]) -> VisitReport:
    """The visit of a staged row; doubts were explained before it is confirmed."""
    is_attempt = stored["outcome"] in _ATTEMPTS
    people = (Inspector(name, officer_id=stored["accounts"].get(name)) for name in stored["inspectors"])
    return VisitReport(
        client_id=UUID(stored["client_id"]),
        visited_on=date.fromisoformat(stored["visited_on"]),
        arrived=time.fromisoformat(stored["arrived"]) if stored["arrived"] else None,
        outcome=stored["outcome"],
        answers=stored["answers"],
        outcome_reason=stored["reason"] if is_attempt else "",
        backfill_reason=stored["reason"],
        is_formal=stored["is_formal"],
        remarks=stored["remarks"],
        inspectors=tuple(people),
        source=VisitSource.SHEET,
        doubts_accepted=True,
    )
