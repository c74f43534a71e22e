"""Names an enterprise had before: compared and searched like its present one."""

from django.db import models

from enterprises.models.bounds import PLAUSIBLE_DAY, plausible_days


class FormerName(models.Model):
    """A name the enterprise had before."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="former_names", verbose_name="企业"
    )
    name = models.CharField("曾用名", max_length=120)
    name_key = models.CharField(max_length=120, editable=False)
    until_on = models.DateField("使用至", null=True, blank=True, validators=PLAUSIBLE_DAY)
    is_withdrawn = models.BooleanField("已撤下", default=False)

    class Meta:
        verbose_name = "曾用名"
        verbose_name_plural = "曾用名"
        indexes = [models.Index(fields=["name_key"], name="former_name_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name"],
                name="former_name_once",
                violation_error_message="这个曾用名已登记。",
            ),
            plausible_days("until_on", name="former_name_day_plausible"),
        ]

    def __str__(self):
        return self.name
