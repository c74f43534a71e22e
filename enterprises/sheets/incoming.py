"""The columns that an uploaded sheet of enterprises may have: those of the export first, then what it does not show."""

from collections.abc import Callable, Iterable, Mapping

from capacity_portal.imports.registry import Context
from capacity_portal.lib import territory
from capacity_portal.lib.exports import CODE, DATE, NUMBER
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells import choice, code, credit_code_cell, day, quantity, text, whole
from capacity_portal.lib.spreadsheets.cells.blanks import is_nothing
from capacity_portal.lib.spreadsheets.columns import Column, Doubtful
from capacity_portal.lib.typed_text import excerpt, half_width
from capacity_portal.organization.models import Region
from enterprises.choices import CoordinateSystem, Industry, IndustryEdition, Status, SupervisionClass
from enterprises.models import Enterprise, EquipmentKind, IndustryCode, Product
from enterprises.rules import incoming
from enterprises.rules.incoming_parts import Kind, ProductEntry, equipment
from enterprises.sheets import capacity_columns
from enterprises.sheets.places import Places

NOTES = (
    "一行一家企业；已有档案的按统一社会信用代码对应，没有代码的按同一地区的企业名称对应。",
    "空白单元格不改动档案中已有的内容；要清空某项内容，请在档案中修改。",
    "经营状态可填在建、在产、停产；填已退出、已取缔的应写明状态依据文号。",
    "导入前先预览，确认后一次全部入库；有错误的不会只入一部分。",
)
_PLACE_WORDS = ("所在县", "所在县（市、区）", "所在县市区", "县市区", "县（市、区）", "县区", "区县", "县", "所在地",
                "所属地区", "所属县区", "地区", "地区代码", "行政区划", "行政区划代码", "乡镇", "乡镇（街道）", "所在乡镇",
                "地址所在地", "省份", "province")  # fmt: skip
_NAME_WORDS = ("单位名称", "公司名称", "厂名", "名称", "企业", "煤矿名称", "矿井名称", "钢铁企业名称", "钢厂名称", "企业全称",
               "name")  # fmt: skip
_CODE_WORDS = ("社会信用代码", "信用代码", "统一代码", "统一信用代码", "机构代码", "credit_code")
_TEXTS: dict[str, tuple[str, ...]] = {
    "legal_representative": ("法人", "法人代表", "法定代表人姓名", "负责人"),
    "contact_name": ("联系人姓名",),
    "actual_address": ("地址", "企业地址", "生产地址", "生产经营地址", "详细地址", "厂址"),
    "registered_address": ("注册地", "住所"),
    "process": ("生产工艺", "工艺类型", "process"),
    "remarks": ("说明", "备注说明", "附注"),
}
_ASSIGNED = {
    "supervising_department": ("监管单位", "主管部门", "监管部门名称"),
    "supervising_officer": ("监管责任人", "监管人"),
}


def columns(context: Context) -> list[Column]:
    """Every column, with live choices of the officer's own area (four queries)."""
    products = products_in_use()
    return [
        *_identity(),
        _place(context),
        _choices("supervision_class", SupervisionClass.choices, incoming.CLASS_WORDS, ("企业类别", "类别", "监管分类")),
        _choices("industry", Industry.choices, incoming.INDUSTRY_WORDS, ("行业类别", "所属行业", "行业名称")),
        _choices("status", Status.choices, incoming.STATUS_WORDS, ("状态", "生产状态", "企业状态", "运行状态", "status")),
        _day("status_on", context, ("退出日期", "退出时间", "停产日期", "停产时间", "取缔日期", "关闭日期")),
        _text("status_document", ("依据文号", "文号", "批准文号", "依据文件")),
        *(_text(name, synonyms) for name, synonyms in _ASSIGNED.items()),
        *(_text(name, synonyms) for name, synonyms in _TEXTS.items()),
        _code("contact_phone", ("电话", "手机", "联系方式", "手机号", "手机号码")),
        *_position(),
        _industry_code(),
        *_size_and_power(),
        _equipment(),
        *capacity_columns.of_products(products),
        capacity_columns.general(products),
        *_recognised(),
    ]  # fmt: skip


def products_in_use() -> dict[str, ProductEntry]:
    """The active products by code, in the order of the dictionary."""
    rows = Product.objects.filter(is_active=True).order_by("position", "code")
    found = rows.values_list("id", "code", "name", "industry", "unit")
    return {entry.code: entry for entry in (ProductEntry(*row) for row in found)}


def _title(name: str) -> str:
    return str(Enterprise._meta.get_field(name).verbose_name)


def _longest(name: str) -> int:
    return Enterprise._meta.get_field(name).max_length


def _identity() -> Iterable[Column]:
    yield Column(
        "name", "企业名称", text("企业名称", _longest("name")), _NAME_WORDS, is_required=True, width=32,
        example="吉安某某铸造有限公司", note="营业执照上的全称。",
    )  # fmt: skip
    yield Column(
        "credit_code", "统一社会信用代码", _code_or_reason, _CODE_WORDS, kind=CODE, width=22,
        note="18 位，按文本填写；没有的写“无码：”和原因。",
    )  # fmt: skip


def _code_or_reason(cell: Cell, unit: str = "") -> str | None:
    """The code, or the text ``无码：…`` with the reason why there is none."""
    found = credit_code_cell(cell, unit)
    if found is None and isinstance(cell, str) and incoming.reason_for_no_code(cell):
        return f"无码：{incoming.reason_for_no_code(cell)}"[: _longest("no_code_reason")]
    return found


def _place(context: Context) -> Column:
    own = context.officer.region_code
    known = [
        *Region.objects.within(own).order_by("code").values_list("code", "name", "valid_from", "valid_to")
    ]
    above = Region.objects.filter(code__in=territory.ancestors(own))
    known += above.values_list("code", "name", "valid_from", "valid_to")
    today = context.today
    regions = [
        (code, name, (first is None or first <= today) and (last is None or last >= today))
        for code, name, first, last in known
    ]
    home = next((name for code, name, _ in regions if code == context.region_code), context.region_code)
    offered = tuple(name for code, name, current in regions if current and territory.contains(own, code))
    return Column(
        "region", "所在地区", Places(regions, own, home).read, _PLACE_WORDS, choices=offered[:1_000], width=14,
        note="县（市、区）、乡镇或村的名称，也可以填代码。",
    )  # fmt: skip


def _choices(name: str, labels: Iterable, words: Mapping, synonyms: tuple[str, ...]) -> Column:
    by_label = {label: str(value) for value, label in labels}
    read = choice(_title(name), by_label, {word: str(value) for word, value in words.items()})
    return Column(name, _title(name), read, synonyms, choices=tuple(by_label))


def _text(name: str, synonyms: tuple[str, ...]) -> Column:
    most = _longest(name) or 80
    read_text = text(_title(name), most)

    def read(cell: Cell, unit: str = "") -> str | None:
        return None if is_nothing(cell) else read_text(cell, unit)

    return Column(name, _title(name), read, synonyms, width=32 if most > 100 else 16)


def _code(name: str, synonyms: tuple[str, ...]) -> Column:
    return Column(name, _title(name), code(_title(name), _longest(name)), synonyms, kind=CODE)


def _day(name: str, context: Context, synonyms: tuple[str, ...]) -> Column:
    return Column(
        name, _title(name), day(_title(name), latest=context.today), synonyms, kind=DATE, example="2026-03-05"
    )


def _position() -> Iterable[Column]:
    for name, synonyms in (("longitude", ("东经", "lng", "lon")), ("latitude", ("北纬", "lat"))):
        # Twelve decimals are read and six kept: a tenth of a metre.
        read = quantity(_title(name), "", 12, {}, least=-180, most=180)
        yield Column(name, _title(name), read, synonyms, kind=NUMBER, note="以度为单位的小数，保留 6 位。")
    labels = {label: value for value, label in CoordinateSystem.choices}
    words = {
        "WGS84": "wgs84",
        "WGS-84": "wgs84",
        "GCJ02": "gcj02",
        "GCJ-02": "gcj02",
        "卫星定位": "wgs84",
        "国内地图": "gcj02",
    }
    yield Column("coordinate_system", "坐标来源", choice("坐标来源", labels, words), ("坐标系", "坐标取自"), choices=tuple(labels))  # fmt: skip


def _industry_code() -> Column:
    known = dict(
        IndustryCode.objects.order_by("edition").values_list("code", "edition")
    )  # the later edition stays
    read_code = code("行业代码", 4)

    def read(cell: Cell, unit: str = "") -> tuple[str, str] | Doubtful | None:
        typed = read_code(cell, unit)
        if typed is None or typed in known:
            return None if typed is None else (known[typed], typed)
        message = f"行业代码{excerpt(typed)}不在字典中，暂不填入档案；如属实请说明，否则请改正。"
        return Doubtful(None, "industry_code", message)

    editions = "、".join(label for _, label in IndustryEdition.choices)
    return Column(
        "industry_code", "行业代码", read, ("国民经济行业代码",), kind=CODE, note=f"四位，{editions}。"
    )


def _size_and_power() -> Iterable[Column]:
    yield Column(
        "employees",
        "职工人数",
        whole("职工人数", most=1_000_000),
        ("从业人数", "人数", "员工人数"),
        kind=NUMBER,
    )
    yield _code("power_account", ("户号", "电力户号", "用户编号"))
    most = 999_999_999
    read = quantity("变压器容量", "kVA", 1, most=most)
    yield Column(
        "transformer_kva", "变压器容量（kVA）", read, ("变压器容量", "变压器"), kind=NUMBER, unit="kVA"
    )


def _equipment() -> Column:
    rows = EquipmentKind.objects.filter(is_active=True).order_by("position", "id")
    kinds = {
        half_width(name): Kind(number, name, unit)
        for number, name, unit in rows.values_list("id", "name", "size_unit")
    }
    read_text: Callable = text("主要设备", 2_000)

    def read(cell: Cell, unit: str = "") -> list | None:
        typed = None if is_nothing(cell) else read_text(cell, unit)
        return None if typed is None else equipment(typed, kinds) or None

    return Column(
        "equipment", "主要设备", read, ("设备", "主要生产设备", "装备"), width=36,
        example="中频炉 3t×2；轧机×1", note="种类、规格、数量，用分号隔开。",
    )  # fmt: skip


def _recognised() -> Iterable[Column]:
    """Columns of the export that follow from elsewhere: known, and left as they are."""
    for key, title in (("is_key", "重点监管"), ("confirmed_at", "最近确认"), ("updated_at", "最近更新")):
        yield Column(key, title, lambda cell, unit="": None, is_in_template=False)
