"""The leading-group office itself."""

from django.db import models


class Office(models.Model):
    """One row per portal; its prefecture is ``region``."""

    region = models.OneToOneField(
        "organization.Region", models.RESTRICT, related_name="office", verbose_name="所在地区"
    )
    full_name = models.CharField("全称", max_length=120)
    document_code = models.CharField("发文机关代字", max_length=30, help_text="例如：吉化解产能办字")
    letter_code = models.CharField("函的机关代字", max_length=30, blank=True)
    host_department = models.ForeignKey(
        "organization.Department", models.RESTRICT, null=True, blank=True, verbose_name="代章单位（所在部门）"
    )
    hotline_work = models.CharField("举报电话（工作时间）", max_length=60, blank=True)
    hotline_off_hours = models.CharField("举报电话（节假日）", max_length=60, blank=True)
    telephone = models.CharField("办公电话", max_length=60, blank=True)
    address = models.CharField("办公地址", max_length=120, blank=True)
    email = models.EmailField("电子邮箱", blank=True)

    class Meta:
        verbose_name = "领导小组办公室"
        verbose_name_plural = "领导小组办公室"

    def __str__(self):
        return self.full_name
