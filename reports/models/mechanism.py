"""What a report says of the mechanism (组织领导、工作机制): basis documents, leading group, duties of member units, meetings."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import PLAUSIBLE_DAY
from reports.choices import MeetingKind

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class BasisDocument(models.Model):
    """A document that reports cite (依据文件): known by title and number, or one of the registers."""

    region_code = CodeField("地区代码", max_length=15)
    year = models.PositiveSmallIntegerField("适用年度")
    title = models.CharField("文件名称", max_length=200)
    printed_number = models.CharField("发文字号", max_length=80, blank=True)
    role = models.CharField("作用", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)
    incoming = models.ForeignKey("reports.IncomingDocument", models.RESTRICT, verbose_name="收文", **_MAYBE)
    notice = models.ForeignKey("reports.Notice", models.RESTRICT, verbose_name="发文", **_MAYBE)

    class Meta:
        verbose_name = "依据文件"
        verbose_name_plural = "依据文件"
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "year", "title"],
                name="basis_document_unique",
                violation_error_message="这份文件已在本年度依据文件中。",
            )
        ]

    def __str__(self):
        return self.title


class GroupMember(models.Model):
    """A post of the leading group (组长、副组长、成员), from day to day. Posts, not private persons."""

    region_code = CodeField("地区代码", max_length=15)
    role = models.CharField(
        "组内职务", max_length=12, choices=[("head", "组长"), ("deputy", "副组长"), ("member", "成员"), ("office", "办公室主任")]
    )  # fmt: skip
    post = models.CharField("单位及职务", max_length=120)
    department = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="成员单位", **_MAYBE
    )
    position = models.PositiveSmallIntegerField("次序", default=0)
    since = models.DateField("起始日期", validators=PLAUSIBLE_DAY)
    until = models.DateField("截止日期", null=True, blank=True, validators=PLAUSIBLE_DAY)

    class Meta:
        verbose_name = "领导小组成员"
        verbose_name_plural = "领导小组成员"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="group_member_days_in_order",
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]

    def __str__(self):
        return self.post


class UnitDuty(models.Model):
    """What a member unit answers for in a year and the measures it broke it down to (职责分解)."""

    region_code = CodeField("地区代码", max_length=15)
    year = models.PositiveSmallIntegerField("年度")
    department = models.ForeignKey(
        "organization.Department", models.RESTRICT, related_name="+", verbose_name="成员单位"
    )
    duty = models.CharField("职责", max_length=500)
    measures = models.TextField("分解措施", max_length=4000, blank=True)
    contact_post = models.CharField("联系处室", max_length=80, blank=True)
    telephone = models.CharField("办公电话", max_length=40, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "成员单位职责"
        verbose_name_plural = "成员单位职责"
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year", "duty"],
                name="unit_duty_unique",
                violation_error_message="这项职责本年度已登记。",
            )
        ]

    def __str__(self):
        return f"{self.department} {self.year}"


class Meeting(models.Model):
    """A meeting: day, who took part, what was decided; ``notice``/``incoming`` what it was about."""

    region_code = CodeField("地区代码", max_length=15)
    held_on = models.DateField("日期", validators=PLAUSIBLE_DAY)
    kind = models.CharField("类别", max_length=16, choices=MeetingKind.choices)
    title = models.CharField("名称", max_length=200)
    participants = models.CharField("参加单位和人员", max_length=1000, blank=True)
    decisions = models.TextField("议定事项", max_length=4000, blank=True)
    notice = models.ForeignKey("reports.Notice", models.RESTRICT, verbose_name="所传达的发文", **_MAYBE)
    incoming = models.ForeignKey(
        "reports.IncomingDocument", models.RESTRICT, verbose_name="所传达的收文", **_MAYBE
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="登记人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        indexes = [models.Index(fields=["region_code", "held_on"], name="meeting_by_day")]

    def __str__(self):
        return self.title


class MeetingFile(models.Model):
    """Sign-in sheet, minutes, photos of a meeting."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.RESTRICT, related_name="files", verbose_name="会议")
    file = models.FileField("文件", upload_to="reports/meetings/%Y/", max_length=200)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=60)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("摘要", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="上传人")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="移除人", **_MAYBE)

    class Meta:
        verbose_name = "会议材料"
        verbose_name_plural = "会议材料"
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False),
                name="meeting_file_removed_has_moment",
                violation_error_message="移除材料必须有移除时间。",
            )
        ]

    def __str__(self):
        return self.name
