"""What the journal follows of the inspections.

Duties are not followed line by line (a hundred thousand a month): the round's entry carries the digest of the frozen list,
and every addition, removal, excuse and visit has an entry of its own.
"""

from django.db.models import FileField, Model

from capacity_portal.journal import registry
from inspections.models import (
    Checklist,
    ChecklistItem,
    Clearing,
    Closing,
    Finding,
    FindingEvidence,
    FindingProgress,
    MonthlyReturn,
    Recheck,
    RecheckDraw,
    Round,
    Visit,
    VisitInspector,
    VisitPhoto,
    VisitScan,
)

ROUND_STEPS = {
    "create": "开启", "add": "列入", "remove": "移出", "place": "归入网格", "excuse": "批准不计", "unexcuse": "撤销批准",
    "explain": "说明未排查原因", "unexplain": "未排查原因作废", "close": "关账", "reopen": "重新开账", "remind": "催报",
    "print": "打印", "export": "导出",
}  # fmt: skip
VISIT_STEPS = {
    "create": "记录", "confirm": "确认参加", "send_back": "退回", "correct": "更正", "attach": "附件", "print": "打印",
    "import": "表格导入", "remove": "清理",
}  # fmt: skip
FINDING_STEPS = {
    "create": "登记", "edit": "修改", "progress": "报告进展", "claim": "报请复查", "reject": "复查退回", "close": "复查销号",
    "escalate": "逾期升级", "extend": "延长期限", "confirm": "查实地条钢生产", "enforce": "移交执法", "clear": "彻底取缔", "attach": "附证据",
    "remove": "清理", "rule_out": "认定经查不实", "look_back": "定回头看日期", "looked_back": "登记回头看", "template": "改用清单",
}  # fmt: skip
RETURN_STEPS = {
    "create": "建立", "edit": "修改", "submit": "签报", "withdraw": "撤回", "accept": "通过", "send_back": "退回",
    "attach": "附扫描件", "remind": "催报", "print": "打印", "refuse_signature": "签名未通过", "export": "导出",
}  # fmt: skip
CHECKLIST_STEPS = {"create": "新增", "edit": "修改", "publish": "发布", "load": "批量载入", "remove": "移除"}
RECHECK_STEPS = {"create": "抽取", "record": "登记结果"}


def _fields(model: type[Model]) -> tuple[str, ...]:
    left_out = {"id", "text_digest", "report_digest", "version"}
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, FileField))
    return tuple(field.attname for field in fields if field.attname not in left_out)


def _about(record: Model) -> str:
    """The file key of whatever a visit or finding is about: an enterprise's file, or the cell."""
    if record.enterprise_id:
        return f"enterprise:{record.enterprise_id}"
    return f"grid_cell:{record.cell_id}"


# The figures of a month are large; their digest stands for them.
_CLOSING_FIELDS = tuple(name for name in _fields(Closing) if name != "figures")


def register() -> None:
    """Called from AppConfig.ready."""
    registry.track(Round, subject="round", label="月排查", fields=_fields(Round), steps=ROUND_STEPS)
    registry.track(
        Closing, subject="closing", label="关账", fields=_CLOSING_FIELDS, steps=ROUND_STEPS,
        file_key=lambda closing: f"round:{closing.round_id}",
    )  # fmt: skip
    registry.name_events("duty", label="排查任务", steps=ROUND_STEPS)
    registry.track(
        Visit, subject="visit", label="排查记录", fields=_fields(Visit), file_key=_about, steps=VISIT_STEPS
    )
    for model, subject, label in [
        (VisitInspector, "visit_inspector", "检查人员"),
        (VisitScan, "visit_scan", "签字扫描件"),
    ]:
        registry.track(
            model, subject=subject, label=label, fields=_fields(model), steps=VISIT_STEPS,
            file_key=lambda record: _about(record.visit), region_code=lambda record: record.visit.region_code,
        )  # fmt: skip
    registry.track(
        VisitPhoto, subject="visit_photo", label="排查照片", fields=_fields(VisitPhoto), steps=VISIT_STEPS,
        file_key=lambda photo: _about(photo.visit) if photo.visit_id else f"visit_photo:{photo.pk}",
        region_code=lambda photo: photo.visit.region_code if photo.visit_id else photo.uploaded_by.region_code,
    )  # fmt: skip
    registry.track(
        Finding,
        subject="finding",
        label="问题",
        fields=_fields(Finding),
        file_key=_about,
        steps=FINDING_STEPS,
    )
    for model, subject, label in [
        (FindingProgress, "finding_progress", "整改进展"),
        (FindingEvidence, "finding_evidence", "整改证据"),
        (Clearing, "clearing", "彻底取缔清单"),
    ]:
        registry.track(
            model, subject=subject, label=label, fields=_fields(model), steps=FINDING_STEPS,
            file_key=lambda record: _about(record.finding), region_code=lambda record: record.finding.region_code,
        )  # fmt: skip
    registry.track(
        MonthlyReturn,
        subject="monthly_return",
        label="监管月报",
        fields=_fields(MonthlyReturn),
        steps=RETURN_STEPS,
    )
    registry.track(
        RecheckDraw,
        subject="recheck_draw",
        label="抽查抽取",
        fields=_fields(RecheckDraw),
        steps=RECHECK_STEPS,
    )
    registry.track(
        Recheck, subject="recheck", label="抽查", fields=_fields(Recheck), steps=RECHECK_STEPS,
        region_code=lambda recheck: recheck.duty.region_code,
    )  # fmt: skip
    registry.track(
        Checklist, subject="checklist", label="检查表模板", fields=_fields(Checklist), steps=CHECKLIST_STEPS
    )
    registry.track(
        ChecklistItem, subject="checklist_item", label="检查项", fields=_fields(ChecklistItem), steps=CHECKLIST_STEPS,
        file_key=lambda item: f"checklist:{item.checklist_id}",
    )  # fmt: skip
