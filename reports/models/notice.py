"""An outgoing document (发文) from its first words to the frozen copy, with its versions."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from reports.choices import (
    OUT_STATES,
    Direction,
    DocumentForm,
    DocumentKind,
    NoticeState,
    ReviewStage,
    SigningKind,
    Urgency,
)
from reports.models.notice_template import NoticeTemplate

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class Notice(models.Model):
    """``content``: the outline without head and number (``official.storing``: title, addressees, blocks, attachments, contact,
    copies_to, note, attendance). ``stage``: where the review stands, "" outside it; ``round``: how often it went into review.

    Issued: ``frozen`` is the whole outline as printed, ``pdf`` its bytes (made right after the number, see
    ``operations.freezing``), ``verify_code`` what the reader checks it with. ``scan``: the sealed paper, authoritative once there.
    ``wants_*``: what the recipients owe. ``figures_wanted``: ``[{"key", "label", "unit"}]`` of their returns.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField("文种", max_length=16, choices=DocumentKind.choices)
    form = models.CharField(
        "格式", max_length=10, choices=DocumentForm.choices, default=DocumentForm.ORDINARY
    )
    direction = models.CharField("行文方向", max_length=6, choices=Direction.choices, default=Direction.DOWN)
    signing = models.CharField("用印", max_length=10, choices=SigningKind.choices, default=SigningKind.SEALED)
    region_code = CodeField("地区代码", max_length=15)
    title = models.CharField("标题", max_length=200)
    content = models.JSONField("内容", default=dict)
    search_text = models.TextField("检索文本", blank=True, editable=False)
    urgency = models.CharField("紧急程度", max_length=4, choices=Urgency.choices, blank=True)
    serial = models.CharField("份号", max_length=6, blank=True)
    signers = models.JSONField("签发人", default=list, blank=True)
    joint_with = models.JSONField("联合行文机关", default=list, blank=True)
    on_behalf_of = models.CharField("代章单位", max_length=120, blank=True)
    is_single_sided = models.BooleanField("单面印刷", default=False)
    is_preprinted = models.BooleanField("套印在红头纸上", default=False)
    is_public = models.BooleanField("此件公开发布", default=False)
    template = models.ForeignKey(NoticeTemplate, models.RESTRICT, verbose_name="模板", **_MAYBE)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, verbose_name="涉及企业", **_MAYBE
    )
    tip = models.ForeignKey("tipoffs.Tip", models.RESTRICT, verbose_name="涉及举报", **_MAYBE)
    finding = models.ForeignKey("inspections.Finding", models.RESTRICT, verbose_name="涉及问题", **_MAYBE)
    about = models.ForeignKey("self", models.RESTRICT, verbose_name="所催办（通报）的文件", **_MAYBE)
    state = models.CharField("状态", max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    stage = models.CharField("审核环节", max_length=12, choices=ReviewStage.choices, blank=True)
    round = models.PositiveSmallIntegerField("送审次数", default=0)
    version = models.PositiveIntegerField("版本", default=1)
    drafted_at = models.DateTimeField("拟稿时间")
    drafted_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="拟稿人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    signed_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="签发人", **_MAYBE)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    issued_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="印发经办人", **_MAYBE)
    dated = models.DateField("成文日期", null=True, blank=True)
    frozen = models.JSONField("印发内容", null=True, blank=True)
    pdf = models.FileField("印发件", upload_to="reports/issued/%Y/", max_length=200, blank=True)
    pdf_sha256 = models.CharField("印发件摘要", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("页数", null=True, blank=True)
    verify_code = models.CharField("核验码", max_length=20, null=True, blank=True, unique=True)
    scan = models.FileField("盖章扫描件", upload_to="reports/scans/%Y/", max_length=200, blank=True)
    scan_name = models.CharField("扫描件文件名", max_length=200, blank=True)
    scan_type = models.CharField("扫描件类型", max_length=60, blank=True)
    scan_sha256 = models.CharField("扫描件摘要", max_length=64, blank=True)
    ended_at = models.DateTimeField("废止（代替）时间", null=True, blank=True)
    ended_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="废止（代替）经办人", **_MAYBE)
    ended_reason = models.CharField("废止（代替）原因", max_length=500, blank=True)
    replaced_by = models.ForeignKey("self", models.RESTRICT, verbose_name="代替文件", **_MAYBE)
    wants_receipt = models.BooleanField("要求签收", default=True)
    wants_cascade = models.BooleanField("要求层层传达", default=False)
    wants_meeting = models.BooleanField("要求开会部署", default=False)
    wants_tasks = models.BooleanField("要求分解任务", default=False)
    wants_return = models.BooleanField("要求书面反馈", default=False)
    due_on = models.DateField("反馈期限", null=True, blank=True)
    figures_wanted = models.JSONField("反馈数据项", default=list, blank=True)

    class Meta:
        verbose_name = "发文"
        verbose_name_plural = "发文"
        indexes = [
            models.Index(fields=["region_code", "state", "-issued_at"], name="notice_by_state"),
            models.Index(fields=["drafted_by", "state"], name="notice_by_drafter"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OUT_STATES, issued_at__isnull=False, issued_by__isnull=False, dated__isnull=False,
                            frozen__isnull=False, verify_code__isnull=False)
                | (~Q(state__in=OUT_STATES) & Q(issued_at=None, frozen=None, verify_code=None)),
                name="notice_issued_iff_frozen",
                violation_error_message="印发的文件必须有印发时间、成文日期和印发内容，未印发的不能有。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted([*OUT_STATES, NoticeState.APPROVED])) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="notice_approved_is_signed",
                violation_error_message="文件必须经签发才能编号印发。",
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.REVIEWING) & ~Q(stage="") | ~Q(state=NoticeState.REVIEWING) & Q(stage=""),
                name="notice_stage_iff_reviewing",
                violation_error_message="审核中的文件必须有审核环节，其他状态的不能有。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.REPLACED, NoticeState.WITHDRAWN, NoticeState.DROPPED])
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="notice_ended_has_reason",
                violation_error_message="废止、代替或不再办理的文件必须写明原因。",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.REPLACED) | Q(replaced_by__isnull=False),
                name="notice_replaced_by_another",
                violation_error_message="被代替的文件必须写明代替它的文件。",
            ),
            models.CheckConstraint(
                condition=Q(wants_return=False) | Q(due_on__isnull=False),
                name="notice_return_has_due_day",
                violation_error_message="要求书面反馈的文件必须写明反馈期限。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class NoticeVersion(models.Model):
    """What a draft said at a moment: kept at every saving, so that two versions can be laid side by side."""

    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="versions", verbose_name="发文")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=200)
    content = models.JSONField("内容", default=dict)
    note = models.CharField("说明", max_length=200, blank=True)
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="保存人")

    class Meta:
        verbose_name = "文稿版本"
        verbose_name_plural = "文稿版本"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "number"],
                name="notice_version_unique",
                violation_error_message="这一版本已经保存过。",
            )
        ]

    def __str__(self):
        return f"{self.title} 第{self.number}版"
