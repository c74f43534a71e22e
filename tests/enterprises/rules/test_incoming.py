import pytest

from enterprises.rules import incoming


@pytest.mark.parametrize(
    ("name", "heading", "industry"),
    [
        ("神木县永兴乡七里庙三矿", "", "coal"), ("尧头斜井(老系统)", "", "coal"), ("宝鸡秦源煤业有限公司", "", "coal"), ("六号煤矿", "", "coal"),
        ("演示铸造有限公司", "", "steel"), ("演示轧辊厂", "", "steel"), ("演示水泥厂", "", "other"), ("=1+1", "煤矿名称", "coal"),
        ("=1+1", "企业名称", "other"), ("演示钢厂", "煤矿名称", "steel"), ("演示矿山机械厂", "", "other"),
    ],
)  # fmt: skip
def test_industry_by_name_then_by_heading(name, heading, industry):
    assert incoming.industry_of(name, heading) == industry


def test_class_by_what_is_made():
    assert incoming.class_of("steel", {"crude_steel", "pig_iron"}) == "steel_smelting"
    assert incoming.class_of("steel", {"castings"}) == "other"
    assert incoming.class_of("coal", {"crude_steel"}) == "other"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("无码：小作坊", "小作坊"), (" 无码: 甲\n乙 ", "甲\n乙"), ("无码：", ""), ("9136", None)],
)
def test_reason_as_the_export_writes_it(text, reason):
    assert incoming.reason_for_no_code(text) == reason
