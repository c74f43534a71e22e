"""What people found on the spot (核查记录), and who they were."""

from django.db import models
from django.db.models import F, Q

from tipoffs.choices import Conclusion
from tipoffs.models.handling import Assignment
from tipoffs.models.tip import Tip

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


class Verification(models.Model):
    """What people found on the spot (核查记录). Never changed: a later one replaces it (``replaced_at``)."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="verifications", verbose_name="举报")
    turn = models.PositiveSmallIntegerField("办理轮次", default=1)
    assignment = models.ForeignKey(Assignment, models.RESTRICT, verbose_name="交办", **_MAYBE)
    began_on = models.DateField("核查开始日期")
    ended_on = models.DateField("核查结束日期")
    place_text = models.CharField("核查地点", max_length=200)
    conclusion = models.CharField("核查结论", max_length=12, choices=Conclusion.choices)
    findings = models.TextField("核查情况", max_length=4000)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="登记人"
    )
    replaced_at = models.DateTimeField("失效时间", null=True, blank=True)
    replaced_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="退回人", **_MAYBE)
    replaced_text = models.CharField("退回理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "核查记录"
        verbose_name_plural = "核查记录"
        constraints = [
            models.UniqueConstraint(
                fields=["tip"],
                condition=Q(replaced_at=None),
                name="verification_one_current",
                violation_error_message="这件举报已有有效的核查记录。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("began_on")),
                name="verification_days_in_order",
                violation_error_message="核查结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.tip.label} {self.get_conclusion_display()}"


class Verifier(models.Model):
    """One who took part; ``officer`` None for somebody without an account, named and marked so."""

    verification = models.ForeignKey(
        Verification, models.RESTRICT, related_name="people", verbose_name="核查记录"
    )
    officer = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="账户", **_MAYBE)
    name = models.CharField("姓名", max_length=60)
    unit = models.CharField("单位", max_length=80, blank=True)

    class Meta:
        verbose_name = "核查人员"
        verbose_name_plural = "核查人员"
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "name", "unit"],
                name="verifier_once",
                violation_error_message="同一名核查人员重复填写了。",
            ),
            models.UniqueConstraint(
                fields=["verification", "officer"],
                name="verifier_account_once",
                violation_error_message="同一个账户重复选择了。",
            ),
        ]

    def __str__(self):
        return self.name


class VerificationFile(models.Model):
    """Photo or document of a verification, cleaned like every upload; ``verification`` None: sent, but not filed with a record yet."""

    tip = models.ForeignKey(Tip, models.RESTRICT, verbose_name="举报", related_name="+")
    verification = models.ForeignKey(
        Verification, models.RESTRICT, null=True, blank=True, related_name="files", verbose_name="核查记录"
    )
    file = models.FileField("文件", upload_to="tipoffs/verified/%Y/%m/", max_length=200)
    caption = models.CharField("说明", max_length=120, blank=True)
    original_name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = "核查材料"
        verbose_name_plural = "核查材料"

    def __str__(self):
        return self.caption or self.original_name
