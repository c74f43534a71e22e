"""Idempotency keys of posted forms: a double click or a retry makes one record, not two (see ``once``)."""

from django.db import models


class Submission(models.Model):
    """A form that was carried out: its key, who posted what where, and where the browser was sent."""

    key = models.UUIDField("表单编号", unique=True)
    officer = models.ForeignKey(
        "organization.Officer", models.CASCADE, related_name="+", null=True, verbose_name="经办人"
    )
    path = models.CharField("地址", max_length=200)
    digest = models.CharField("内容摘要", max_length=64)
    location = models.TextField("去向", blank=True)
    made_at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "表单回执"
        verbose_name_plural = "表单回执"

    def __str__(self):
        return str(self.key)
