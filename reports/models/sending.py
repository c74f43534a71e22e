"""Sending down and coming back: addressees of an issued document, what they did about it, their written returns."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import plausible_days
from reports.choices import ReturnState
from reports.models.notice import Notice

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class Recipient(models.Model):
    """One addressee (主送 or 抄送): a region's own office, or a ``department`` of a region. ``name`` as printed.

    Each thing asked for has its day, its words and its person: received (签收), passed on (层层传达), meeting held, tasks assigned;
    ``*_at`` says when the day was put down (补登 when that was after the due day).
    ``due_on``: None while the document's own due day holds; the later day, with its reason, once the office has put it off
    (``queries.sending.with_due`` gives the day that counts). Copies (抄送) owe nothing but the receipt.
    """

    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="recipients", verbose_name="发文")
    position = models.PositiveSmallIntegerField("次序", default=0)
    region = models.ForeignKey("organization.Region", models.RESTRICT, related_name="+", verbose_name="地区")
    region_code = CodeField("地区代码", max_length=15)
    department = models.ForeignKey("organization.Department", models.RESTRICT, verbose_name="单位", **_MAYBE)
    name = models.CharField("名称", max_length=120)
    is_copy = models.BooleanField("抄送", default=False)
    due_on = models.DateField("反馈期限", null=True, blank=True)
    extended_reason = models.CharField("延期理由", max_length=300, blank=True)
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="签收人", **_MAYBE)
    cascaded_on = models.DateField("传达日期", null=True, blank=True)
    cascaded_text = models.CharField("传达范围和方式", max_length=500, blank=True)
    cascaded_at = models.DateTimeField("传达登记时间", null=True, blank=True)
    cascaded_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="传达登记人", **_MAYBE)
    met_on = models.DateField("开会日期", null=True, blank=True)
    met_text = models.CharField("会议情况", max_length=500, blank=True)
    met_at = models.DateTimeField("会议登记时间", null=True, blank=True)
    met_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="会议登记人", **_MAYBE)
    tasked_on = models.DateField("分解日期", null=True, blank=True)
    tasked_text = models.CharField("任务分解情况", max_length=500, blank=True)
    tasked_at = models.DateTimeField("分解登记时间", null=True, blank=True)
    tasked_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="分解登记人", **_MAYBE)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "收文单位"
        verbose_name_plural = "收文单位"
        indexes = [
            models.Index(fields=["region_code", "department", "received_at"], name="recipient_by_unit")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "region"], condition=Q(department=None),
                name="recipient_region_once", violation_error_message="这个地区已在收文单位中。",
            ),
            models.UniqueConstraint(
                fields=["notice", "department"], condition=Q(department__isnull=False),
                name="recipient_department_once", violation_error_message="这个单位已在收文单位中。",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None) | Q(received_at__isnull=False, received_by__isnull=False),
                name="recipient_received_by_somebody",
                violation_error_message="签收必须有签收人。",
            ),
            models.CheckConstraint(
                condition=(Q(cascaded_on=None) | Q(cascaded_by__isnull=False) & ~Q(cascaded_text=""))
                & (Q(met_on=None) | Q(met_by__isnull=False) & ~Q(met_text=""))
                & (Q(tasked_on=None) | Q(tasked_by__isnull=False) & ~Q(tasked_text="")),
                name="recipient_acts_have_words",
                violation_error_message="传达、开会、分解任务必须写明情况。",
            ),
            models.CheckConstraint(
                condition=Q(extended_reason="") | Q(due_on__isnull=False),
                name="recipient_extension_has_day",
                violation_error_message="延期必须写明新的期限。",
            ),
            plausible_days("due_on", "cascaded_on", "met_on", "tasked_on", name="recipient_days_plausible"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class RecipientFile(models.Model):
    """Proof of what a recipient did (传达记录、会议照片), or an attachment of its return.

    ``taken_at``: when a record took it up; None while it waits for a form that has not been accepted yet.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(Recipient, models.RESTRICT, related_name="files", verbose_name="收文单位")
    purpose = models.CharField(
        "用途",
        max_length=10,
        choices=[("cascade", "传达"), ("meeting", "会议"), ("tasks", "任务分解"), ("return", "书面反馈")],
    )
    file = models.FileField("文件", upload_to="reports/returns/%Y/", max_length=200)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=60)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("摘要", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="上传人")
    taken_at = models.DateTimeField("采用时间", null=True, blank=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = "反馈材料"
        verbose_name_plural = "反馈材料"

    def __str__(self):
        return self.name


class NoticeReturn(models.Model):
    """A recipient's written return (书面反馈); ``figures``: values by key of ``Notice.figures_wanted``, decimals as text.

    ``first_submitted_at`` and ``is_late`` are those of the first submission and stay: late stays late.
    """

    recipient = models.OneToOneField(
        Recipient, models.RESTRICT, related_name="written_return", verbose_name="收文单位"
    )
    region_code = CodeField("地区代码", max_length=15)
    state = models.CharField("状态", max_length=10, choices=ReturnState.choices, default=ReturnState.DRAFT)
    text = models.TextField("反馈内容", max_length=8000, blank=True)
    figures = models.JSONField("数据", default=dict, blank=True)
    is_late = models.BooleanField("逾期报送", default=False)
    first_submitted_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="报送人", **_MAYBE)
    accepted_at = models.DateTimeField("通过时间", null=True, blank=True)
    accepted_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="审核人", **_MAYBE)
    sent_back_at = models.DateTimeField("退回时间", null=True, blank=True)
    sent_back_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="退回人", **_MAYBE)
    send_back_comment = models.CharField("退回意见", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "书面反馈"
        verbose_name_plural = "书面反馈"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReturnState.DRAFT)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, first_submitted_at__isnull=False),
                name="notice_return_submitted_by_somebody",
                violation_error_message="报送的反馈必须有报送人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.ACCEPTED) | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="notice_return_accepted_by_somebody",
                violation_error_message="通过的反馈必须有审核人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.SENT_BACK) | (Q(sent_back_at__isnull=False) & ~Q(send_back_comment="")),
                name="notice_return_sent_back_with_comment",
                violation_error_message="退回反馈必须写明意见。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.recipient} {self.get_state_display()}"
