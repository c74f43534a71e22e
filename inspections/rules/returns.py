"""What keeps a county from signing its return, and what stands beside a statement of "nothing" (零报告).

"走过场…马虎应付" and counties that report nothing while "白天搞铸造、晚上搞钢坯" (吉化解产能办字): a 零报告 is a signed
statement with its denominators, refused while a key enterprise is unvisited or anything was found, flagged while anything is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_NAMED = 5


@dataclass(frozen=True)
class Standing:
    """What the records say of a county's month; the names are of enterprises, cells and findings.

    ``unexplained``: duties neither covered nor excused for which the county gave no reason; ``explained``: those with one;
    ``unvisited_key``: key and closed enterprises (重点监管、回头看), as frozen or as marked since, without a visit that counts,
    an accepted excuse included; ``marked``: those marked since the list was frozen, visited as ordinary ones; ``revived``:
    enterprises that the ledger suspects of producing again (疑似复产);
    ``sent_back``: visits sent back and not made again; ``unconfirmed``: formal checks whose named officers have not confirmed;
    ``unassigned``: findings of the month without a responsible unit or person; ``found``, ``open_before``: findings of the
    month, and earlier ones not closed; ``problem_visits``: visits of the month that report a problem; ``flags``: sentences of
    other apps. Each tuple holds a name for every row.
    """

    visits_due_on: date
    has_text: bool = True
    unexplained: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    unvisited_key: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    sent_back: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    unassigned: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    open_before: tuple[str, ...] = ()
    problem_visits: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def blockers(standing: Standing, *, is_zero: bool, today: date) -> list[str]:
    """One sentence for each thing that must be mended before the return, or the 零报告, can be signed."""
    found = _of_every_return(standing)
    if not is_zero:
        found += _too_early(standing, today)
        return found if standing.has_text else [*found, "“本月工作情况”还没有填写，请写明后再签报。"]
    return found + _of_zero(standing, today)


def contradictions(standing: Standing) -> list[str]:
    """Why a 零报告 that was signed does not hold (any more), without regard to the day."""
    key, found, problems = standing.unvisited_key, standing.found, standing.problem_visits
    revived = standing.revived
    sentences = [
        (
            key,
            f"有{len(key)}家重点监管、回头看企业本月没有查到（{named(key)}），不能作零报告，请先完成排查。",
        ),
        (
            revived,
            f"有{len(revived)}家企业在台账中为“疑似复产”（{named(revived)}），不能作零报告，请查实后改报监管月报。",
        ),
        (found, f"本月发现{len(found)}个问题（{named(found)}），不能作零报告，请改报监管月报。"),
        (
            problems,
            f"有{len(problems)}条排查记录的结果为“发现问题”（{named(problems)}），不能作零报告，请核对。",
        ),
    ]
    return [sentence for rows, sentence in sentences if rows]


def zero_flags(standing: Standing) -> list[str]:
    """What a 零报告 must not hide: printed on it, shown wherever it is shown."""
    before, explained, marked = standing.open_before, standing.explained, standing.marked
    own = [
        (before, f"以前月份发现的问题还有{len(before)}个没有销号：{named(before)}。"),
        (
            marked,
            f"有{len(marked)}家企业本月清单冻结后列为重点监管，本月按一般企业排查：{named(marked)}。",
        ),
        (explained, f"有{len(explained)}项任务没有查到，只说明了原因：{named(explained)}。"),
    ]
    return [*standing.flags, *(sentence for rows, sentence in own if rows)]


def named(names: Sequence[str]) -> str:
    """``甲、乙、丙等7项``: the first five names."""
    shown = "、".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}等{len(names)}项"


def _of_every_return(standing: Standing) -> list[str]:
    gaps, back = standing.unexplained, standing.sent_back
    unsigned, nobody = standing.unconfirmed, standing.unassigned
    sentences = [
        (gaps, f"有{len(gaps)}项任务没有查到，也没有说明原因：{named(gaps)}。请排查或逐项说明原因。"),
        (back, f"有{len(back)}条排查记录被退回后没有重查：{named(back)}。请重新排查后更正。"),
        (unsigned, f"有{len(unsigned)}次正式检查的参加人员没有确认：{named(unsigned)}。请其本人登录确认。"),
        (nobody, f"本月有{len(nobody)}个问题没有明确责任单位或责任人：{named(nobody)}。请补填。"),
    ]
    return [sentence for rows, sentence in sentences if rows]


def _too_early(standing: Standing, today: date) -> list[str]:
    """A month's return is not signed on its first day: visits go on until the day they are due, unless all were made."""
    waiting = [*standing.unexplained, *standing.explained]
    if today >= standing.visits_due_on or not waiting:
        return []
    return [
        f"排查截止日{standing.visits_due_on:%Y-%m-%d}还没有到，还有{len(waiting)}项任务没有查到（{named(waiting)}），"
        "不能签报，请查完全部任务，或在当天及以后签报。"
    ]


def _of_zero(standing: Standing, today: date) -> list[str]:
    early = today < standing.visits_due_on
    waiting = f"排查截止日{standing.visits_due_on:%Y-%m-%d}还没有到，不能作零报告，请在当天或之后签报。"
    return [*([waiting] if early else []), *contradictions(standing)]
