"""Which columns of the ledger an officer wants to see: a habit of the page, not a record, so the journal leaves it out."""

from django.db import models


class LedgerColumns(models.Model):
    """``keys`` are those of ``sheets.COLUMNS``, in any order; unknown ones are ignored when they are read."""

    officer = models.OneToOneField(
        "organization.Officer", models.CASCADE, primary_key=True, related_name="+", verbose_name="工作人员"
    )
    keys = models.JSONField("列", default=list)

    class Meta:
        verbose_name = "台账显示的列"
        verbose_name_plural = "台账显示的列"

    def __str__(self):
        return str(self.officer)
