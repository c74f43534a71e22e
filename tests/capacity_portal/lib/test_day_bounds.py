"""Dates within 1949-2100, by the field and by the table."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.organization.models import Holiday


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(1, 1, 1), date(1948, 12, 31), date(2101, 1, 1), date(9999, 12, 31)])
def test_outside_is_refused_by_field_and_table(day):
    holiday = Holiday(day=day, is_workday=False, name="某日")
    with pytest.raises(ValidationError, match="1949 年至 2100 年"):
        holiday.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        holiday.save()


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(1949, 1, 1), date(2100, 12, 31)])
def test_first_and_last_day(day):
    holiday = Holiday(day=day, is_workday=False, name="某日")
    holiday.full_clean()
    holiday.save()
    assert Holiday.objects.get().day == day
