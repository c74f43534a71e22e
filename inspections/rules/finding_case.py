"""What stands between a finding and its end (销号), in sentences: the same for the page, the form and the operation.

Confirmed 地条钢 production ends only with the complete list of 五个彻底 (or 四个彻底), each point with its day and its evidence
(发改产业〔2017〕 and 吉化解产能办字 五). Who claimed that it is mended does not judge it, and neither does whoever found it, unless he is
of the prefecture's office: above the office there is nobody who could take it over. A suspicion of 地条钢 does not end in silence:
it is confirmed, or ruled out by somebody of the office who had no part in it.
"""

from dataclasses import dataclass
from datetime import date

from inspections.choices import FindingKind


@dataclass(frozen=True)
class Point:
    """One point of the clearing; ``evidence`` is the number of files that prove it."""

    code: str
    text: str
    parent_code: str = ""
    done_on: date | None = None
    evidence: int = 0

    @property
    def is_complete(self) -> bool:
        return self.done_on is not None and self.evidence > 0


@dataclass(frozen=True)
class Case:
    """What decides about a finding's next step. People are numbers of officers.

    ``evidence``: files that came with its steps since it was last sent back; ``points``: None without a clearing;
    ``lacks_enforcement``: serious, and no unit is named that may enforce.
    """

    state: str
    kind: str
    found_on: date
    evidence: int = 0
    lacks_enforcement: bool = False
    is_confirmed: bool = False
    is_ruled_out: bool = False
    points: tuple[Point, ...] | None = None
    look_back_on: date | None = None
    claimed_on: date | None = None
    claimed_by: int | None = None
    found_by: int | None = None


def blocks_claim(case: Case) -> list[str]:
    """What is missing before 报请复查, a sentence each; empty when nothing is."""
    found = []
    if not case.evidence:
        found.append("还没有整改证据，请上传至少一张照片或一份文件（退回后须有新的证据）。")
    if case.is_confirmed:
        found += _blocking_points(case.points)
    return found


def blocks_end(case: Case) -> list[str]:
    """What is missing before 复查销号, whoever closes; empty when nothing is."""
    found = blocks_claim(case)
    if is_suspected(case):
        found.append(
            "疑似地条钢死灰复燃还没有认定，请先“查实地条钢生产”；经查不实的，由市级办公室写明理由、附上证据后认定。"
        )
    if case.is_confirmed and case.points is not None and case.look_back_on is None:
        found.append("还没有定回头看日期，请填写彻底取缔后再次到场核查的日期。")
    if case.lacks_enforcement and not case.is_ruled_out:
        found.append("重大问题还没有明确移交执法的单位，请先在“移交执法”中选定。")
    return found


def blocks_closer(case: Case, officer_id: int | None, *, is_office: bool) -> list[str]:
    """Why this officer may not be the one who closes; empty when he may."""
    if officer_id is not None and officer_id == case.claimed_by:
        return ["这个问题由您报请复查，须由他人复查销号。"]
    if officer_id is not None and officer_id == case.found_by and not is_office:
        return ["这个问题由您排查发现，须由本县其他人员或市级办公室复查销号。"]
    return []


def blocks_ruling_out(case: Case, officer_id: int | None) -> list[str]:
    """Why this officer may not be the one who says that the suspicion was unfounded; empty when he may."""
    if officer_id is not None and officer_id in (case.found_by, case.claimed_by):
        return ["这个问题由您排查登记或报请复查，须由市级办公室其他人员认定。"]
    return []


def is_suspected(case: Case) -> bool:
    """A suspicion of 地条钢 that nobody has confirmed or ruled out."""
    return case.kind == FindingKind.REVIVAL and not (case.is_confirmed or case.is_ruled_out)


def open_parts(points: tuple[Point, ...], code: str) -> list[Point]:
    """The sub-items of a point that are not complete yet (清理厂房: 除尘罩、操作平台、轨道)."""
    return [point for point in points if point.parent_code == code and not point.is_complete]


def _blocking_points(points: tuple[Point, ...] | None) -> list[str]:
    if not points:
        return ["查实地条钢生产，还没有建立彻底取缔清单。"]
    return [f"彻底取缔：“{point.text}”{_lack(point)}。" for point in points if not point.is_complete]


def _lack(point: Point) -> str:
    if point.done_on is None:
        return "还没有完成"
    return "缺少证据"
