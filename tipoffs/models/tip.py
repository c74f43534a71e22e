"""One tip-off (举报), from its receipt to its end. Who sent it, and when to the minute, stands elsewhere, sealed."""

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from capacity_portal.lib.code_field import CodeField
from tipoffs.choices import ACCEPTED_STATES, Channel, Conclusion, Daytime, RefusalReason, TipKind, TipState

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_BEFORE_HANDOVER = (
    TipState.RECEIVED.value,
    TipState.REFUSING.value,
    TipState.REFUSED.value,
    TipState.ACCEPTED.value,
)


def _officer(label: str) -> models.ForeignKey:
    return models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name=label, **_MAYBE)


class Tip(models.Model):
    """``number`` is gapless in its ``year`` and given under one lock with the journal's entry: it is the order of receipt.

    ``received_on`` is all that is stored of the time (settled 14); ``counted_on``: the day on which it counts as received
    (after hours or on a holiday: the next working day). ``submission_digest`` and ``code_digest`` are HMACs with a pepper that
    is not in the database; ``content_digest`` stands in the journal for what was reported. ``text`` is read by the handlers and the leader alone; units below get ``summary``, written by the
    handler. ``verifiers``, ``dispositions`` and ``answers`` count the rows of the current handling (written by
    ``operations.counting`` only): the database closes no accepted tip without two, one and one.
    ``handover_due_on`` and ``result_due_on`` are last days; ``result_due_on`` runs from the hand-over; ``due_on`` (made by the
    database) is the one that counts in the present state: lists are ordered by it. ``turn`` counts how often
    the tip was taken up: what belongs to an earlier turn does not close this one.
    """

    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    submission_digest = models.CharField("提交摘要", max_length=64, unique=True)
    code_digest = models.CharField("查询码摘要", max_length=64, unique=True)
    content_digest = models.CharField("内容校验值", max_length=64)
    channel = models.CharField("来源", max_length=12, choices=Channel.choices)
    source_number = models.CharField("来文或转办编号", max_length=80, blank=True)
    received_on = models.DateField("收到日期")
    counted_on = models.DateField("起算日期")
    entered_at = models.DateTimeField("代录时间", null=True, blank=True)
    entered_by = _officer("代录人")

    kind = models.CharField("举报类型", max_length=16, choices=TipKind.choices)
    region_code = CodeField("受理地区代码", max_length=15)
    place = models.ForeignKey("organization.Region", models.RESTRICT, verbose_name="所在地区", **_MAYBE)
    place_text = models.CharField("地点", max_length=200, blank=True)
    firm_name = models.CharField("被举报单位", max_length=120, blank=True)
    text = models.TextField("举报内容", max_length=2000)
    seen_text = models.CharField("发现时间", max_length=120, blank=True)
    daytime = models.CharField("时段", max_length=8, choices=Daytime.choices, default=Daytime.UNKNOWN)
    has_identity = models.BooleanField("留有联系方式", default=False)

    state = models.CharField("状态", max_length=12, choices=TipState.choices, default=TipState.RECEIVED)
    version = models.PositiveIntegerField("版本", default=1)
    turn = models.PositiveSmallIntegerField("办理轮次", default=1)
    summary = models.TextField("交办摘要", max_length=2000, blank=True)
    handover_due_on = models.DateField("交办期限")
    result_due_on = models.DateField("反馈期限", null=True, blank=True)
    due_on = models.GeneratedField(
        expression=Case(
            When(state__in=sorted(_BEFORE_HANDOVER), then=F("handover_due_on")),
            default=Coalesce("result_due_on", "handover_due_on"),
        ),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="当前期限",
    )

    refusal = models.CharField("不受理原因", max_length=16, choices=RefusalReason.choices, blank=True)
    refusal_text = models.CharField("不受理说明", max_length=500, blank=True)
    refusal_proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    refusal_proposed_by = _officer("提出人")
    refused_at = models.DateTimeField("不受理时间", null=True, blank=True)
    refused_by = _officer("复核人")

    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    accepted_by = _officer("受理人")
    handed_over_at = models.DateTimeField("交办时间", null=True, blank=True)
    handed_over_by = _officer("交办人")
    conclusion = models.CharField("核查结论", max_length=12, choices=Conclusion.choices, blank=True)
    verifiers = models.PositiveSmallIntegerField("核查人数", default=0)
    dispositions = models.PositiveSmallIntegerField("处置件数", default=0)
    answers = models.PositiveSmallIntegerField("答复件数", default=0)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = _officer("办结人")
    supervised_at = models.DateTimeField("督办时间", null=True, blank=True)
    supervised_by = _officer("督办人")
    escalated_at = models.DateTimeField("逾期上报时间", null=True, blank=True)
    erase_on = models.DateField("身份信息保存至", null=True, blank=True)

    class Meta:
        verbose_name = "举报"
        verbose_name_plural = "举报"
        indexes = [
            models.Index(fields=["state", "handover_due_on", "id"], name="tip_handover"),
            models.Index(fields=["state", "result_due_on", "id"], name="tip_result"),
            models.Index(fields=["region_code", "received_on", "id"], name="tip_region"),
            models.Index(fields=["state", "due_on", "id"], name="tip_due"),
            models.Index(fields=["erase_on"], name="tip_erase"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="tip_number_unique",
                violation_error_message="这个举报编号已经用过。",
            ),
            models.CheckConstraint(
                condition=~Q(state=TipState.CLOSED)
                | Q(verifiers__gte=2, dispositions__gte=1, answers__gte=1, closed_at__isnull=False),
                name="tip_closed_only_when_complete",
                violation_error_message="办结须有两人以上的核查记录、处置情况和答复，缺一不可。",
            ),
            models.CheckConstraint(
                condition=Q(state=TipState.CLOSED, closed_by__isnull=False)
                | (~Q(state=TipState.CLOSED) & Q(closed_at=None, closed_by=None)),
                name="tip_closed_iff_closed_at",
                violation_error_message="办结必须有办结人和时间，未办结的不能有。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in ACCEPTED_STATES))
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="tip_accepted_has_acceptor",
                violation_error_message="受理必须有受理人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=TipState.REFUSED)
                | (
                    Q(refused_at__isnull=False, refused_by__isnull=False, refusal_proposed_by__isnull=False)
                    & ~Q(refusal="")
                    & ~Q(refusal_text="")
                ),
                name="tip_refused_by_two",
                violation_error_message="不予受理须有原因、说明、提出人和复核人。",
            ),
            models.CheckConstraint(
                condition=Q(refused_by=None) | ~Q(refused_by=F("refusal_proposed_by")),
                name="tip_refused_by_another",
                violation_error_message="不予受理不能由提出人自己复核。",
            ),
            models.CheckConstraint(
                condition=Q(result_due_on=None) | Q(handed_over_at__isnull=False),
                name="tip_result_clock_from_handover",
                violation_error_message="反馈期限从交办起算。",
            ),
            models.CheckConstraint(
                condition=(Q(channel=Channel.WEB) & Q(entered_by=None))
                | (~Q(channel=Channel.WEB) & Q(entered_by__isnull=False)),
                name="tip_entered_by_iff_not_web",
                violation_error_message="网上举报没有代录人，其他来源必须有。",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """举报〔2026〕000123号"""
        return f"举报〔{self.year}〕{self.number:06d}号"


class TipYear(models.Model):
    """The last number given in a year; whoever takes the next holds this row to the end of his transaction."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = "举报年度"
        verbose_name_plural = "举报年度"

    def __str__(self):
        return str(self.year)
