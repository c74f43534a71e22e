"""After the outcome: satisfaction, objection, reward, publication; and who keeps out of a matter (回避)."""

from django.db import models
from django.db.models import F, Q

from tipoffs.choices import RequestState, RewardSplit, RewardState
from tipoffs.models.tip import Tip

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


def _officer(label: str, **options) -> models.ForeignKey:
    return models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name=label, **_MAYBE | options)


class Satisfaction(models.Model):
    """What the reporter thinks of the handling, 1 (very bad) to 5."""

    tip = models.OneToOneField(Tip, models.RESTRICT, related_name="satisfaction", verbose_name="举报")
    score = models.PositiveSmallIntegerField("评分")
    text = models.CharField("意见", max_length=500, blank=True)
    given_on = models.DateField("日期")

    class Meta:
        verbose_name = "满意度"
        verbose_name_plural = "满意度"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="satisfaction_one_to_five",
                violation_error_message="评分应为1至5分。",
            )
        ]

    def __str__(self):
        return f"{self.score}分"


class Objection(models.Model):
    """The reporter does not accept the outcome: once, one level up, within 15 working days of the answer."""

    tip = models.OneToOneField(Tip, models.RESTRICT, related_name="objection", verbose_name="举报")
    text = models.TextField("理由", max_length=1000)
    made_on = models.DateField("提出日期")
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = _officer("决定人")
    decision = models.CharField("决定", max_length=500, blank=True)
    new_handler = _officer("改由办理")

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, decided_at=None, decided_by=None)
                | (~Q(state=RequestState.ASKED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="objection_decided_iff_not_asked",
                violation_error_message="决定过的异议必须有决定人和时间。",
            )
        ]

    def __str__(self):
        return f"{self.tip.label} 异议"


class RewardScheme(models.Model):
    """The reward rules of a region for a time (有奖举报); amounts per case stand in ``RewardAmount``."""

    region = models.ForeignKey("organization.Region", models.RESTRICT, related_name="+", verbose_name="地区")
    title = models.CharField("名称", max_length=120)
    document = models.CharField("依据文号", max_length=120, blank=True)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("截止日期", null=True, blank=True)
    split = models.CharField("多人举报", max_length=8, choices=RewardSplit.choices, default=RewardSplit.FIRST)
    needs_name = models.BooleanField("须实名", default=False)
    claim_days = models.PositiveSmallIntegerField("领取期限（日历日）", default=60)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "奖励办法"
        verbose_name_plural = "奖励办法"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="scheme_days_in_order",
                violation_error_message="截止日期不能早于施行日期。",
            )
        ]

    def __str__(self):
        return self.title


class RewardAmount(models.Model):
    """One case of a scheme: 正在生产 100,000 yuan, 停产但可恢复 50,000 yuan."""

    scheme = models.ForeignKey(RewardScheme, models.CASCADE, related_name="amounts", verbose_name="奖励办法")
    case = models.CharField("情形", max_length=120)
    yuan = models.PositiveIntegerField("金额（元）")
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "奖励金额"
        verbose_name_plural = "奖励金额"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "case"],
                name="reward_case_once",
                violation_error_message="这个办法已有同样的情形。",
            )
        ]

    def __str__(self):
        return f"{self.case} {self.yuan}元"

    @property
    def grouped(self) -> str:
        """``100,000``"""
        return f"{self.yuan:,}"


class Reward(models.Model):
    """One tip's reward. ``fen`` is its own share in fen (1/100 yuan), ``shares`` how many tips share ``full_yuan``."""

    tip = models.OneToOneField(Tip, models.RESTRICT, related_name="reward", verbose_name="举报")
    scheme = models.ForeignKey(RewardScheme, models.RESTRICT, related_name="+", verbose_name="奖励办法")
    case = models.CharField("情形", max_length=120)
    full_yuan = models.PositiveIntegerField("标准金额（元）")
    shares = models.PositiveSmallIntegerField("分配件数", default=1)
    fen = models.PositiveIntegerField("应发（分）")
    signatories = models.PositiveSmallIntegerField("联名人数", default=1)
    note = models.CharField("说明", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=RewardState.choices, default=RewardState.PROPOSED)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = _officer("提出人", null=False, blank=False)
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    decided_by = _officer("审定人")
    decision = models.CharField("审定意见", max_length=500, blank=True)
    claim_until = models.DateField("领取截止", null=True, blank=True)
    paid_at = models.DateTimeField("发放登记时间", null=True, blank=True)
    paid_by = _officer("发放人")
    paid_on = models.DateField("发放日期", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=80, blank=True)

    class Meta:
        verbose_name = "奖励"
        verbose_name_plural = "奖励"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="reward_decided_by_another",
                violation_error_message="奖励不能由提出人自己审定。",
            ),
            models.CheckConstraint(
                condition=~Q(state=RewardState.PAID)
                | Q(paid_on__isnull=False, paid_by__isnull=False, decided_by__isnull=False),
                name="reward_paid_has_payer",
                violation_error_message="发放须有审定、发放人和日期。",
            ),
        ]

    def __str__(self):
        return f"{self.tip.label} 奖励"


class PublishedOutcome(models.Model):
    """What the office tells the public of an outcome; nothing of the reporter, not even the number of the tip."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="published", verbose_name="举报")
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容", max_length=2000)
    published_on = models.DateField("公布日期")
    published_at = models.DateTimeField("公布时间")
    published_by = _officer("公布人", null=False, blank=False)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_by = _officer("撤下人")
    withdrawn_text = models.CharField("撤下原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "公布的结果"
        verbose_name_plural = "公布的结果"

    def __str__(self):
        return self.title
