"""Columns for the tests of this part: a small ledger."""

from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets.cells import credit_code_cell, quantity, text, whole
from capacity_portal.lib.spreadsheets.columns import Column

NAME = Column("name", "企业名称", text("企业名称", 100), synonyms=("单位名称", "煤矿名称"), is_required=True)
CODE = Column("credit_code", "统一社会信用代码", credit_code_cell, synonyms=("信用代码",))
COUNTY = Column("region", "所在地区", text("所在地区", 50), synonyms=("所在县",))
STEEL = Column("capacity:crude_steel", "炼钢产能（万吨/年）", quantity("炼钢产能", "万吨/年"), ("粗钢产能",),
               kind=NUMBER, unit="万吨/年")  # fmt: skip
POWER = Column(
    "transformer_kva", "变压器容量（kVA）", quantity("变压器容量", "kVA", 1), kind=NUMBER, unit="kVA"
)
PEOPLE = Column("employees", "职工人数", whole("职工人数"), kind=NUMBER)
PHONE = Column("phone", "联系电话", text("联系电话", 20))
REMARK = Column("remark", "备注", text("备注", 500))
COLUMNS = (NAME, CODE, COUNTY, STEEL, POWER, PEOPLE, PHONE, REMARK)
BY_KEY = {column.key: column for column in COLUMNS}
