"""Duties of units fit their names."""

import pytest

from capacity_portal.dashboards.demonstration.mechanism_told import _duty_of


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("演示市发展改革委", "项目合规性"),
        ("市发展和改革委员会", "项目合规性"),
        ("演示县工信局", "装备和产能"),
        ("市工业和信息化局", "装备和产能"),
        ("市市场监督管理局", "无照经营"),
        ("市生态环境局", "违法排污"),
        ("国网市供电公司", "用电异常"),
        ("开发区管委会", "参加联合检查"),
    ],
)
def test_the_duty_follows_the_name_of_the_unit(name, part):
    assert part in _duty_of(name)
