"""What the journal follows of documents, registers, returns and reports."""

from django.db.models import FileField, Model

from capacity_portal.journal import registry
from reports import models
from reports.rules.assessment_workflow import STEP_LABELS as ASSESSMENT_STEPS
from reports.rules.return_workflow import STEP_LABELS as RETURN_STEPS
from reports.rules.workflow import STEP_LABELS as NOTICE_STEPS

_RECORD = {"create": "新增", "edit": "修改", "remove": "移除", "attach": "上传材料", "load": "批量载入"}
_NOTICE = NOTICE_STEPS | _RECORD | {
    "draft": "拟稿",
    "read": "查阅未印发文稿", "save": "保存文稿", "comment": "提出意见", "settle": "处理意见", "number": "编号", "void": "作废字号", "freeze": "生成印发件",
    "scan": "上传扫描件", "publish": "公开发布", "unpublish": "停止公开", "link": "关联文件", "unlink": "解除关联", "print": "打印", "address": "确定主送抄送",
    "demand": "确定反馈要求", "export": "导出", "compile": "汇总", "remind": "催办",
    "ask": "送审", "decide": "审核", "begin": "启用登记簿",
}  # fmt: skip
_SENDING = RETURN_STEPS | _RECORD | {
    "receive": "签收", "cascade": "登记传达", "meet": "登记会议", "task": "登记任务分解", "extend": "调整期限", "compile": "汇总", "remind": "催办",
    "address": "确定主送抄送",
}  # fmt: skip
_INCOMING = _RECORD | {
    "register": "收文登记",
    "assign": "交办",
    "finish": "办结",
    "file": "归档",
    "cancel": "取消",
    "scan": "上传扫描件",
    "export": "导出",
    "print": "打印",
}
_PACKS = _RECORD | {
    "report": "填报准备情况",
    "ask": "申请生成",
    "build": "生成",
    "fail": "生成失败",
    "download": "下载",
    "close": "结束",
}
_REPORTS = ASSESSMENT_STEPS | _RECORD | {
    "open": "建立", "mark": "评分", "write": "编写", "freeze": "固定数据", "override": "改填数据", "restore": "恢复数据", "activate": "启用", "copy": "沿用上年",
}  # fmt: skip


_LARGE: dict[type[Model], tuple[str, ...]] = {
    models.Notice: ("content", "frozen"),
    models.NoticeVersion: ("content",),
    models.Assessment: ("texts", "sentences", "frozen"),
    models.Scheme: ("outline",),
}
"""Words in whole outlines: they have versions of their own, so the journal follows their digests."""


def _fields(model: type[Model], *left_out: str) -> tuple[str, ...]:
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, FileField))
    return tuple(
        f.attname for f in fields if f.attname not in {"id", "uuid", "version", "search_text", *left_out}
    )


def register() -> None:
    """Called from AppConfig.ready."""
    registry.track(
        models.Notice, subject="notice", label="发文", fields=_fields(models.Notice), steps=_NOTICE,
        digests=_LARGE[models.Notice],
    )  # fmt: skip
    _parts("notice", _NOTICE, lambda row: row.notice, [
        (models.NoticeVersion, "notice_version", "文稿版本"), (models.NoticeComment, "notice_comment", "修改意见"),
        (models.NoticeReview, "notice_review", "审核"), (models.DocumentLink, "document_link", "文件关联"),
    ])  # fmt: skip
    _parts("notice", _SENDING, lambda row: row.notice, [(models.Recipient, "recipient", "收文单位")])
    _parts("notice", _SENDING, lambda row: row.recipient.notice, [
        (models.RecipientFile, "recipient_file", "反馈材料"), (models.NoticeReturn, "notice_return", "书面反馈"),
    ])  # fmt: skip
    registry.track(
        models.NumberEntry, subject="number_entry", label="发文登记", fields=_fields(models.NumberEntry), steps=_NOTICE,
        file_key=lambda row: f"notice:{row.notice_id}" if row.notice_id else f"number_entry:{row.pk}", region_code=_entry_region,
    )  # fmt: skip
    registry.track(
        models.NumberSeries,
        subject="number_series",
        label="发文字号",
        fields=_fields(models.NumberSeries, "last"),
        steps=_NOTICE,
    )
    registry.track(
        models.IncomingDocument,
        subject="incoming",
        label="收文",
        fields=_fields(models.IncomingDocument, "text"),
        steps=_INCOMING,
    )
    _parts(
        "incoming", _INCOMING, lambda row: row.incoming, [(models.DocumentTask, "document_task", "收文任务")]
    )
    registry.track(
        models.SuperiorInspection,
        subject="superior_inspection",
        label="上级检查",
        fields=_fields(models.SuperiorInspection),
        steps=_PACKS,
    )
    _parts(
        "superior_inspection",
        _PACKS,
        lambda row: row.inspection,
        [(models.Preparation, "preparation", "迎检准备")],
    )
    registry.track(
        models.EvidencePack,
        subject="evidence_pack",
        label="佐证材料包",
        fields=_fields(models.EvidencePack, "job_id"),  # begun with the number of the pack, after its entry
        steps=_PACKS,
    )
    for model, subject, label in [
        (models.BasisDocument, "basis_document", "依据文件"), (models.GroupMember, "group_member", "领导小组成员"),
        (models.UnitDuty, "unit_duty", "成员单位职责"), (models.Meeting, "meeting", "会议"), (models.Scheme, "report_scheme", "报告方案"),
    ]:  # fmt: skip
        registry.track(
            model,
            subject=subject,
            label=label,
            fields=_fields(model),
            steps=_REPORTS,
            digests=_LARGE.get(model, ()),
        )
    _parts("meeting", _REPORTS, lambda row: row.meeting, [(models.MeetingFile, "meeting_file", "会议材料")])
    _parts("report_scheme", _REPORTS, lambda row: row.scheme, [(models.Indicator, "indicator", "指标")])
    registry.track(
        models.Assessment,
        subject="assessment",
        label="年度报告",
        fields=_fields(models.Assessment),
        digests=_LARGE[models.Assessment],
        steps=_REPORTS,
    )
    _parts("assessment", _REPORTS, lambda row: row.assessment, [
        (models.Score, "score", "得分"),
    ])  # fmt: skip
    registry.track(
        models.FrozenFigure, subject="frozen_figure", label="报告数据", fields=_fields(models.FrozenFigure), steps=_REPORTS,
        file_key=lambda row: f"assessment:{row.assessment_id}", region_code=lambda row: row.assessment.region_code,
    )  # fmt: skip
    _parts(
        "assessment",
        _REPORTS,
        lambda row: row.score.assessment,
        [(models.ScoreEvidence, "score_evidence", "佐证材料")],
    )
    registry.track(
        models.NoticeTemplate,
        subject="notice_template",
        label="公文模板",
        fields=_fields(models.NoticeTemplate),
        steps=_RECORD,
    )


def _parts(subject: str, steps: dict[str, str], whole, models_of: list[tuple[type[Model], str, str]]) -> None:
    for model, name, label in models_of:
        registry.track(
            model, subject=name, label=label, fields=_fields(model), steps=steps, digests=_LARGE.get(model, ()),
            file_key=lambda row: f"{subject}:{whole(row).pk}", region_code=lambda row: whole(row).region_code,
        )  # fmt: skip


def _entry_region(entry) -> str:
    return entry.notice.region_code if entry.notice_id else ""
