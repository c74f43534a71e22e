"""A year's report of a county or the prefecture (自评报告、工作报告): its marks, words and frozen figures."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from reports.choices import AssessmentState
from reports.models.scheme import Indicator, Scheme

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class Assessment(models.Model):
    """``texts``: words by key of the scheme's outline, as edited; figures stay bound by their keys until it is submitted.

    Submitted: ``figures`` (FrozenFigure rows) and ``sentences`` (the words as read then) do not change any more; ``frozen`` is the
    outline of the final report, ``pdf`` its bytes. ``full_total``, ``self_total``, ``review_total`` are summed at each step.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    scheme = models.ForeignKey(Scheme, models.RESTRICT, related_name="assessments", verbose_name="方案")
    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="+", verbose_name="填报地区"
    )
    region_code = CodeField("地区代码", max_length=15)
    state = models.CharField(
        "状态", max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    texts = models.JSONField("文字", default=dict, blank=True)
    sentences = models.JSONField("报送文字", default=dict, blank=True)
    contact_office = models.CharField("联系处室", max_length=80, blank=True)
    contact_telephone = models.CharField("办公电话", max_length=40, blank=True)
    contact_person = models.CharField("联系人（仅内部稿）", max_length=40, blank=True)
    contact_mobile = models.CharField("联系人电话（仅内部稿）", max_length=40, blank=True)
    signatories = models.JSONField("署名", default=list, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    full_total = models.DecimalField("满分合计", max_digits=8, decimal_places=2, null=True, blank=True)
    self_total = models.DecimalField("自评得分", max_digits=8, decimal_places=2, null=True, blank=True)
    review_total = models.DecimalField("复核得分", max_digits=8, decimal_places=2, null=True, blank=True)
    is_vetoed = models.BooleanField("一票否决", default=False)
    is_late = models.BooleanField("逾期报送", default=False)
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="建立人")
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="报送人", **_MAYBE)
    reviewed_at = models.DateTimeField("复核时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="复核人", **_MAYBE)
    sent_back_at = models.DateTimeField("退回时间", null=True, blank=True)
    sent_back_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="退回人", **_MAYBE)
    send_back_comment = models.CharField("退回意见", max_length=500, blank=True)
    final_at = models.DateTimeField("定稿时间", null=True, blank=True)
    final_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="定稿人", **_MAYBE)
    frozen = models.JSONField("定稿内容", null=True, blank=True)
    pdf = models.FileField("定稿文件", upload_to="reports/assessments/%Y/", max_length=200, blank=True)
    pdf_sha256 = models.CharField("定稿摘要", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "region"],
                name="assessment_unique",
                violation_error_message="这个地区已有这份报告。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AssessmentState.DRAFT, AssessmentState.SENT_BACK])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="assessment_submitted_by_somebody",
                violation_error_message="报送的报告必须有报送人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssessmentState.REVIEWED, AssessmentState.FINAL])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="assessment_reviewed_by_somebody",
                violation_error_message="复核的报告必须有复核人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.FINAL)
                | Q(final_at__isnull=False, final_by__isnull=False, frozen__isnull=False, dated__isnull=False),
                name="assessment_final_is_frozen",
                violation_error_message="定稿的报告必须有定稿内容和成文日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.SENT_BACK)
                | (Q(sent_back_at__isnull=False, sent_back_by__isnull=False) & ~Q(send_back_comment="")),
                name="assessment_sent_back_with_comment",
                violation_error_message="退回报告必须写明意见。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.scheme} {self.region}"


class Score(models.Model):
    """Marks of one indicator; ``computed`` is what the figure gives. A mark below or above it needs its reason."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores", verbose_name="年度报告")
    indicator = models.ForeignKey(Indicator, models.RESTRICT, related_name="+", verbose_name="指标")
    computed = models.DecimalField("自动计分", max_digits=6, decimal_places=2, null=True, blank=True)
    self_mark = models.DecimalField("自评分", max_digits=6, decimal_places=2, null=True, blank=True)
    self_reason = models.CharField("自评（扣分）说明", max_length=500, blank=True)
    review_mark = models.DecimalField("复核分", max_digits=6, decimal_places=2, null=True, blank=True)
    review_reason = models.CharField("复核（扣分）理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "得分"
        verbose_name_plural = "得分"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator"], name="score_unique", violation_error_message="这项指标已有得分。"
            ),
            models.CheckConstraint(
                condition=Q(self_mark=None) | Q(computed=None) | Q(self_mark=models.F("computed")) | ~Q(self_reason=""),
                name="score_own_mark_has_reason",
                violation_error_message="自评分与自动计分不同，必须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(review_mark=None) | Q(self_mark=None) | Q(review_mark=models.F("self_mark")) | ~Q(review_reason=""),
                name="score_review_has_reason",
                violation_error_message="复核分与自评分不同，必须写明理由。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.indicator} {self.self_mark}"


class ScoreEvidence(models.Model):
    """Evidence of one mark (佐证材料)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    score = models.ForeignKey(Score, models.CASCADE, related_name="evidence", verbose_name="得分")
    file = models.FileField("文件", upload_to="reports/evidence/%Y/", max_length=200)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=60)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("摘要", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="上传人")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="移除人", **_MAYBE)

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"

    def __str__(self):
        return self.name


class FrozenFigure(models.Model):
    """A figure as it was when the report was submitted. ``rows``: numbers of the records of ``source`` it counts, in order.

    ``override``: the value the report prints instead, with its reason; the page and the print mark it.
    Source: settled question 13 (frozen figures keep the row ids).
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="figures", verbose_name="年度报告"
    )
    key = models.CharField("代号", max_length=40)
    label = models.CharField("名称", max_length=80)
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    unit = models.CharField("单位", max_length=20, blank=True)
    source = models.CharField("记录种类", max_length=40, blank=True)
    rows = models.JSONField("记录", default=list, blank=True)
    computed_at = models.DateTimeField("取数时间")
    override = models.DecimalField("改填数值", max_digits=18, decimal_places=4, null=True, blank=True)
    override_reason = models.CharField("改填理由", max_length=500, blank=True)
    override_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="改填人", **_MAYBE)
    override_at = models.DateTimeField("改填时间", null=True, blank=True)

    class Meta:
        verbose_name = "报告数据"
        verbose_name_plural = "报告数据"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "key"], name="frozen_figure_unique", violation_error_message="这项数据已取过。"
            ),
            models.CheckConstraint(
                condition=Q(override=None, override_by=None)
                | (Q(override__isnull=False, override_by__isnull=False, override_at__isnull=False) & ~Q(override_reason="")),
                name="frozen_figure_override_has_reason",
                violation_error_message="改填数据必须写明理由。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.label} {self.value}"
