"""What a verification record must say (核查记录): who was there, when, where, what was found. At least two people (核实一起)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from capacity_portal.lib.typed_text import excerpt, squeeze, storable
from tipoffs.choices import Conclusion

FEWEST, MOST_PEOPLE = 2, 20
LONGEST = {"place_text": 200, "findings": 4000}
_LONGEST_NAME, _LONGEST_UNIT = 60, 80
_WANTED = {"place_text": "请写明核查地点。", "findings": "请写明现场看到的情况。"}


@dataclass(frozen=True)
class Participant:
    """``officer_id`` None: somebody without an account, named by hand and marked so."""

    name: str
    unit: str = ""
    officer_id: int | None = None

    @property
    def key(self) -> object:
        """The same for the same person named twice."""
        return self.officer_id or (squeeze(self.name), squeeze(self.unit))


@dataclass(frozen=True)
class FieldReport:
    """What the unit found: ``conclusion`` of ``Conclusion``; days are those on the spot."""

    began_on: date | None
    ended_on: date | None
    place_text: str
    conclusion: str
    findings: str
    people: tuple[Participant, ...] = ()


def tidy(report: FieldReport) -> FieldReport:
    """The report with storable text, stripped; each person once."""
    people = {}
    for person in report.people:
        name, unit = storable(person.name).strip(), storable(person.unit).strip()
        cleaned = replace(person, name=name, unit=unit)
        if name or person.officer_id:
            people.setdefault(cleaned.key, cleaned)
    texts = {name: storable(getattr(report, name)).strip() for name in LONGEST}
    return replace(report, people=tuple(people.values()), **texts)


def problems(report: FieldReport, *, since: date, today: date) -> dict[str, str]:
    """Sentences by field for a ``tidy`` report; empty when it may be filed. ``since``: the day the tip came in."""
    found = {name: sentence for name, sentence in _WANTED.items() if not getattr(report, name)}
    found |= {
        name: f"共 {len(getattr(report, name))} 个字，最多 {longest} 个字，请缩短。"
        for name, longest in LONGEST.items()
        if len(getattr(report, name)) > longest
    }
    if report.conclusion not in Conclusion.values:
        found["conclusion"] = "请选择核查结论。"
    return found | _wrong_days(report, since, today) | _wrong_people(report.people)


def _wrong_days(report: FieldReport, since: date, today: date) -> dict[str, str]:
    began, ended = report.began_on, report.ended_on
    if began is None or ended is None:
        missing = {"began_on": began, "ended_on": ended}
        return {name: "请填写日期。" for name, day in missing.items() if day is None}
    if not since <= began <= today:
        return {"began_on": f"开始日期{began}不对，应在收到举报以后、今天以前（含当天）。"}
    if not began <= ended <= today:
        return {"ended_on": f"结束日期{ended}不对，应在开始日期 {began} 至今天之间。"}
    return {}


def _wrong_people(people: Collection[Participant]) -> dict[str, str]:
    if len(people) < FEWEST:
        return {"people": f"核查须两人以上，现在只有 {len(people)} 人，请补充核查人员。"}
    if len(people) > MOST_PEOPLE:
        return {"people": f"核查人员共 {len(people)} 人，最多 {MOST_PEOPLE} 人。"}
    for person in people:
        if len(person.name) > _LONGEST_NAME or len(person.unit) > _LONGEST_UNIT:
            return {"people": f"{excerpt(person.name)}的姓名或单位过长，姓名最多 {_LONGEST_NAME} 个字。"}
    return {}
