"""What a reporter has typed before he submits: encrypted with a key that only his cookie holds, gone after 24 hours."""

from django.db import models


class TipDraft(models.Model):
    """``handle`` is derived from the cookie's key and does not give it away; ``sealed``: all steps as one encrypted JSON."""

    handle = models.CharField("句柄", max_length=64, unique=True)
    sealed = models.BinaryField("加密内容")
    expires_at = models.DateTimeField("失效时间", db_index=True)

    class Meta:
        verbose_name = "举报草稿"
        verbose_name_plural = "举报草稿"

    def __str__(self):
        return self.handle[:8]


class DraftFile(models.Model):
    """A file of a draft: two encrypted files on disk named after ``uuid``; what it is stands in ``sealed``, encrypted too."""

    draft = models.ForeignKey(TipDraft, models.CASCADE, related_name="files", verbose_name="草稿")
    uuid = models.UUIDField("文件编号", unique=True)
    position = models.PositiveSmallIntegerField("顺序")
    size = models.PositiveIntegerField("字节数")
    sealed = models.BinaryField("加密内容")

    class Meta:
        verbose_name = "草稿材料"
        verbose_name_plural = "草稿材料"
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "position"],
                name="draft_file_position",
                violation_error_message="这个位置已有材料。",
            )
        ]

    def __str__(self):
        return f"材料{self.position}"


class RateWindow(models.Model):
    """How often something was tried within a window; ``key`` is an HMAC that changes every day, never an address."""

    key = models.CharField("键", max_length=64, unique=True)
    began_at = models.DateTimeField("开始", db_index=True)
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "频次"
        verbose_name_plural = "频次"

    def __str__(self):
        return f"{self.count}"
