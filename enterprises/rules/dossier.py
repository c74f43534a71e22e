"""What a file still lacks (一企一档 completeness).

吉化解产能办字 三(2): 企业名称、法人、具体位置、主要装备及数量、产能、工艺; 三(1): every steel enterprise has a named
supervising department and person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enterprises.choices import CLOSED_STATUSES, LicenceKind, SupervisionClass


@dataclass(frozen=True)
class LicenceFact:
    kind: str
    number: str
    expires_on: date | None
    is_void: bool


@dataclass(frozen=True)
class FileFacts:
    """The facts of one file that completeness looks at; texts as stored, counts of parts that are not withdrawn."""

    credit_code: str
    legal_representative: str
    actual_address: str
    is_in_a_town: bool
    has_position: bool
    industry_code: str
    supervision_class: str
    status: str
    process: str
    power_account: str
    has_transformer: bool
    has_department: bool
    has_person: bool
    equipment_count: int
    furnace_count: int
    equipment_without_size: int
    capacity_count: int
    capacity_without_filed: int
    licences: tuple[LicenceFact, ...] = ()
    photo_count: int = 0


def missing(facts: FileFacts, today: date) -> list[str]:
    """Sentences naming what is missing or contradicts itself, the ledger's six required things first."""
    return [
        sentence
        for check in (_required, _equipment, _supervision, _power, _licences)
        for sentence in check(facts, today)
    ]


def _required(facts: FileFacts, today: date) -> Iterable[str]:
    if not facts.legal_representative:
        yield "未填写法定代表人。"
    if not facts.actual_address:
        yield "未填写实际地址。"
    if not facts.is_in_a_town:
        yield "所在地区未落到乡镇（街道）。"
    if not facts.has_position:
        yield "未标注经纬度。"
    if not facts.industry_code:
        yield "未填写国民经济行业代码。"
    if not facts.process:
        yield "未填写工艺。"


def _equipment(facts: FileFacts, today: date) -> Iterable[str]:
    if not facts.equipment_count:
        yield "未登记主要装备及数量。"
    elif facts.equipment_without_size:
        yield f"有 {facts.equipment_without_size} 项设备未填规格。"
    if facts.supervision_class == SupervisionClass.INDUCTION_FURNACE and not facts.furnace_count:
        yield "监管类别为具有中（工）频炉，但未登记中（工）频炉。"
    if not facts.capacity_count:
        yield "未登记产能。"
    elif facts.capacity_without_filed:
        yield f"有 {facts.capacity_without_filed} 个产品未填备案产能。"


def _supervision(facts: FileFacts, today: date) -> Iterable[str]:
    if not facts.has_department:
        yield "未明确监管部门。"
    if not facts.has_person:
        yield "未明确监管人员。"


def _power(facts: FileFacts, today: date) -> Iterable[str]:
    if facts.status in CLOSED_STATUSES:
        return
    if not facts.power_account:
        yield "未填写用电户号。"
    if not facts.has_transformer:
        yield "未填写变压器容量。"


def _licences(facts: FileFacts, today: date) -> Iterable[str]:
    if facts.status in CLOSED_STATUSES:
        return
    valid = [licence for licence in facts.licences if not licence.is_void]
    if facts.credit_code and not any(licence.kind == LicenceKind.BUSINESS for licence in valid):
        yield "未登记营业执照。"
    for licence in valid:
        if licence.expires_on and licence.expires_on < today:
            label = LicenceKind(licence.kind).label
            yield f"{label}（{licence.number}）已于 {licence.expires_on:%Y-%m-%d} 过期。"
