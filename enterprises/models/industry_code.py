"""Codes of GB/T 4754 the portal knows, by edition."""

from django.db import models

from enterprises.choices import Industry, IndustryEdition


class IndustryCodeQuerySet(models.QuerySet):
    def get_by_natural_key(self, edition, code):
        return self.get(edition=edition, code=code)


class IndustryCode(models.Model):
    edition = models.CharField("版本", max_length=4, choices=IndustryEdition.choices)
    code = models.CharField("代码", max_length=4)
    name = models.CharField("名称", max_length=60)
    industry = models.CharField("行业", max_length=12, choices=Industry.choices)

    objects = IndustryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "行业代码"
        verbose_name_plural = "行业代码"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="industry_code_unique",
                violation_error_message="这个版本已有此代码。",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def natural_key(self):
        return (self.edition, self.code)
