"""A county's return for a month (监管月报), or its signed statement that there was nothing (零报告)."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from inspections.choices import ReturnState


class MonthlyReturn(models.Model):
    """``figures`` are compiled by the portal and frozen when the county signs; ``is_late`` is late for ever.

    ``zero_flags``: sentences that stand beside a 零报告 whose county had open tip-offs, alarms or findings.
    """

    round = models.ForeignKey(
        "inspections.Round", models.RESTRICT, related_name="returns", verbose_name="月排查"
    )
    period = models.PositiveIntegerField("月份")
    county = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="+", verbose_name="县（市、区）"
    )
    region_code = CodeField("地区代码", max_length=15)
    state = models.CharField("状态", max_length=10, choices=ReturnState.choices, default=ReturnState.DRAFT)
    is_zero_report = models.BooleanField("零报告", default=False)
    figures = models.JSONField("数据", default=dict, blank=True)
    zero_flags = models.JSONField("零报告提示", default=list, blank=True)
    text = models.TextField("本月工作情况", max_length=4000, blank=True)
    problems = models.TextField("存在问题和下步打算", max_length=4000, blank=True)
    is_late = models.BooleanField("逾期报送", default=False)
    submitted_at = models.DateTimeField("签报时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签报人",
    )
    accepted_at = models.DateTimeField("通过时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    sent_back_at = models.DateTimeField("退回时间", null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="退回人",
    )
    send_back_comment = models.CharField("退回意见", max_length=500, blank=True)
    scan = models.FileField("盖章扫描件", upload_to="inspections/%Y/%m/", max_length=200, blank=True)
    scan_name = models.CharField("扫描件文件名", max_length=200, blank=True)
    scan_type = models.CharField("扫描件类型", max_length=40, blank=True)
    scan_sha256 = models.CharField("扫描件 SHA-256", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    begun_at = models.DateTimeField("建立时间")
    begun_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="建立人",
    )

    class Meta:
        verbose_name = "监管月报"
        verbose_name_plural = "监管月报"
        indexes = [models.Index(fields=["period", "region_code"], name="return_period_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "county"],
                name="return_once_a_county",
                violation_error_message="这个县这个月已有月报。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent_back"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="return_submitted_is_signed",
                violation_error_message="报送的月报必须有签报人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False, accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at=None, accepted_by=None)),
                name="return_accepted_iff_accepted_at",
                violation_error_message="通过的月报必须有审核人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | (Q(sent_back_at__isnull=False) & ~Q(send_back_comment="")),
                name="return_sent_back_needs_comment",
                violation_error_message="退回必须写明意见。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values),
                name="return_state_known",
                violation_error_message="没有这个状态。",
            ),
        ]

    def __str__(self):
        return f"{self.county.name}{self.period // 100}年{self.period % 100}月监管月报"
