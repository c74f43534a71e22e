"""The matrix of a document and its collected figures as tables for the page's files (.xlsx, .csv, PDF)."""

from datetime import date
from decimal import Decimal

from capacity_portal.lib.tables import Cell, Head, Row, Table, words
from reports.queries.matrix import Matrix, MatrixRow
from reports.rules.circular import Collected, sums
from reports.rules.ranking import RULE
from reports.rules.sending import ACTS, CASCADE, MEET, RECEIVE, RETURN, TASK

NONE = "—"
_WORDS = {CASCADE: "cascaded_text", MEET: "met_text", TASK: "tasked_text"}


def matrix_table(
    title: str, matrix: Matrix, today: date, *, only_overdue: bool = False, with_words: bool = True
) -> Table:
    """One row an addressee; what was not asked of it is a dash, what is missing says so."""
    heads = ["单位", "主送、抄送", *ACTS.values(), "反馈状态", "期限", "逾期工作日"]
    heads += ["逾期计算", "传达情况", "会议情况", "任务分解情况"] if with_words else []
    rows = matrix.overdue(today) if only_overdue else matrix.rows
    note = "；".join(f"{rate.label}{rate.done}/{rate.total}，{rate.percent}" for rate in matrix.rates)
    return Table(
        "matrix",
        title,
        tuple(Head(head, head == "逾期工作日") for head in heads),
        tuple(_row(row, len(heads)) for row in rows),
        None,
        note,
    )


def act_text(row: MatrixRow, act: str) -> str:
    """The day it was done, 未完成 where it is owed, a dash where it is not asked."""
    if act in row.standing.done:
        return row.standing.done[act].isoformat() + ("（补登）" if act in row.standing.backfilled else "")
    return "未完成" if act in row.standing.owed else NONE


def rank_table(collected: Collected) -> Table:
    rows = [
        Row((words(one.label), words(one.entrant.name), words(f"{one.entrant.done}/{len(one.entrant.standing.owed)}"),
             words(one.entrant.completion), words(one.entrant.punctuality)))
        for one in collected.placed
    ]  # fmt: skip
    heads = tuple(Head(head, False) for head in ("名次", "单位", "已办/应办", "完成率", "时效"))
    return Table("rank", "办理情况排名", heads, tuple(rows), None, RULE)


def figures_table(collected: Collected) -> Table | None:
    """Each unit's value of each figure and the sums; None where no figures were asked for."""
    if not collected.wanted:
        return None
    heads = (Head("单位", False), *(Head(figure.heading) for figure in collected.wanted))
    rows = [
        Row((words(one.name), *(_figure(one.figures.get(figure.key)) for figure in collected.wanted)))
        for one in collected.answers
    ]
    foot = Row((words("合计"), *(_figure(str(total)) for _, total, _ in sums(collected))))
    return Table("figures", "反馈数据汇总", heads, tuple(rows), foot if rows else None)


def _row(row: MatrixRow, columns: int) -> Row:
    recipient, late = row.recipient, row.late
    cells = (
        words(recipient.name), words("抄送" if recipient.is_copy else "主送"), *(words(act_text(row, act)) for act in (RECEIVE, CASCADE, MEET, TASK, RETURN)),
        words(row.written.get_state_display() if row.written else NONE), words(row.standing.due.isoformat() if row.standing.due else NONE),
        Cell(late.days, str(late.days)) if late else words(NONE), words(late.sentence if late else NONE),
        *(words(getattr(recipient, field) or NONE) for field in _WORDS.values()),
    )  # fmt: skip
    return Row(cells[:columns])


def _figure(value: str | None) -> Cell:
    return words(NONE) if value is None else Cell(Decimal(value), value)
