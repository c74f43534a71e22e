"""The columns of the ledger: what the page shows and what its spreadsheets carry, described once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from capacity_portal.lib import exports
from capacity_portal.lib.exports import CODE, DATE, NUMBER, TEXT
from capacity_portal.lib.quantities import trimmed
from enterprises.models import Enterprise


@dataclass(frozen=True)
class Column:
    """One column. ``value`` gives text, a number or a date; ``fields`` are the database fields it reads; ``width`` in characters.

    ``rows`` names a related manager that must be prefetched (equipment, capacities); ``kind`` as in ``lib.exports``.
    """

    key: str
    title: str
    value: Callable[[Enterprise], object]
    fields: tuple[str, ...]
    width: int = 14
    rows: str = ""
    kind: str = TEXT


def _plain(name: str, title: str, width: int = 14, kind: str = TEXT) -> Column:
    return Column(name, title, lambda enterprise: getattr(enterprise, name), (name,), width, kind=kind)


def _label(name: str, title: str, width: int = 12) -> Column:
    # get_..._display() makes this dictionary anew for every cell.
    labels = dict(Enterprise._meta.get_field(name).flatchoices)

    def value(enterprise: Enterprise) -> str:
        return labels.get(getattr(enterprise, name), "")

    return Column(name, title, value, (name,), width)


def _related(name: str, title: str, shown: str, width: int = 16) -> Column:
    alias = f"{name}_{shown}"  # read by the join alone: a record of its own for every cell costs more than the row

    def value(enterprise: Enterprise) -> str:
        return getattr(enterprise, alias) or ""

    return Column(name, title, value, (f"{name}__{shown}",), width)


def _day(name: str, title: str) -> Column:
    def value(enterprise: Enterprise) -> date | None:
        moment = getattr(enterprise, name)
        return localdate(moment) if moment else None

    return Column(name, title, value, (name,), 12, kind=DATE)


def _code(enterprise: Enterprise) -> str:
    return enterprise.credit_code or f"无码：{enterprise.no_code_reason}"


def _key(enterprise: Enterprise) -> str:
    return enterprise.get_key_reason_display() if enterprise.is_key else ""


def equipment_text(enterprise: Enterprise) -> str:
    """``中频炉 3t×2；轧机×1``, what was dismantled left out."""
    rows = (row for row in enterprise.equipment.all() if row.state != "dismantled" and not row.is_withdrawn)
    return "；".join(f"{row.kind.name} {_size(row)}×{row.count}" for row in rows)


def _size(row) -> str:
    return "" if row.size is None else trimmed(row.size, row.size_unit, 3)


def capacity_text(enterprise: Enterprise) -> str:
    """``生铁 120万吨/年；粗钢 100万吨/年`` as filed, as stated where nothing is filed."""
    return "；".join(
        f"{row.product.name} {trimmed(row.stated if row.filed is None else row.filed, row.unit)}"
        for row in enterprise.capacities.all()
    )


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in [
        _plain("name", "企业名称", 32),
        Column("credit_code", "统一社会信用代码", _code, ("credit_code", "no_code_reason"), 22, kind=CODE),
        _related("region", "所在地区", "name", 14),
        _label("supervision_class", "监管类别", 16),
        _label("industry", "行业"),
        _label("status", "经营状态"),
        Column("is_key", "重点监管", _key, ("is_key", "key_reason"), 16),
        _related("supervising_department", "监管部门", "name", 18),
        _related("supervising_officer", "监管人员", "name", 10),
        _plain("legal_representative", "法定代表人", 10),
        _plain("contact_name", "联系人", 10),
        _plain("contact_phone", "联系电话", 14, CODE),
        _plain("actual_address", "实际地址", 32),
        _plain("registered_address", "注册地址", 32),
        _plain("employees", "职工人数", 10, NUMBER),
        _plain("power_account", "用电户号", 16, CODE),
        _plain("transformer_kva", "变压器容量（kVA）", 16, NUMBER),
        Column(
            "equipment", "主要设备", equipment_text, (), 36, "equipment__kind"
        ),
        Column("capacities", "产能", capacity_text, (), 30, "capacities__product"),
        _day("confirmed_at", "最近确认"),
        _day("updated_at", "最近更新"),
    ]
}  # fmt: skip
ALWAYS = "name"
SHOWN_AT_FIRST = (
    "name",
    "credit_code",
    "region",
    "supervision_class",
    "status",
    "is_key",
    "supervising_officer",
    "confirmed_at",
)
_ALWAYS_READ = (
    "id",
    "version",
    "status",
    "is_key",
    "merged_into_id",
    "region_code",
    "updated_at",
    "confirmed_at",
)


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns named by ``keys`` that exist, in the table's order, the name always; those shown at first if none is named."""
    named = set(keys) & COLUMNS.keys() or set(SHOWN_AT_FIRST)
    return [column for column in COLUMNS.values() if column.key in named | {ALWAYS}]


def reading(queryset: QuerySet[Enterprise], columns: Iterable[Column]) -> QuerySet[Enterprise]:
    """``queryset`` with just the fields and related records that ``columns`` show."""
    columns = list(columns)
    fields = {name for column in columns for name in column.fields}
    joined = {name.replace("__", "_"): F(name) for name in fields if "__" in name}
    rows = [column.rows for column in columns if column.rows]
    own = [name for name in fields if "__" not in name]
    queryset = queryset.only(*_ALWAYS_READ, *own).annotate(**joined)
    return queryset.prefetch_related(*rows) if rows else queryset


def headings(columns: Iterable[Column]) -> list[exports.Column]:
    """The columns for ``lib.exports``."""
    return [exports.Column(column.title, column.kind, column.width) for column in columns]


def lines(enterprises: Iterable[Enterprise], columns: list[Column]) -> Iterator[list[object]]:
    """One list of values an enterprise."""
    for enterprise in enterprises:
        yield [column.value(enterprise) for column in columns]
