"""Photos and scans kept with a file, its equipment or its licences."""

from django.db import models


class Attachment(models.Model):
    """``file`` is under MEDIA_ROOT/enterprises/ and served only through the scoped view; ``sha256`` of its bytes."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="attachments", verbose_name="企业"
    )
    equipment = models.ForeignKey(
        "enterprises.Equipment",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="设备",
    )
    licence = models.ForeignKey(
        "enterprises.Licence",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="证照",
    )
    file = models.FileField("文件", upload_to="enterprises/%Y/%m/", max_length=200)
    title = models.CharField("说明", max_length=120, blank=True)
    original_name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    is_withdrawn = models.BooleanField("已撤下", default=False)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self):
        return self.title or self.original_name
