"""The details of an invented visit: remarks, place, people, what was found. Pure; ``dice`` decides."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from capacity_portal.dashboards.demonstration import phrases
from capacity_portal.dashboards.demonstration.invention import centre, chinese_digits
from enterprises.choices import Status
from inspections.choices import DutyKind, FindingKind, NewCapacityKind, Outcome, Severity
from inspections.models import Duty
from inspections.rules.reports import FindingDraft, Inspector, Place

_METRE = Decimal("0.000009")


def filled(sentence: str, day: date, dice: Random, **more: object) -> str:
    """The sentence with invented numbers in its places."""
    return sentence.format(
        n=dice.randrange(1, 4),
        m=dice.randrange(3, 19),
        t=f"{dice.randrange(8, 190) / 10:g}",
        p=dice.randrange(2, 30),
        d=(day - timedelta(days=dice.randrange(1, 9))).day,
        kwh=f"{dice.randrange(3_000, 98_000):,}",
        product=dice.choice(phrases.PRODUCTS),
        **more,
    )


def remarks(duty: Duty, day: date, dice: Random) -> str:
    """More than half of the inspectors write something of their own, the others a word or nothing."""
    drawn = dice.random()
    if drawn > 0.58:
        return dice.choice(phrases.REMARKS_SHORT) if drawn > 0.8 else ""
    return filled(dice.choice(_phrases_for(duty)), day, dice)


def _phrases_for(duty: Duty) -> Sequence[str]:
    if duty.kind == DutyKind.SWEEP:
        return phrases.REMARKS_SWEEP
    if duty.is_lookback:
        return phrases.REMARKS_CLOSED
    return phrases.REMARKS_STOPPED if duty.status == Status.SUSPENDED else phrases.REMARKS_RUNNING


def reason(outcome: str, day: date, dice: Random) -> str:
    """Why it came to nothing; "" for a visit that did not."""
    sentences = {
        Outcome.REFUSED: phrases.REFUSED,
        Outcome.NO_ENTRY: phrases.NO_ENTRY,
        Outcome.IDLE: phrases.IDLE,
    }.get(Outcome(outcome), ("",))
    return filled(dice.choice(sentences), day, dice)


def place(duty: Duty, dice: Random) -> Place | None:
    """Where the telephone said it was: near the works; one in four said nothing, one in sixty was far away."""
    if dice.random() < 0.25:
        return None
    enterprise = duty.enterprise
    known = enterprise is not None and enterprise.longitude is not None
    east, north = (enterprise.longitude, enterprise.latitude) if known else centre(duty.region_code)
    reach = 900 if dice.random() < 1 / 60 else 90
    return Place(
        east + _METRE * dice.randrange(-reach, reach + 1),
        north + _METRE * dice.randrange(-reach, reach + 1),
        dice.randrange(4, 45),
    )


def people(duty: Duty, recorder: tuple[int, str], dice: Random) -> tuple[Inspector, ...]:
    """Whoever records, and at formal checks (and some others) a second person without an account."""
    own = Inspector(name=recorder[1], officer_id=recorder[0])
    if not is_formal(duty) and dice.random() > 0.35:
        return (own,)
    unit = f"{duty.cell_name or '县'}应急管理站（演示）"[:80]
    return own, Inspector(name=f"演示协管员{chinese_digits(dice.randrange(1, 400), 3)}", unit=unit)


def is_formal(duty: Duty) -> bool:
    return duty.is_key or duty.is_lookback


_MINOR = (
    ("除尘设施停用，烟尘外逸，现场有{n}台炉在生产。", "三日内恢复除尘设施运行，补齐运行台账。"),
    ("炉前成分记录缺{m}炉次，无法核对原料和产品。", "补建逐炉成分记录，安排专人登记。"),
    ("设备铭牌与档案不符，少登记{n}台保温炉。", "如实补报设备，更新一企一档。"),
    ("废钢堆放约{t}吨，来源和用途说明不清。", "提供采购凭证，清退非铸造用料。"),
)
_MAJOR = (
    (FindingKind.NOT_ELIMINATED, "", "列入淘汰的{n}台铝壳中频炉仍在车间，未拆除。", "限期拆除并提供影像资料。"),
    (FindingKind.NEW_CAPACITY, NewCapacityKind.BUILT_LARGER, "备案为{n}吨炉，现场为更大规格，属批小建大。", "停用超规格设备，恢复备案规格。"),
    (FindingKind.NEW_CAPACITY, NewCapacityKind.BUILT_BEFORE_APPROVAL, "新增{n}台中频炉，未取得备案即安装。", "停止建设，补办手续前不得通电。"),
    (FindingKind.NEW_CAPACITY, NewCapacityKind.ILLEGAL_FILING, "备案证明由乡镇违规出具，备案产能{m}万吨。", "撤销违规备案，设备封存。"),
)  # fmt: skip
_SERIOUS = (
    (FindingKind.RESUMED, "", "已退出产能的车间夜间通电，{n}台炉有余热，堆有钢坯约{t}吨。", "立即断电封存，查明组织者。"),
    (FindingKind.NEW_CAPACITY, NewCapacityKind.OTHER_NAME, "以铸造名义用中频炉熔炼废钢浇注钢锭约{t}吨。", "立即停产，移交执法查处。"),
)  # fmt: skip
REVIVAL = "夜间用{n}台中频炉熔炼废钢，浇注钢坯约{t}吨，无精炼和检验设备，无购销票据。"


def finding(
    duty: Duty, day: date, dice: Random, *, unit: int | None, item_code: str, is_revival: bool = False
) -> FindingDraft:
    """What the visit found: two of three are minor."""
    drawn = dice.random()
    about = {"item_code": item_code, "responsible_unit_id": unit, "responsible_name": _responsible(duty)}
    if is_revival:
        about |= {"kind": FindingKind.REVIVAL, "severity": Severity.SERIOUS, "requirement": "立即断电、查封，按五个彻底取缔。"}  # fmt: skip
        return FindingDraft(**about, description=filled(REVIVAL, day, dice))
    if drawn < 0.66:
        description, requirement = dice.choice(_MINOR)
        kind, sub_kind, severity = FindingKind.OTHER, "", Severity.MINOR
    else:
        serious = drawn > 0.93
        kind, sub_kind, description, requirement = dice.choice(_SERIOUS if serious else _MAJOR)
        severity = Severity.SERIOUS if serious else Severity.MAJOR
    return FindingDraft(
        **about, kind=kind, sub_kind=sub_kind, severity=severity, requirement=requirement,
        description=filled(description, day, dice),
    )  # fmt: skip


def _responsible(duty: Duty) -> str:
    return duty.enterprise.legal_representative if duty.enterprise else ""
