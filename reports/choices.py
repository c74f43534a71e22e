"""Fixed lists of official documents, registers, returns and assessments, in the terms of the field."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    """What a document is (文种). The sheets named by the sources stand beside those of the regulation on official documents."""

    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    RECTIFICATION = "rectification", "限期整改意见书"
    HANDOVER = "handover", "线索交办单"
    SUPERVISION = "supervision", "督办单"
    REMINDER = "reminder", "催办单"
    TALK = "talk", "约谈通知书"
    REPLY = "reply", "复函"
    LETTER = "letter", "函"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    ORDER = "order", "令"
    MINUTES = "minutes", "纪要"


class DocumentForm(TextChoices):
    """The forms of GB/T 9704-2012; the values are those of ``lib.typesetting.official.outline.Form``."""

    ORDINARY = "ordinary", "文件格式"
    LETTER = "letter", "信函格式"
    ORDER = "order", "命令（令）格式"
    MINUTES = "minutes", "纪要格式"


class Direction(TextChoices):
    DOWN = "down", "下行文"
    LEVEL = "level", "平行文"
    UP = "up", "上行文"


class SigningKind(TextChoices):
    """How it is made valid; the values are those of ``outline.Signing``."""

    SEALED = "sealed", "加盖印章"
    UNSEALED = "unsealed", "不加盖印章"
    STAMPED = "stamped", "加盖签发人签名章"


class Urgency(TextChoices):
    NONE = "", "无"
    URGENT = "加急", "加急"
    MOST_URGENT = "特急", "特急"


class NoticeState(TextChoices):
    DRAFT = "draft", "拟稿"
    REVIEWING = "reviewing", "审核中"
    APPROVED = "approved", "已签发待编号"
    ISSUED = "issued", "已印发"
    REPLACED = "replaced", "已被代替"
    WITHDRAWN = "withdrawn", "已废止"
    DROPPED = "dropped", "不再办理"


OUT_STATES = frozenset({NoticeState.ISSUED, NoticeState.REPLACED, NoticeState.WITHDRAWN})
OPEN_STATES = frozenset({NoticeState.DRAFT, NoticeState.REVIEWING, NoticeState.APPROVED})


class ReviewStage(TextChoices):
    """Steps of the chain before issue, in this order."""

    CHECK = "check", "核稿"
    COUNTERSIGN = "countersign", "会签"
    SIGN = "sign", "签发"


class ReviewDecision(TextChoices):
    WAITING = "waiting", "待办理"
    AGREED = "agreed", "同意"
    RETURNED = "returned", "退回"
    DROPPED = "dropped", "不再需要"


class Relation(TextChoices):
    """What a document of ours does with another one."""

    IMPLEMENTS = "implements", "贯彻"
    FORWARDS = "forwards", "转发"
    ANSWERS = "answers", "答复"
    SUPPLEMENTS = "supplements", "补充"
    REPLACES = "replaces", "代替"


class IncomingState(TextChoices):
    REGISTERED = "registered", "已登记"
    ASSIGNED = "assigned", "办理中"
    DONE = "done", "已办结"
    FILED = "filed", "阅知归档"


class TaskState(TextChoices):
    OPEN = "open", "办理中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "取消"


class ReturnState(TextChoices):
    """A recipient's written return (书面反馈)."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "已报送"
    ACCEPTED = "accepted", "已通过"
    SENT_BACK = "sent_back", "退回修改"


class PackState(TextChoices):
    BUILDING = "building", "生成中"
    READY = "ready", "已生成"
    FAILED = "failed", "未生成"


class ReportKind(TextChoices):
    """What a scheme is for: the outline of its words and whether it is marked."""

    SELF_ASSESSMENT = "self_assessment", "自评报告"
    WORK_REPORT = "work_report", "年度工作报告"
    SELF_CHECK = "self_check", "自查报告"


class AssessmentState(TextChoices):
    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "已报送"
    SENT_BACK = "sent_back", "退回修改"
    REVIEWED = "reviewed", "已复核"
    FINAL = "final", "已定稿"


class MarkMethod(TextChoices):
    """How an indicator's mark is reckoned from its figure."""

    MANUAL = "manual", "人工评分"
    ALL_OR_NOTHING = "all_or_nothing", "达到即得满分，否则不得分"
    RATIO = "ratio", "按完成比例得分"
    DEDUCT_EACH = "deduct_each", "每项扣分"


class MeetingKind(TextChoices):
    LEADING_GROUP = "leading_group", "领导小组会议"
    JOINT = "joint", "联席会议"
    DEPLOYMENT = "deployment", "部署会议"
    CONVEYING = "conveying", "传达会议"
    SUPERVISION = "supervision", "督导会"
    TALK = "talk", "约谈"
    OTHER = "other", "其他会议"
