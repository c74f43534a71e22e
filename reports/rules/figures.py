"""Figures a report may tell: key, label, unit, and the sentences that tell it, that of nothing among them. No records are known here.

``label``: heading of its page; ``sentence``: with ``{}`` for number and unit; ``zero``: what the real reports write instead of a 0
(“无钢铁去产能任务”). A *family* has one figure for each product and unit, keyed ``exit.12.万吨``: sums never cross units or products.
Source: the reports of 克州 (2020), 张掖 (2016), and the heads of 发改办产业〔2021〕312号.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    key: str
    label: str
    unit: str
    sentence: str
    zero: str


_TABLE = (
    ("steel_tasks", "钢铁去产能任务", "项", "有钢铁去产能任务{}", "无钢铁去产能任务"),
    ("coal_tasks", "煤炭去产能任务", "项", "有煤炭去产能任务{}", "无煤炭去产能任务"),
    ("exited_enterprises", "当年退出（取缔）企业", "家", "当年退出（取缔）企业{}", "当年无企业退出（取缔）"),
    ("closed_enterprises", "已化解过剩产能企业", "家", "有已化解过剩产能企业{}", "无已化解过剩产能企业"),
    ("enterprises", "在册企业", "家", "在册监管企业{}", "无在册监管企业"),
    ("enterprises_steel_smelting", "涉钢冶炼企业", "家", "涉钢冶炼企业{}", "无涉钢冶炼企业"),
    ("enterprises_foundry", "铸造企业", "家", "铸造企业{}", "无铸造企业"),
    ("enterprises_rolling", "轧钢企业", "家", "轧钢企业{}", "无轧钢企业"),
    ("enterprises_induction_furnace", "具有中（工）频炉企业", "家", "具有中（工）频炉企业{}", "无具有中（工）频炉企业"),
    ("furnace_users", "使用中（工）频炉企业", "家", "使用中（工）频炉的企业{}", "无使用中（工）频炉的企业"),
    ("furnaces", "中（工）频炉", "台", "中（工）频炉{}", "无中（工）频炉"),
    ("visits", "排查", "次", "开展现场排查{}", "未开展现场排查"),
    ("night_visits", "夜查", "次", "开展夜查{}", "未开展夜查"),
    ("duties", "应排查", "户次", "应排查{}", "无应排查任务"),
    ("duties_covered", "已排查", "户次", "已排查{}", "无已完成的排查"),
    ("findings", "发现问题", "个", "发现问题{}", "未发现问题"),
    ("findings_closed", "完成整改", "个", "已整改销号{}", "无已整改销号的问题"),
    ("findings_open", "正在整改", "个", "正在整改{}", "无正在整改的问题"),
    ("revivals", "查实“地条钢”死灰复燃", "起", "查实“地条钢”死灰复燃{}", "未发现“地条钢”死灰复燃"),
    ("new_capacity", "违规新增产能", "起", "查出违规新增产能{}", "无新增产能"),
    ("tips", "接到举报", "件", "接到举报{}", "未接到举报"),
    ("steel_tips", "“地条钢”死灰复燃线索", "条", "接到“地条钢”死灰复燃线索{}", "未接到“地条钢”死灰复燃线索"),
    ("tips_verified", "核实举报", "件", "核实举报{}", "无核实的举报"),
    ("tips_dealt", "查处举报", "件", "查处举报{}", "无查处的举报"),
    ("documents_issued", "印发文件", "份", "印发文件{}", "未印发文件"),
    ("documents_received", "收到文件", "份", "收到文件{}", "未收到文件"),
    ("meetings", "召开会议", "次", "召开会议{}", "未召开会议"),
    ("member_units", "成员单位", "个", "成员单位{}", "未登记成员单位"),
    ("group_members", "领导小组成员", "名", "领导小组成员{}", "未登记领导小组成员"),
    ("unit_duties", "成员单位职责", "项", "分解职责{}", "未分解职责"),
    ("monthly_returns", "监管月报", "份", "报送监管月报{}", "未报送监管月报"),
    ("late_returns", "逾期月报", "份", "其中逾期{}", "无逾期月报"),
)  # fmt: skip
FIGURES: dict[str, Figure] = {row[0]: Figure(*row) for row in _TABLE}

FAMILIES: dict[str, str] = {
    "task": "去产能任务（合计）",
    "part": "去产能任务（分项之和）",
    "exit": "当年完成退出",
}
"""Families by name, with the label in front of the product."""
PHRASES: dict[str, str] = {
    "tasks": "去产能任务（按产品和单位，合计、分项、差额）",
    "exits": "当年完成退出（按产品和单位）",
    "coverage": "排查覆盖（应查、已查、覆盖率）",
    "rectification": "问题整改（发现、销号、正在整改、整改率）",
}
"""What tells several figures at once, written ``{=tasks}``; the words are made by ``rules.phrases``."""
USED_BY: dict[str, tuple[str, ...]] = {
    "coverage": ("duties", "duties_covered"),
    "rectification": ("findings", "findings_closed", "findings_open"),
    "tasks": ("task", "part"),
    "exits": ("exit",),
}
"""Figures and families a phrase needs."""
NO_TASKS, NO_EXITS, NO_PRODUCT = "无去产能任务", "当年无退出产能", "数量"


def family_of(key: str) -> str:
    """``exit`` for ``exit.12.万吨``; "" for a figure that belongs to none."""
    name, dot, _ = key.partition(".")
    return name if dot and name in FAMILIES else ""


def member_key(family: str, product_id: int | None, unit: str) -> str:
    return f"{family}.{product_id or '-'}.{unit}"


def label_of(key: str, product: str = "") -> str:
    """Label of a figure; of a member of a family with its product."""
    family = family_of(key)
    if not family:
        return FIGURES[key].label
    return f"{FAMILIES[family]}：{product or NO_PRODUCT}"


def is_known(key: str) -> bool:
    """Whether an indicator or a placeholder may name it: a figure, not a family or phrase."""
    return key in FIGURES


def choices() -> list[tuple[str, str]]:
    """(key, label) of every figure for a select."""
    return [(figure.key, f"{figure.label}（{figure.unit}）") for figure in FIGURES.values()]
