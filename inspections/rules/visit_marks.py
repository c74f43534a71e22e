"""What stands beside a visit for whoever looks at it later: late, far, made offline, used before, odd names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspections.choices import Outcome, VisitSource
from inspections.rules.doubts import of_names
from inspections.rules.reports import Inspector

FAR_METRES = 1_000


@dataclass(frozen=True)
class Mark:
    """``kind`` as in _partials/status.html; ``sentence`` says what it rests on."""

    label: str
    kind: str
    sentence: str


def is_far(distance_m: int | None, accuracy_m: int | None) -> bool:
    """Whether the position cannot be that of the enterprise, the receiver's own error allowed for."""
    return distance_m is not None and distance_m - (accuracy_m or 0) > FAR_METRES


def marks_of(visit, photos: Sequence, inspectors: Iterable, same_remarks: int) -> list[Mark]:
    """All marks of a visit, its photos and people; ``same_remarks``: other visits with the same words."""
    return [
        *_of_time(visit),
        *_of_place(visit, photos),
        *_of_sameness(photos, same_remarks),
        *_of_people(inspectors),
    ]


def _of_time(visit) -> list[Mark]:
    found = []
    if visit.is_backfilled:
        found.append(Mark("补录", "warn", f"排查三天以后才登记。原因：{visit.backfill_reason}"))
    if visit.source == VisitSource.OFFLINE:
        found.append(Mark("离线填报", "neutral", "现场没有网络，设备时间由手机提供，仅供参考。"))
    if visit.is_night:
        found.append(Mark("夜查", "running", "20:00 至次日 6:00 之间到达。"))
    return found


def _of_place(visit, photos: Sequence) -> list[Mark]:
    found = []
    if is_far(visit.distance_m, visit.accuracy_m):
        found.append(Mark("距离较远", "warn", f"定位与企业坐标相距{metres(visit.distance_m)}。"))
    far = [photo for photo in photos if is_far(photo.distance_m, photo.accuracy_m)]
    if far:
        found.append(Mark("照片距离较远", "warn", f"有 {len(far)} 张照片的位置与企业坐标相距超过 1 公里。"))
    if not photos and visit.outcome in (Outcome.NORMAL, Outcome.PROBLEM, Outcome.IDLE):
        found.append(Mark("没有照片", "warn", "这次排查没有照片。"))
    return found


def _of_sameness(photos: Sequence, same_remarks: int) -> list[Mark]:
    found = []
    if again := sum(photo.duplicate_of_id is not None for photo in photos):
        found.append(Mark("照片重复", "bad", f"有 {again} 张照片与以前上传的完全相同。"))
    if same_remarks:
        found.append(Mark("备注雷同", "warn", f"备注与另外 {same_remarks} 条记录相同。"))
    return found


def _of_people(inspectors: Iterable) -> list[Mark]:
    people = [Inspector(one.name, officer_id=one.officer_id) for one in inspectors]
    return [Mark("人员存疑", "warn", sentence) for sentence in of_names(people)]


def metres(distance: int | None) -> str:
    """``350 米``, ``12.4 公里``, "" for None."""
    if distance is None:
        return ""
    return f"{distance} 米" if distance < 1_000 else f"{distance / 1_000:.1f} 公里"
