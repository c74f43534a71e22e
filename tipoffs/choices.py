"""Choices of the tip-offs (举报): channels, kinds, states, conclusions."""

from django.db import models


class Channel(models.TextChoices):
    """How a tip reached the office; all but WEB are entered by staff."""

    WEB = "web", "网上举报"
    PHONE = "phone", "来电"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    SUPERIOR = "superior", "上级转办"
    ASSOCIATION = "association", "钢铁工业协会平台"
    HOTLINE = "hotline", "12345热线转办"
    OTHER = "other", "其他"


class TipKind(models.TextChoices):
    """What may be reported: the three scopes of the announcements, and what some prefectures add."""

    PRODUCTION = "production", "正在生产“地条钢”"
    RELOCATED = "relocated", "已取缔企业异地转移或恢复生产"
    DISGUISED = "disguised", "以铸造、特钢等名义生产“地条钢”"
    FURNACE = "furnace", "用中（工）频炉生产建筑用钢"
    EXITED_RESUMED = "exited_resumed", "已退出产能恢复生产"
    NEW_CAPACITY = "new_capacity", "违规新增产能"
    OTHER = "other", "其他"


class Daytime(models.TextChoices):
    DAY = "day", "白天"
    NIGHT = "night", "夜间（20时至次日6时）"
    BOTH = "both", "白天和夜间都有"
    UNKNOWN = "unknown", "说不清"


class TipState(models.TextChoices):
    RECEIVED = "received", "已收到"
    REFUSING = "refusing", "拟不受理（待复核）"
    REFUSED = "refused", "不予受理"
    ACCEPTED = "accepted", "已受理"
    HANDED_OVER = "handed_over", "已交办"
    VERIFYING = "verifying", "核查中"
    VERIFIED = "verified", "已核查"
    DEALT = "dealt", "已处理"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


OPEN_STATES = frozenset(set(TipState) - {TipState.REFUSED, TipState.CLOSED})
# Those the office took on: the invariant of closing speaks of them.
ACCEPTED_STATES = frozenset(set(TipState) - {TipState.RECEIVED, TipState.REFUSING, TipState.REFUSED})


class RefusalReason(models.TextChoices):
    OUT_OF_REMIT = "out_of_remit", "不属于受理范围"
    REPEATED = "repeated", "重复举报"
    UNTRACEABLE = "untraceable", "线索不清，无法核查"


class Conclusion(models.TextChoices):
    CONFIRMED = "confirmed", "属实"
    PARTLY = "partly", "部分属实"
    UNFOUNDED = "unfounded", "不属实"


class AssignmentState(models.TextChoices):
    """One unit's part in a tip: ``RETURNED`` and ``TRANSFERRED`` ended without a result of its own."""

    OPEN = "open", "办理中"
    DONE = "done", "已反馈"
    RETURNED = "returned", "已退回"
    TRANSFERRED = "transferred", "已改派"


class DispositionKind(models.TextChoices):
    DISMANTLED = "dismantled", "拆除取缔"
    SEALED = "sealed", "查封设备"
    POWER_CUT = "power_cut", "断水断电"
    STOPPED = "stopped", "责令停产整改"
    PENALTY = "penalty", "立案处罚"
    TRANSFERRED = "transferred", "移送其他机关"
    NOTHING_NEEDED = "nothing_needed", "不属实，无需处理"
    OTHER = "other", "其他"


class EnforcementState(models.TextChoices):
    NONE = "none", "未移交"
    MARKED = "marked", "拟移交执法"
    HANDED_OVER = "handed_over", "已移交"
    ACCEPTED = "accepted", "已立案"
    CONCLUDED = "concluded", "已结案"


class RequestState(models.TextChoices):
    """A request that another person decides: extension, objection."""

    ASKED = "asked", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class FileKind(models.TextChoices):
    """What was sent; VIDEO and OFFICE have no clean copy and stay sealed."""

    PHOTO = "photo", "照片"
    DOCUMENT = "document", "PDF 文档"
    VIDEO = "video", "视频"
    OFFICE = "office", "办公文档"


class KeyState(models.TextChoices):
    ACTIVE = "active", "在用"
    RETIRED = "retired", "已更换"
    LOST = "lost", "已遗失"


class OpeningState(models.TextChoices):
    REQUESTED = "requested", "待审批"
    APPROVED = "approved", "待另一名保管人确认"
    READY = "ready", "待开启"
    OPEN = "open", "已开启"
    ENDED = "ended", "已结束"
    REFUSED = "refused", "未批准"


class RewardState(models.TextChoices):
    PROPOSED = "proposed", "待审定"
    GRANTED = "granted", "待领取"
    DENIED = "denied", "不予奖励"
    PAID = "paid", "已发放"
    LAPSED = "lapsed", "逾期未领"


class RewardSplit(models.TextChoices):
    """Who of several reporters of one firm is rewarded."""

    FIRST = "first", "奖励最先举报的人"
    EQUAL = "equal", "同一企业的有效举报人平分"
