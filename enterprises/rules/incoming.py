"""What a spreadsheet of enterprises means where it does not say so: words for states, industry and class by name.

Nothing here decides for the officer: what is taken from a name is told beside it and wants an explanation.
"""

import re

from enterprises.choices import Industry, Status, SupervisionClass

# What people write beside the labels; the second half are words of published lists.
STATUS_WORDS: dict[str, Status] = {
    **dict.fromkeys(
        ("生产", "正常", "正常生产", "运行", "运营", "在营", "开工", "operating"), Status.IN_PRODUCTION
    ),
    **dict.fromkeys(
        ("停", "已停产", "停产中", "停工", "停业", "歇业", "关停", "长期停产", "mothballed", "idled"),
        Status.SUSPENDED,
    ),
    **dict.fromkeys(("建设中", "在建中", "施工", "新建", "construction"), Status.UNDER_CONSTRUCTION),
    **dict.fromkeys(("退出", "关闭", "已关闭", "注销", "已注销", "retired", "closed"), Status.EXITED),
    **dict.fromkeys(("取缔", "被取缔"), Status.BANNED),
}  # fmt: skip

INDUSTRY_WORDS: dict[str, Industry] = {
    **dict.fromkeys(("钢铁行业", "钢铁业", "冶金", "黑色金属", "铸造"), Industry.STEEL),
    **dict.fromkeys(("煤炭行业", "煤炭业", "煤矿", "采煤", "煤"), Industry.COAL),
    **dict.fromkeys(("水泥行业", "水泥制造"), Industry.CEMENT),
    **dict.fromkeys(("铝", "电解铝行业", "铝冶炼"), Industry.ALUMINIUM),
    **dict.fromkeys(("玻璃", "平板玻璃行业"), Industry.FLAT_GLASS),
    **dict.fromkeys(("造船", "船舶行业"), Industry.SHIPS),
    **dict.fromkeys(("其它", "其他行业"), Industry.OTHER),
}

CLASS_WORDS: dict[str, SupervisionClass] = {
    **dict.fromkeys(("冶炼", "炼钢", "钢铁冶炼", "涉钢"), SupervisionClass.STEEL_SMELTING),
    **dict.fromkeys(("铸造企业", "铸钢", "铸铁"), SupervisionClass.FOUNDRY),
    **dict.fromkeys(("轧钢企业", "轧制"), SupervisionClass.ROLLING),
    **dict.fromkeys(("中频炉", "工频炉", "中（工）频炉", "具有中频炉", "具有工频炉"), SupervisionClass.INDUCTION_FURNACE),
    **dict.fromkeys(("其它",), SupervisionClass.OTHER),
}  # fmt: skip

_COAL = re.compile(r"煤|[斜立竖]井|矿井|[一二三四五六七八九十0-9号][号]?矿$")
_STEEL = re.compile(r"[钢铁铸轧]")
_NO_CODE = re.compile(r"\s*无码[：:]\s*(.*)", re.DOTALL)


def industry_of(name: str, heading: str = "") -> Industry:
    """The industry a name speaks of; else the one that the heading of the names speaks of (煤矿名称)."""
    for text in (name, heading):
        if _COAL.search(text):
            return Industry.COAL
        if _STEEL.search(text):
            return Industry.STEEL
    return Industry.OTHER


def class_of(industry: str, products: frozenset[str] | set[str]) -> SupervisionClass:
    """The class of a file that names none; ``products``: codes of the products whose capacity it states."""
    smelts = industry == Industry.STEEL and "crude_steel" in products
    return SupervisionClass.STEEL_SMELTING if smelts else SupervisionClass.OTHER


def reason_for_no_code(text: str) -> str | None:
    """``未登记的小作坊`` for ``无码：未登记的小作坊``, as the export writes it; None for anything else."""
    found = _NO_CODE.fullmatch(text)
    return found[1].strip() if found else None
