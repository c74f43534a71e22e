"""Photos of visits, rebuilt from their pixels; position and time are what the device said when it was taken."""

from django.db import models
from django.db.models import Q

from inspections.choices import PhotoKind


class VisitPhoto(models.Model):
    """A photo waits without a visit until the visit that names its ``client_id`` arrives; what waits too long is removed.

    ``source_sha256`` is that of the file as sent: the same photo used twice is found by it (``duplicate_of``, the first use).
    Units as in ``Visit``.
    """

    client_id = models.UUIDField("设备编号", unique=True)
    visit = models.ForeignKey(
        "inspections.Visit",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name="排查记录",
    )
    kind = models.CharField("类别", max_length=12, choices=PhotoKind.choices, default=PhotoKind.SITE)
    item_code = models.SlugField("检查项", max_length=40, blank=True)
    file = models.FileField("文件", upload_to="inspections/%Y/%m/", max_length=200)
    caption = models.CharField("说明", max_length=120, blank=True)
    original_name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    source_sha256 = models.CharField("原图 SHA-256", max_length=64, db_index=True)
    duplicate_of = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="与之相同的照片"
    )
    taken_time = models.DateTimeField("拍摄时间（设备）", null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy_m = models.PositiveIntegerField("定位精度（米）", null=True, blank=True)
    distance_m = models.PositiveIntegerField("与企业坐标距离（米）", null=True, blank=True)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = "排查照片"
        verbose_name_plural = "排查照片"
        indexes = [models.Index(fields=["uploaded_at"], condition=Q(visit=None), name="photo_waiting")]

    def __str__(self):
        return self.caption or self.original_name


class VisitScan(models.Model):
    """The signed record, scanned: a document of its own beside the data."""

    visit = models.ForeignKey(
        "inspections.Visit", models.RESTRICT, related_name="scans", verbose_name="排查记录"
    )
    file = models.FileField("文件", upload_to="inspections/%Y/%m/", max_length=200)
    original_name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = "签字扫描件"
        verbose_name_plural = "签字扫描件"

    def __str__(self):
        return self.original_name
