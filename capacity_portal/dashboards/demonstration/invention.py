"""Invents enterprises for the demonstration: pure, deterministic, clearly not real.

``invent(index, places, today)`` gives the same file for the same arguments. Names count in Chinese digits
(演示铸造〇〇一), persons are 演示人…, telephone numbers begin with 000.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from capacity_portal.lib.credit_code import make_code
from enterprises.choices import (
    EquipmentState,
    Industry,
    IndustryEdition,
    KeyReason,
    LicenceKind,
    RiskMark,
    Status,
    SupervisionClass,
)

_DIGITS = "〇一二三四五六七八九"
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Trade:
    """A kind of enterprise: share of all, class, GB/T 4754-2017 code, its equipment and product."""

    share: int
    word: str
    industry: str
    supervision_class: str
    industry_code: str
    process: str
    equipment: tuple[tuple[str, tuple[str, ...], str], ...]
    product: str
    capacity: tuple[int, int]


TRADES = [
    Trade(34, "铸造", Industry.STEEL, SupervisionClass.FOUNDRY, "3391", "中频炉熔化—造型—浇注—清理",
          (("medium_frequency_furnace", ("0.5", "1", "2", "3", "5"), "熔化铸造铁水"),), "castings", (1, 6)),
    Trade(12, "有色铸造", Industry.OTHER, SupervisionClass.FOUNDRY, "3392", "燃气炉熔化—压铸",
          (("mains_frequency_furnace", ("0.5", "1"), "保温"),), "castings", (1, 3)),
    Trade(18, "机械", Industry.OTHER, SupervisionClass.INDUCTION_FURNACE, "3391", "中频炉熔化—精铸—机加工",
          (("medium_frequency_furnace", ("0.25", "0.5", "1"), "精密铸造"),), "castings", (1, 2)),
    Trade(9, "轧钢", Industry.STEEL, SupervisionClass.ROLLING, "3130", "加热炉—热轧—冷床",
          (("rolling_mill", ("250", "300", "350", "550"), "热轧带肋钢筋"),), "rolled_steel", (10, 60)),
    Trade(3, "特钢", Industry.STEEL, SupervisionClass.STEEL_SMELTING, "3120", "电弧炉—LF 精炼—连铸",
          (("electric_arc_furnace", ("50", "60", "100"), "炼钢"), ("medium_frequency_furnace", ("1",), "熔化铬铁、镍铁合金")),
          "crude_steel", (27, 75)),
    Trade(2, "钢铁", Industry.STEEL, SupervisionClass.STEEL_SMELTING, "3110", "烧结—高炉—转炉—连铸—轧制",
          (("blast_furnace", ("450", "580", "1080"), "炼铁"), ("converter", ("60", "80", "120"), "炼钢")), "pig_iron", (52, 104)),
    Trade(8, "煤矿", Industry.COAL, SupervisionClass.OTHER, "0610", "斜井开拓—综采", (("mine_shaft", ("6", "9", "15", "30"), "采掘"),), "raw_coal", (6, 30)),
    Trade(7, "水泥", Industry.CEMENT, SupervisionClass.OTHER, "3011", "新型干法", (("cement_kiln", ("2500", "4500"), "熟料煅烧"),), "clinker", (75, 150)),
    Trade(4, "玻璃", Industry.FLAT_GLASS, SupervisionClass.OTHER, "3041", "浮法", (("glass_furnace", ("500", "700"), "熔化"),), "flat_glass", (200, 400)),
    Trade(3, "铁合金", Industry.STEEL, SupervisionClass.OTHER, "3140", "矿热炉冶炼", (("submerged_arc_furnace", ("12.5", "25"), "冶炼铁合金"),), "ferroalloy", (2, 10)),
]  # fmt: skip

# Roughly where the county towns lie, in hundredths of a degree; towns are scattered around them.
_CENTRES = {
    "360802": (11499, 2711), "360803": (11502, 2708), "360821": (11491, 2704), "360822": (11513, 2723),
    "360823": (11532, 2758), "360824": (11539, 2774), "360825": (11544, 2732), "360826": (11491, 2679),
    "360827": (11452, 2632), "360828": (11479, 2646), "360829": (11462, 2739), "360830": (11424, 2695),
    "360881": (11428, 2675), "3608K01": (11500, 2703), "3608K02": (11497, 2710),
}  # fmt: skip
_FIRST_PLACE_EVERY = 66
"""One file in so many lies in the first place besides its turn: the grid officer of the demonstration has something to do."""

_STATUSES = [
    (Status.IN_PRODUCTION, 66),
    (Status.SUSPENDED, 14),
    (Status.EXITED, 10),
    (Status.BANNED, 6),
    (Status.UNDER_CONSTRUCTION, 3),
    (Status.REVIVED, 1),
]


@dataclass
class Invented:
    """One invented file: field values of the enterprise and of its parts (dictionary codes for kinds and products)."""

    values: dict
    created_at: datetime
    confirmed_at: datetime
    equipment: list[dict] = field(default_factory=list)
    capacities: list[dict] = field(default_factory=list)
    licences: list[dict] = field(default_factory=list)


def chinese_digits(number: int, width: int = 2) -> str:
    """12 -> "一二"; zeros are 〇, at least ``width`` digits."""
    return "".join(_DIGITS[int(digit)] for digit in str(number).zfill(width))


def centre(code: str) -> tuple[Decimal, Decimal]:
    """Longitude and latitude, in degrees, around which a town's (invented) sites lie."""
    east, north = _CENTRES.get(code[: 7 if "K" in code[:5] else 6], (11490, 2690))
    dice = Random(f"place-{code}")
    return Decimal(east * 10 + dice.randrange(-120, 121)).scaleb(-3), Decimal(north * 10 + dice.randrange(-120, 121)).scaleb(-3)  # fmt: skip


def _moment(day: date, random: Random) -> datetime:
    return datetime.combine(day, time(random.randrange(8, 18), random.randrange(60)), _ZONE)


def _trade_of(index: int) -> Trade:
    # Spread over the hundred so that every county gets the mix, not blocks of one trade.
    point, reached = (index * 37) % 100, 0
    for trade in TRADES:
        reached += trade.share
        if point < reached:
            return trade
    return TRADES[0]


def invent(index: int, places: list[tuple[str, str]], today: date) -> Invented:
    """File number ``index`` (from 1). ``places`` are (region code, full name) of towns; ``today`` anchors the dates."""
    random = Random(f"demonstration-{index}")
    trade = _trade_of(index)
    code, place = places[0 if index % _FIRST_PLACE_EVERY == 3 else (index * 7) % len(places)]
    created = date(2018, 3, 1) + timedelta(days=random.randrange((today - date(2018, 3, 1)).days - 5))
    status = random.choices([status for status, _ in _STATUSES], [weight for _, weight in _STATUSES])[0]
    confirmed = today - timedelta(days=int(random.triangular(1, 260, 60)))
    digits = chinese_digits(index)
    values = _identity(index, digits, trade, code, place, random) | _standing(status, created, today, random)
    opened = _moment(created, random)
    invented = Invented(values, opened, max(_moment(confirmed, random), opened))
    invented.equipment = _equipment(index, trade, status, created, random)
    invented.capacities = _capacities(trade, status, random)
    invented.licences = _licences(index, created, today, random)
    return invented


def _identity(index: int, digits: str, trade: Trade, code: str, place: str, random: Random) -> dict:
    uncoded = index % 40 == 0
    street = f"{place}演示路{index % 300 + 1}号"
    longitude, latitude = centre(code)
    return {
        "name": f"演示{trade.word}{digits}{'厂' if index % 6 == 0 else '有限公司'}",
        "credit_code": ""
        if uncoded
        else make_code("9", "1", code[:6] if code[4:6].isdigit() else "360800", f"MA9{index:05d}"),
        "no_code_reason": "历史遗留作坊，从未登记，正在核实" if uncoded else "",
        "legal_representative": f"演示人{chinese_digits(index * 13 % 9973, 3)}",
        "contact_name": f"演示联系人{chinese_digits(index * 17 % 9973, 3)}",
        "contact_phone": f"000-{index * 31 % 10**7:07d}",
        "registered_address": street,
        "actual_address": street if random.random() < 0.9 else f"{place}演示工业园{index % 40 + 1}栋",
        "region_code": code,
        "longitude": longitude + Decimal(random.randrange(-20_000, 20_000)).scaleb(-6),
        "latitude": latitude + Decimal(random.randrange(-20_000, 20_000)).scaleb(-6),
        "industry": trade.industry,
        "industry_code": trade.industry_code,
        "industry_edition": IndustryEdition.GB2017,
        "supervision_class": trade.supervision_class,
        "process": trade.process,
        "employees": random.randrange(6, 60)
        if trade.supervision_class != SupervisionClass.STEEL_SMELTING
        else random.randrange(300, 2600),
        "power_account": f"36{index:08d}",
        "transformer_kva": Decimal(random.choice([250, 315, 500, 630, 800, 1250, 2000, 6300])),
    }


def _standing(status: str, created: date, today: date, random: Random) -> dict:
    on = created + timedelta(days=random.randrange(max((today - created).days, 1)))
    closed = status in (Status.EXITED, Status.BANNED, Status.REVIVED)
    key = closed or random.random() < 0.06
    reason = ""
    if key:
        reason = (
            KeyReason.BANNED_BEFORE
            if closed
            else random.choice([KeyReason.FAKE_FOUNDRY, KeyReason.FAKE_SPECIAL_STEEL])
        )
    marks = (
        random.sample([mark.value for mark in RiskMark], k=random.choice([1, 1, 2]))
        if random.random() < 0.08
        else []
    )
    return {
        "status": status,
        "status_on": on,
        "status_document": f"演示化解办〔{on.year}〕{random.randrange(1, 60)}号" if closed else "",
        "is_key": key,
        "key_reason": reason,
        "key_note": "列入回头看名单" if closed else "",
        "risk_marks": sorted(marks),
    }


def _equipment(index: int, trade: Trade, status: str, created: date, random: Random) -> list[dict]:
    states = {
        Status.EXITED: EquipmentState.DISMANTLED,
        Status.BANNED: EquipmentState.DISMANTLED,
        Status.SUSPENDED: EquipmentState.IDLE,
    }
    rows = []
    for number, (kind, sizes, use) in enumerate(trade.equipment, start=1):
        rows.append(
            {
                "kind": kind,
                "size": Decimal(random.choice(sizes)),
                "count": random.choice([1, 1, 2, 2, 3]),
                "serial": f"YS{index:06d}-{number}",
                "built_year": random.randrange(1998, created.year + 1),
                "state": states.get(status, EquipmentState.IN_USE),
                "location": random.choice(["一号车间", "二号车间", "熔炼车间", "主厂房"]),
                "use": use,
            }
        )
    return rows


def _capacities(trade: Trade, status: str, random: Random) -> list[dict]:
    stated = Decimal(random.randrange(trade.capacity[0] * 10, trade.capacity[1] * 10 + 1)) / 10
    filed = stated if random.random() < 0.8 else max(stated - Decimal("0.5"), Decimal("0.1"))
    return [{"product": trade.product, "filed": filed, "stated": stated}]


def _licences(index: int, created: date, today: date, random: Random) -> list[dict]:
    expires = today + timedelta(days=random.randrange(-60, 1200))
    rows = [
        {
            "kind": LicenceKind.BUSINESS,
            "number": f"演示照{index:06d}",
            "issuer": "演示市场监督管理局",
            "issued_on": created,
            "expires_on": None,
        }
    ]
    if random.random() < 0.7:
        rows.append(
            {
                "kind": LicenceKind.DISCHARGE,
                "number": f"演示排污{index:06d}",
                "issuer": "演示生态环境局",
                "issued_on": min(created, expires),
                "expires_on": expires,
            }
        )
    return rows
