"""Checklist templates: versions are never edited once published, a change is a new version."""

from django.db import models
from django.db.models import F, Q

from inspections.choices import AnswerKind, ChecklistCode


class ChecklistQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def get_by_natural_key(self, code, version):
        return self.get(code=code, version=version)


class Checklist(models.Model):
    """One version of a template. The one with the highest published version of a code is in force."""

    code = models.CharField("模板", max_length=20, choices=ChecklistCode.choices)
    version = models.PositiveSmallIntegerField("版本", default=1)
    title = models.CharField("名称", max_length=60)
    source = models.CharField("依据", max_length=200, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发布人",
    )

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = "检查表模板"
        verbose_name_plural = "检查表模板"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="checklist_version_unique",
                violation_error_message="这个模板已有这个版本。",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="checklist_version_positive",
                violation_error_message="版本从 1 开始。",
            ),
        ]

    def __str__(self):
        return f"{self.title}（第 {self.version} 版）"

    def natural_key(self):
        return (self.code, self.version)


class ChecklistItem(models.Model):
    """One question. ``code`` stays the same over versions, so that 与上月一致 can compare.

    ``choices``: the texts of a single choice; ``good_answer``: the answer that is normal ("" when any is), yes or no for
    YES_NO; ``for_marks``: asked only in cells with one of these regional risk marks (all cells when empty);
    ``for_equipment``: asked only where the file has a medium- or mains-frequency furnace; ``parent_code``: the item this is a
    part of (清理厂房: 除尘罩、操作平台、轨道).
    """

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items", verbose_name="模板")
    position = models.PositiveSmallIntegerField("排序")
    code = models.SlugField("编码", max_length=40)
    group = models.CharField("分组", max_length=30, blank=True)
    text = models.CharField("检查内容", max_length=200)
    hint = models.CharField("填写提示", max_length=200, blank=True)
    kind = models.CharField("答复方式", max_length=10, choices=AnswerKind.choices, default=AnswerKind.YES_NO)
    choices = models.JSONField("选项", default=list, blank=True)
    unit = models.CharField("单位", max_length=12, blank=True)
    good_answer = models.CharField("正常答复", max_length=60, blank=True)
    is_required = models.BooleanField("必答", default=True)
    needs_photo = models.BooleanField("须拍照", default=False)
    for_marks = models.JSONField("限区域风险", default=list, blank=True)
    for_equipment = models.BooleanField("限有中（工）频炉", default=False)
    parent_code = models.SlugField("上级编码", max_length=40, blank=True)

    class Meta:
        verbose_name = "检查项"
        verbose_name_plural = "检查项"
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="checklist_item_code_unique",
                violation_error_message="同一模板内编码不能重复。",
            ),
            models.CheckConstraint(
                condition=~Q(parent_code=F("code")),
                name="checklist_item_not_own_parent",
                violation_error_message="检查项不能是自己的上级。",
            ),
        ]

    def __str__(self):
        return self.text
