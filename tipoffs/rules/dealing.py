"""What was done about a tip (处置), and the way to the unit that may punish: a table of steps, as for findings."""

from dataclasses import dataclass, replace
from datetime import date

from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import Step
from capacity_portal.organization.roles import Permission
from tipoffs.choices import Conclusion, DispositionKind, EnforcementState

LONGEST_TEXT, LONGEST_NOTE = 2000, 500
_S, _VERIFY = EnforcementState, Permission.VERIFY_TIPOFFS

ENFORCEMENT: tuple[Step, ...] = (
    Step("mark", "明确执法单位", (_S.NONE, _S.MARKED), _S.MARKED, _VERIFY, ("unit",)),
    Step("hand_over", "移交执法", (_S.MARKED,), _S.HANDED_OVER, _VERIFY, ("on",)),
    Step("accept", "登记立案", (_S.HANDED_OVER,), _S.ACCEPTED, _VERIFY, ("on",)),
    Step("conclude", "登记结果", (_S.HANDED_OVER, _S.ACCEPTED), _S.CONCLUDED, _VERIFY, ("on", "text")),
)
_WANTED = {"unit": "请选择执法单位。", "on": "请填写日期。", "text": "请写明处理结果。"}


@dataclass(frozen=True)
class Measure:
    """What was done, on which day; ``kind`` of ``DispositionKind``."""

    kind: str
    text: str
    on: date | None


@dataclass(frozen=True)
class Onward:
    """What is given with a step of ``ENFORCEMENT``; ``unit``: number of a department."""

    on: date | None = None
    text: str = ""
    unit: int | None = None


def tidy(measure: Measure) -> Measure:
    return replace(measure, text=storable(measure.text).strip())


def problems(measure: Measure, conclusion: str, *, since: date, today: date) -> dict[str, str]:
    """Sentences by field; ``since``: the day the tip came in. What was confirmed is not passed over, what was not is not punished."""
    found = {}
    if measure.kind not in DispositionKind.values:
        found["kind"] = "请选择处置方式。"
    elif (measure.kind == DispositionKind.NOTHING_NEEDED) != (conclusion == Conclusion.UNFOUNDED):
        found["kind"] = _unfitting(conclusion)
    if not measure.text:
        found["text"] = "请写明处置情况。"
    elif len(measure.text) > LONGEST_TEXT:
        found["text"] = f"共 {len(measure.text)} 个字，最多 {LONGEST_TEXT} 个字，请缩短。"
    if measure.on is None or not since <= measure.on <= today:
        found["on"] = "处置日期应在收到举报以后、今天以前（含当天）。"
    return found


def lacking(step: Step, given: Onward) -> dict[str, str]:
    """Sentences by field for what ``step`` requires and ``given`` lacks, or gives too much of."""
    found = {name: _WANTED[name] for name in step.requires if not getattr(given, name)}
    if len(given.text) > LONGEST_NOTE:
        found["text"] = f"共 {len(given.text)} 个字，最多 {LONGEST_NOTE} 个字，请缩短。"
    return found


def _unfitting(conclusion: str) -> str:
    if conclusion == Conclusion.UNFOUNDED:
        return "核查结论是“不属实”，处置方式应选“不属实，无需处理”；确需处理的，请市办退回重查。"
    return "核查结论是“属实”或“部分属实”，必须有处置措施，不能选“不属实，无需处理”。"
