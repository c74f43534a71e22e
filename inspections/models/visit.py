"""One visit: who was where when, what was seen. Never changed afterwards; a correction is a new visit."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from inspections.choices import Outcome, VisitSource, VisitState


class Visit(models.Model):
    """``visited_on`` is the day of the visit, ``recorded_at`` the server's moment of taking it (two facts, both shown).

    ``client_id`` is made on the device and makes sending twice harmless; ``device_time`` is what the device claimed when an
    offline visit was finished. ``answers``: ``{item code: {"value": str, "same": bool, "note": str}}`` to the items of
    ``checklist``; yes and no are stored as ``yes`` and ``no``. Coordinates in degrees WGS-84, ``accuracy_m`` and
    ``distance_m`` (to the enterprise's own position) in metres. ``text_digest`` is the SHA-256 of the normalised remarks, "" without any
    (``rules.sameness``); ``report_digest`` that of the whole report as it was sent (``rules.report_digest``): another report under the
    same ``client_id`` is told from the same one sent twice.
    """

    client_id = models.UUIDField("设备编号", unique=True)
    duty = models.ForeignKey(
        "inspections.Duty", models.RESTRICT, related_name="visits", verbose_name="排查任务"
    )
    period = models.PositiveIntegerField("月份")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="企业",
    )
    cell = models.ForeignKey(
        "organization.GridCell",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="网格",
    )
    region_code = CodeField("地区代码", max_length=15)
    county_code = CodeField("县级代码", max_length=15, blank=True)
    checklist = models.ForeignKey(
        "inspections.Checklist", models.RESTRICT, db_index=False, related_name="+", verbose_name="检查表"
    )
    answers = models.JSONField("检查情况", default=dict)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    outcome_reason = models.CharField("原因", max_length=300, blank=True)
    remarks = models.TextField("备注", max_length=2000, blank=True)
    text_digest = models.CharField(max_length=64, editable=False, blank=True)
    report_digest = models.CharField(max_length=64, editable=False, blank=True)

    visited_on = models.DateField("排查日期")
    arrived = models.TimeField("到达时间", null=True, blank=True)
    left = models.TimeField("离开时间", null=True, blank=True)
    is_night = models.BooleanField("夜查", default=False)
    is_announced = models.BooleanField("事先通知", default=False)
    is_formal = models.BooleanField("正式检查", default=False)
    recusal_note = models.CharField("回避情况", max_length=200, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy_m = models.PositiveIntegerField("定位精度（米）", null=True, blank=True)
    distance_m = models.PositiveIntegerField("与企业坐标距离（米）", null=True, blank=True)

    source = models.CharField("来源", max_length=10, choices=VisitSource.choices, default=VisitSource.ONLINE)
    device_time = models.DateTimeField("设备时间", null=True, blank=True)
    is_backfilled = models.BooleanField("补录", default=False)
    backfill_reason = models.CharField("补录原因", max_length=200, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, db_index=False, related_name="+", verbose_name="记录人"
    )

    state = models.CharField("状态", max_length=10, choices=VisitState.choices, default=VisitState.RECORDED)
    sent_back_at = models.DateTimeField("退回时间", null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="退回人",
    )
    send_back_comment = models.CharField("退回意见", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, related_name="replaced_by", verbose_name="更正的记录"
    )
    correction_reason = models.CharField("更正原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "排查记录"
        verbose_name_plural = "排查记录"
        indexes = [
            models.Index(fields=["period", "region_code", "id"], name="visit_region"),
            models.Index(fields=["enterprise", "-visited_on", "-id"], name="visit_enterprise"),
            models.Index(fields=["cell", "-visited_on", "-id"], name="visit_cell"),
            models.Index(fields=["recorded_by", "-id"], name="visit_recorder"),
            models.Index(fields=["text_digest"], condition=~Q(text_digest=""), name="visit_text_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["refused", "no_entry"]) | ~Q(outcome_reason=""),
                name="visit_attempt_needs_reason",
                violation_error_message="拒绝检查、未能进入必须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(is_backfilled=False) | ~Q(backfill_reason=""),
                name="visit_backfill_needs_reason",
                violation_error_message="补录必须写明原因。",
            ),
            models.CheckConstraint(
                condition=(Q(state="sent_back", sent_back_at__isnull=False) & ~Q(send_back_comment=""))
                | (~Q(state="sent_back")),
                name="visit_sent_back_needs_comment",
                violation_error_message="退回必须写明意见。",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(correction_reason=""),
                name="visit_correction_needs_reason",
                violation_error_message="更正必须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__gte=73, longitude__lte=136, latitude__gte=3, latitude__lte=54),
                name="visit_position_in_china",
                violation_error_message="经度应在 73 至 136、纬度应在 3 至 54 之间，并且同时填写。",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & Q(state__in=VisitState.values),
                name="visit_choices_known",
                violation_error_message="没有这个结果或状态。",
            ),
        ]

    def __str__(self):
        return f"{self.visited_on} {self.get_outcome_display()}"


class VisitInspector(models.Model):
    """Who took part. One with an account confirms with it; an outsider is a typed name, marked as such."""

    visit = models.ForeignKey(Visit, models.RESTRICT, related_name="inspectors", verbose_name="排查记录")
    officer = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="工作人员",
    )
    name = models.CharField("姓名", max_length=40)
    unit = models.CharField("单位", max_length=80, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "检查人员"
        verbose_name_plural = "检查人员"
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "officer"],
                condition=Q(officer__isnull=False),
                name="inspector_once",
                violation_error_message="同一人不能重复列为检查人员。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(officer__isnull=False),
                name="inspector_confirms_by_account",
                violation_error_message="没有账户的人员不能在线确认。",
            ),
        ]

    def __str__(self):
        return self.name
