"""Documents to begin with (公文模板)."""

from django.db import models

from reports.choices import Direction, DocumentForm, DocumentKind, SigningKind


class NoticeTemplate(models.Model):
    """A document to begin with (公文模板): ``content`` as ``official.storing`` keeps it, with placeholders ``{企业名称}``.

    ``subject``: what the placeholders are filled from ("", enterprise, tip, finding, notice).
    """

    code = models.SlugField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("文种", max_length=16, choices=DocumentKind.choices)
    form = models.CharField(
        "格式", max_length=10, choices=DocumentForm.choices, default=DocumentForm.ORDINARY
    )
    direction = models.CharField("行文方向", max_length=6, choices=Direction.choices, default=Direction.DOWN)
    signing = models.CharField("用印", max_length=10, choices=SigningKind.choices, default=SigningKind.SEALED)
    subject = models.CharField("填充来源", max_length=12, blank=True)
    content = models.JSONField("内容", default=dict)
    source = models.CharField("依据", max_length=200, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "公文模板"
        verbose_name_plural = "公文模板"

    def __str__(self):
        return self.name
