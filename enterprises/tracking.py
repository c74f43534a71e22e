"""What the journal follows of the enterprise file."""

from capacity_portal.journal import registry
from enterprises.models import (
    Attachment,
    Capacity,
    ConversionRow,
    Enterprise,
    Equipment,
    EquipmentKind,
    FormerName,
    IndustryCode,
    Licence,
    Link,
    Product,
    ReductionItem,
    ReductionTask,
    ReductionTotal,
    VisitRequest,
)

ENTERPRISE_STEPS = {
    "create": "建档",
    "edit": "修改",
    "status": "变更状态",
    "confirm": "确认",
    "assign": "指定监管人员",
    "key": "列入重点监管",
    "unkey": "移出重点监管",
    "merge": "并入",
    "absorb": "接收并入",
    "unmerge": "恢复单列",
    "print": "打印",
    "export": "导出",
    "import": "导入",
}
PART_STEPS = {
    "create": "登记",
    "edit": "修改",
    "withdraw": "撤下",
    "remove": "移除",
    "move": "随档案迁移",
    "import": "导入",
}
REQUEST_STEPS = {"create": "请求检查", "answer": "答复", "withdraw": "撤回"}
LINK_STEPS = {"create": "发现", "edit": "补充依据", "decide": "核对", "move": "随档案迁移"}

# Left out, because they follow from what is followed: keys, search text, the lock, and who changed the file last (the
# entries themselves say so).
_DERIVED = {
    "id", "name_key", "address_key", "registered_address_key", "representative_key", "serial_key", "search_text",
    "version", "updated_at", "updated_by_id",
}  # fmt: skip


def _followed(model, *, besides: frozenset[str] = frozenset()) -> tuple[str, ...]:
    names = (field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in _DERIVED | besides)


def _of_enterprise(record) -> str:
    return f"enterprise:{record.enterprise_id}"


def _region_of_enterprise(record) -> str:
    return record.enterprise.region_code


def _of_task(record) -> str:
    return f"reduction:{record.task_id}"


def register() -> None:
    _register_file()
    _register_requests()
    _register_links()
    _register_reductions()
    _register_dictionaries()


def _register_file() -> None:
    registry.track(
        Enterprise, subject="enterprise", label="企业", fields=_followed(Enterprise), steps=ENTERPRISE_STEPS
    )
    for model, subject, label in [
        (FormerName, "former_name", "曾用名"),
        (Equipment, "equipment", "设备"),
        (Capacity, "capacity", "产能"),
        (Licence, "licence", "证照手续"),
        (Attachment, "attachment", "附件"),
    ]:
        registry.track(
            model,
            subject=subject,
            label=label,
            fields=_attachment_fields() if model is Attachment else _followed(model),
            file_key=_of_enterprise,
            region_code=_region_of_enterprise,
            steps=PART_STEPS,
        )


def _register_requests() -> None:
    registry.track(
        VisitRequest,
        subject="visit_request",
        label="检查请求",
        fields=tuple(name for name in _followed(VisitRequest) if name != "receipt_number"),
        file_key=_of_enterprise,
        steps=REQUEST_STEPS,
    )


def _register_links() -> None:
    registry.track(
        Link,
        subject="link",
        label="疑似关联",
        fields=_followed(Link),
        region_code=lambda link: link.first_region_code,
        steps=LINK_STEPS,
    )


def _register_reductions() -> None:
    registry.track(
        ReductionTask,
        subject="reduction",
        label="压减任务",
        fields=_followed(ReductionTask),
        steps=PART_STEPS,
    )
    for model, subject, label in [
        (ReductionTotal, "reduction_total", "任务合计"),
        (ReductionItem, "reduction_item", "任务分项"),
    ]:
        registry.track(
            model,
            subject=subject,
            label=label,
            fields=_followed(model),
            file_key=_of_task,
            region_code=lambda record: record.task.region_code,
            steps=PART_STEPS,
        )


def _register_dictionaries() -> None:
    for model, subject in [
        (EquipmentKind, "equipment_kind"),
        (Product, "product"),
        (IndustryCode, "industry_code"),
        (ConversionRow, "conversion_row"),
    ]:
        registry.track(
            model,
            subject=subject,
            label=str(model._meta.verbose_name),
            fields=_followed(model),
            region_code=lambda record: "",
            steps=PART_STEPS,
        )


def _attachment_fields() -> tuple[str, ...]:
    # The file column holds a FieldFile; its name is not needed beside the content's digest.
    return tuple(name for name in _followed(Attachment) if name != "file")
