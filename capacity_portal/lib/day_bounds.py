"""Dates of models lie within 1949-2100: kept by the field (a sentence) and by the table (a constraint)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CheckConstraint, Q

from capacity_portal.lib.dates import EARLIEST, LATEST

DAY_SENTENCE = "日期应在 1949 年至 2100 年之间。"
PLAUSIBLE_DAY = [MinValueValidator(EARLIEST, DAY_SENTENCE), MaxValueValidator(LATEST, DAY_SENTENCE)]


def plausible_days(*fields: str, name: str) -> CheckConstraint:
    """A constraint ``name``: each date field is empty or lies within 1949-01-01..2100-12-31."""
    condition = Q()
    for field in fields:
        condition &= Q(**{field: None}) | Q(**{f"{field}__gte": EARLIEST, f"{field}__lte": LATEST})
    return CheckConstraint(condition=condition, name=name, violation_error_message=DAY_SENTENCE)
