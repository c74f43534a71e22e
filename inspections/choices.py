"""Choices of the inspections (月排查)."""

from django.db import models


class RoundState(models.TextChoices):
    OPEN = "open", "进行中"
    CLOSED = "closed", "已关账"
    REOPENED = "reopened", "重新开账"


class DutyKind(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    SWEEP = "sweep", "网格拉网排查"


class DutyEntry(models.TextChoices):
    """How a duty came on the month's list: the two left sides of the stock equation."""

    OPENING = "opening", "月初在册"
    ADDED = "added", "本月新增"


class Coverage(models.TextChoices):
    """What the month knows of a duty. Attempts do not count as inspected (拒绝检查, 未能进入)."""

    PENDING = "pending", "未排查"
    ATTEMPTED = "attempted", "到场未查成"
    COVERED = "covered", "已排查"
    EXCUSED = "excused", "经批准不计"


class Outcome(models.TextChoices):
    NORMAL = "normal", "正常"
    PROBLEM = "problem", "发现问题"
    IDLE = "idle", "停产无人"
    REFUSED = "refused", "拒绝检查"
    NO_ENTRY = "no_entry", "未能进入"


class VisitState(models.TextChoices):
    RECORDED = "recorded", "有效"
    SENT_BACK = "sent_back", "已退回"
    REPLACED = "replaced", "已更正"


class VisitSource(models.TextChoices):
    ONLINE = "online", "在线填报"
    OFFLINE = "offline", "离线填报后上传"
    GRID = "grid", "表格录入"
    SHEET = "sheet", "表格导入"


class PhotoKind(models.TextChoices):
    SITE = "site", "现场"
    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"
    SERIAL_PLATE = "serial_plate", "设备铭牌"


class AnswerKind(models.TextChoices):
    YES_NO = "yes_no", "是／否"
    CHOICE = "choice", "单选"
    NUMBER = "number", "数字"
    TEXT = "text", "文字"


class ChecklistCode(models.TextChoices):
    """The templates the portal knows how to choose; their items are versioned records, edited in the back office."""

    STEEL_SMELTING = "steel_smelting", "涉钢冶炼"
    FOUNDRY = "foundry", "铸造"
    ROLLING = "rolling", "轧钢"
    INDUCTION_FURNACE = "induction_furnace", "中（工）频炉"
    LOOKBACK = "lookback", "已取缔回头看"
    GENERAL = "general", "重点监管（其他行业）"
    SWEEP = "sweep", "网格拉网排查"
    FIVE_THOROUGH = "five_thorough", "五个彻底"
    FOUR_THOROUGH = "four_thorough", "四个彻底"


THOROUGH = frozenset({ChecklistCode.FIVE_THOROUGH, ChecklistCode.FOUR_THOROUGH})


class FindingKind(models.TextChoices):
    """Violations by 吉林 2021 (requirements C-07)."""

    REVIVAL = "revival", "地条钢死灰复燃"
    RESUMED = "resumed", "已化解产能复产"
    NOT_ELIMINATED = "not_eliminated", "落后产能未淘汰"
    NEW_CAPACITY = "new_capacity", "违规新增产能"
    OTHER = "other", "其他"


class NewCapacityKind(models.TextChoices):
    """The six sub-kinds of 违规新增产能."""

    ILLEGAL_FILING = "illegal_filing", "违规备案"
    BUILT_BEFORE_APPROVAL = "built_before_approval", "未批先建"
    BUILT_LARGER = "built_larger", "批小建大"
    REPLACEMENT_BREACH = "replacement_breach", "不符合置换规定"
    FRAUD = "fraud", "弄虚作假"
    OTHER_NAME = "other_name", "以铁合金、铸造、机械制造、船舶等名义延伸"


class Severity(models.TextChoices):
    MINOR = "minor", "一般"
    MAJOR = "major", "较重"
    SERIOUS = "serious", "重大"


class FindingState(models.TextChoices):
    OPEN = "open", "待整改"
    UNDER_WAY = "under_way", "整改中"
    TO_RECHECK = "to_recheck", "待复查"
    CLOSED = "closed", "已销号"


class EnforcementState(models.TextChoices):
    """A serious finding is handed to the unit that may enforce; only its course is kept here."""

    NONE = "none", "未移交"
    MARKED = "marked", "拟移交"
    HANDED_OVER = "handed_over", "已移交"
    ACCEPTED = "accepted", "已立案"
    CONCLUDED = "concluded", "已结案"


class ReturnState(models.TextChoices):
    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "待审核"
    ACCEPTED = "accepted", "已通过"
    SENT_BACK = "sent_back", "已退回"


class RecheckResult(models.TextChoices):
    PENDING = "pending", "待抽查"
    CONSISTENT = "consistent", "与记录一致"
    INCONSISTENT = "inconsistent", "与记录不一致"
