from dataclasses import replace
from datetime import date

import pytest

from enterprises.rules.dossier import FileFacts, LicenceFact, missing

TODAY = date(2026, 3, 2)
BUSINESS = LicenceFact("business", "YZ1", None, False)
COMPLETE = FileFacts(
    credit_code="91360800MA00000000",
    legal_representative="演示人",
    actual_address="演示路1号",
    is_in_a_town=True,
    has_position=True,
    industry_code="3391",
    supervision_class="induction_furnace",
    status="in_production",
    process="中频炉熔化",
    power_account="0800001",
    has_transformer=True,
    has_department=True,
    has_person=True,
    equipment_count=2,
    furnace_count=1,
    equipment_without_size=0,
    capacity_count=1,
    capacity_without_filed=0,
    licences=(BUSINESS,),
)


def test_a_complete_file_lacks_nothing():
    assert missing(COMPLETE, TODAY) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"legal_representative": ""}, "未填写法定代表人。"),
        ({"actual_address": ""}, "未填写实际地址。"),
        ({"is_in_a_town": False}, "所在地区未落到乡镇（街道）。"),
        ({"has_position": False}, "未标注经纬度。"),
        ({"industry_code": ""}, "未填写国民经济行业代码。"),
        ({"process": ""}, "未填写工艺。"),
        ({"equipment_without_size": 2}, "有 2 项设备未填规格。"),
        ({"furnace_count": 0}, "监管类别为具有中（工）频炉，但未登记中（工）频炉。"),
        ({"capacity_count": 0}, "未登记产能。"),
        ({"capacity_without_filed": 1}, "有 1 个产品未填备案产能。"),
        ({"has_department": False}, "未明确监管部门。"),
        ({"has_person": False}, "未明确监管人员。"),
        ({"power_account": ""}, "未填写用电户号。"),
        ({"has_transformer": False}, "未填写变压器容量。"),
        ({"licences": ()}, "未登记营业执照。"),
        ({"licences": (replace(BUSINESS, is_void=True),)}, "未登记营业执照。"),
        (
            {"licences": (BUSINESS, LicenceFact("discharge", "PW7", date(2026, 3, 1), False))},
            "排污许可证（PW7）已于 2026-03-01 过期。",
        ),
    ],
)
def test_each_gap_has_its_sentence(change, sentence):
    assert missing(replace(COMPLETE, **change), TODAY) == [sentence]


def test_without_equipment_there_is_nothing_to_measure():
    facts = replace(COMPLETE, equipment_count=0, furnace_count=0, supervision_class="foundry")
    assert missing(facts, TODAY) == ["未登记主要装备及数量。"]


def test_a_closed_enterprise_needs_no_power_and_no_licence():
    facts = replace(COMPLETE, status="banned", power_account="", has_transformer=False, licences=())
    assert missing(facts, TODAY) == []


def test_a_file_without_a_code_needs_no_business_licence():
    assert missing(replace(COMPLETE, credit_code="", licences=()), TODAY) == []
