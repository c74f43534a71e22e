"""What the journal follows of the tip-offs: never a word of the reporter's, for the journal is read by auditors.

``content_digest`` stands for text, place and firm; identities, files, messages and answers have entries without content.
"""

from django.db.models import BinaryField, FileField, Model

from capacity_portal.journal import registry
from tipoffs import models
from tipoffs.rules.workflow import STEP_LABELS

TIP_STEPS = STEP_LABELS | {
    "receive": "收到", "enter": "代录", "read": "查阅", "export": "导出", "print": "打印", "remind": "催办", "escalate": "逾期上报",
    "ask": "向举报人提问", "reply": "举报人补充", "attach": "举报人补充材料", "evidence": "收到材料", "rate": "举报人评价", "link": "关联企业", "unlink": "解除关联",
    "same": "认定同一事项", "different": "认定不同事项", "exclude": "设定回避", "include": "解除回避", "request_visit": "请求检查",
    "enforce": "移交执法", "summary": "修改摘要", "return_repeated": "退回交办", "object": "举报人提出异议", "decide_objection": "决定异议",
    "extend": "申请延期", "decide_extension": "审批延期", "create": "登记", "end": "结束", "term": "设定身份保存期限",
    "remark": "联合核查意见", "settle": "更新企业监管",
}  # fmt: skip
CUSTODY_STEPS = {
    "create": "生成", "rotate": "更换", "lose": "登记遗失", "rewrap": "更改口令", "hand": "移交保管", "retire": "停用", "reseal": "重新封存",
    "fail": "口令错误", "forget": "销毁旧份额",
}  # fmt: skip
OPENING_STEPS = {
    "request": "申请开启", "approve": "批准开启", "refuse": "不批准开启", "join": "另一名保管人确认", "open": "开启", "end": "结束", "fail": "口令错误",
    "erase": "到期销毁", "seal": "封存", "reseal": "重新封存", "expire": "到时结束",
}  # fmt: skip
REWARD_STEPS = {
    "propose": "提出奖励",
    "grant": "审定奖励",
    "deny": "不予奖励",
    "pay": "发放奖励",
    "lapse": "逾期未领",
}
PUBLISH_STEPS = {"publish": "公布", "withdraw": "撤下"}
RULE_STEPS = {"create": "新增", "edit": "修改", "remove": "移除", "load": "批量载入"}

# The reporter's own words, and what only proves them.
UNTOLD = frozenset(
    {
        "id",
        "text",
        "seen_text",
        "place_text",
        "firm_name",
        "code_digest",
        "submission_digest",
        "version",
        "due_on",
    }
)


def _fields(model: type[Model], *left_out: str) -> tuple[str, ...]:
    fields = (
        field for field in model._meta.concrete_fields if not isinstance(field, FileField | BinaryField)
    )
    return tuple(f.attname for f in fields if f.attname not in {"id", "version", *left_out})


def _of_tip(record: Model) -> str:
    return f"tip:{record.tip_id}"


def _region(record: Model) -> str:
    return record.tip.region_code


def register() -> None:
    """Called from AppConfig.ready."""
    registry.track(
        models.Tip, subject="tip", label="举报", fields=_fields(models.Tip, *UNTOLD), steps=TIP_STEPS
    )
    for model, subject, label, steps in [
        (models.Verification, "verification", "核查记录", TIP_STEPS),
        (models.VerificationFile, "verification_file", "核查材料", TIP_STEPS),
        (models.Disposition, "disposition", "处置", TIP_STEPS),
        (models.Answer, "tip_answer", "答复", TIP_STEPS),
        (models.Assignment, "assignment", "交办", TIP_STEPS),
        (models.TipEnterprise, "tip_enterprise", "涉及企业", TIP_STEPS),
        (models.Reward, "reward", "奖励", REWARD_STEPS),
        (models.PublishedOutcome, "published_outcome", "公布的结果", PUBLISH_STEPS),
        (models.Opening, "opening", "身份开启", OPENING_STEPS),
        (models.SealedIdentity, "sealed_identity", "封存身份", OPENING_STEPS),
    ]:
        registry.track(
            model, subject=subject, label=label, fields=_fields(model), steps=steps, file_key=_of_tip, region_code=_region
        )  # fmt: skip
    registry.track(
        models.Objection, subject="objection", label="异议", fields=_fields(models.Objection, "text"), steps=TIP_STEPS,
        file_key=_of_tip, region_code=_region,
    )  # fmt: skip
    registry.track(
        models.Extension, subject="extension", label="延期申请", fields=_fields(models.Extension), steps=TIP_STEPS,
        file_key=lambda record: f"tip:{record.assignment.tip_id}", region_code=lambda record: record.assignment.tip.region_code,
    )  # fmt: skip
    registry.track(
        models.Verifier, subject="verifier", label="核查人员", fields=_fields(models.Verifier), steps=TIP_STEPS,
        file_key=lambda record: f"tip:{record.verification.tip_id}", region_code=lambda record: record.verification.tip.region_code,
    )  # fmt: skip
    registry.track(
        models.SameMatter, subject="same_matter", label="同一事项", fields=_fields(models.SameMatter), steps=TIP_STEPS,
        file_key=lambda record: f"tip:{record.later_id}", region_code=lambda record: record.later.region_code,
    )  # fmt: skip
    registry.track(
        models.Exclusion, subject="exclusion", label="回避", fields=_fields(models.Exclusion), steps=TIP_STEPS,
        file_key=lambda record: f"tip:{record.tip_id}" if record.tip_id else f"exclusion:{record.pk}",
        region_code=lambda record: record.set_by.region_code,
    )  # fmt: skip
    registry.track(
        models.CustodyKey, subject="custody_key", label="保管密钥", fields=_fields(models.CustodyKey), steps=CUSTODY_STEPS
    )  # fmt: skip
    registry.track(
        models.CustodyShare, subject="custody_share", label="保管份额", fields=_fields(models.CustodyShare), steps=CUSTODY_STEPS,
        file_key=lambda share: f"custody_key:{share.key_id}",
    )  # fmt: skip
    for model, subject, label in [
        (models.RewardScheme, "reward_scheme", "奖励办法"),
        (models.RewardAmount, "reward_amount", "奖励金额"),
        (models.ClockRule, "clock_rule", "举报时限"),
        (models.ReportChannel, "report_channel", "举报渠道"),
    ]:
        registry.track(model, subject=subject, label=label, fields=_fields(model), steps=RULE_STEPS)
    registry.name_events(
        "tip_list", label="举报", steps={"export": "导出", "print": "打印", "remind": "催办"}
    )
    registry.name_events(
        "tip_reading", label="举报查阅", steps={"alert": "查阅异常提醒", "weekly": "每周查阅清单"}
    )
