"""The draft of a 通报 from the collected returns: who is where, the rates, the sums with each unit's value, who did not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from capacity_portal.lib.dates import label
from capacity_portal.lib.form_fields import plain_number
from reports.rules.ranking import RULE, Placed
from reports.rules.return_figures import Wanted
from reports.rules.sending import Rate

NOBODY = "截至目前，没有收到任何单位的书面反馈。"


@dataclass(frozen=True)
class Answer:
    """One unit's values by key."""

    name: str
    figures: Mapping[str, str]


@dataclass(frozen=True)
class Collected:
    """What came back on a document titled ``title`` with ``number`` by ``today``.

    ``answers``: of those whose return has come, in the order of the document; ``silent``: names of those who owe one;
    ``copied``: how many addressees owe nothing.
    """

    title: str
    number: str
    today: date
    placed: Sequence[Placed]
    rates: Sequence[Rate]
    wanted: Sequence[Wanted]
    answers: Sequence[Answer]
    silent: Sequence[str]
    wants_return: bool = True


def sums(collected: Collected) -> list[tuple[Wanted, Decimal, int]]:
    """For each figure its sum and how many gave a value. Each key is a figure of its own, so units of measure never mix."""
    rows = []
    for figure in collected.wanted:
        values = [Decimal(one.figures[figure.key]) for one in collected.answers if figure.key in one.figures]
        rows.append((figure, sum(values, Decimal(0)), len(values)))
    return rows


def circular_content(collected: Collected) -> dict:
    """The words as JSON of ``official.storing``: sections, and the table of ranks and of figures as attachments."""
    blocks = [
        _paragraph(
            f"《{collected.title}》（{collected.number}）印发后，各有关单位办理情况如下（截至{label(collected.today)}）："
        ),
        _section("总体情况"),
        _paragraph(overall_sentence(collected)),
        *_of_figures(collected),
        _section("办理情况排名"),
        _paragraph(ranking_sentence(collected)),
        _section("未反馈的单位"),
        _paragraph(silent_sentence(collected)),
        _section("下一步要求"),
        _paragraph("尚未完成的单位要查明原因，抓紧办理；已经完成的单位要巩固成果。"),
    ]
    return {"blocks": blocks, "attachments": attachments(collected)}


def overall_sentence(collected: Collected) -> str:
    told = [
        f"{rate.label}{rate.done}个，应{rate.label}{rate.total}个，占{rate.percent}"
        for rate in collected.rates
    ]
    words = f"{'；'.join(told)}。" if told else "这份文件没有要求办理的事项。"
    return words + (NOBODY if collected.wants_return and not collected.answers else "")


def ranking_sentence(collected: Collected) -> str:
    if not collected.placed:
        return "没有应办理的单位，不作排名。"
    first = [one.entrant.name for one in collected.placed if one.place == 1]
    tie = f"{'、'.join(first[:10])}{'等' if len(first) > 10 else ''}{f'{len(first)}个单位并列' if len(first) > 1 else ''}排名第一"
    return f"排名办法：{RULE}按此办法，{tie}，全部排名见附件1。"


def silent_sentence(collected: Collected) -> str:
    if not collected.wants_return:
        return "这份文件不要求书面反馈。"
    if not collected.silent:
        return "应反馈的单位全部报送了书面反馈。"
    return f"{'、'.join(collected.silent)}，共{len(collected.silent)}个单位没有报送书面反馈（含退回后尚未重报的）。"


def figure_sentence(figure: Wanted, total: Decimal, count: int, of: int) -> str:
    """``排查企业：12个单位填报，合计345家（2个单位未填）。``"""
    missing = f"（{of - count}个单位未填）" if of > count else ""
    return f"{figure.label}：{count}个单位填报，合计{plain_number(total)}{figure.unit}{missing}。"


def attachments(collected: Collected) -> list[dict]:
    rows = [
        [
            one.label,
            one.entrant.name,
            f"{one.entrant.done}/{len(one.entrant.standing.owed)}",
            one.entrant.completion,
            one.entrant.punctuality,
        ]
        for one in collected.placed
    ]
    heads = [
        ("名次", 6, "center"),
        ("单位", 0, "left"),
        ("已办/应办", 5, "center"),
        ("完成率", 4, "right"),
        ("时效", 8, "center"),
    ]
    found = [{"title": "办理情况排名表", "blocks": [_table(heads, rows)]}] if rows else []
    if collected.wanted and collected.answers:
        found.append(
            {
                "title": "反馈数据汇总表",
                "blocks": [_figure_table(collected)],
                "is_landscape": len(collected.wanted) > 4,
            }
        )
    return found


def _of_figures(collected: Collected) -> list[dict]:
    if not collected.wanted or not collected.answers:
        return []
    of = len(collected.answers)
    return [_section("数据情况"), *(_paragraph(figure_sentence(*row, of)) for row in sums(collected))]


def _figure_table(collected: Collected) -> dict:
    heads = [("单位", 0, "left"), *((figure.heading, 0, "right") for figure in collected.wanted)]
    rows = [
        [one.name, *(one.figures.get(figure.key, "—") for figure in collected.wanted)]
        for one in collected.answers
    ]
    return _table(heads, [*rows, ["合计", *(plain_number(total) for _, total, _ in sums(collected))]])


def _table(heads: Sequence[tuple[str, int, str]], rows: list[list[str]]) -> dict:
    columns = [{"title": title, "width": width, "align": align} for title, width, align in heads]
    return {"kind": "table", "title": "", "columns": columns, "rows": rows}


def _section(heading: str) -> dict:
    return {"kind": "section", "level": 1, "heading": heading, "text": ""}


def _paragraph(text: str) -> dict:
    return {"kind": "paragraph", "text": text}
