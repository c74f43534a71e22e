"""Holidays and parameters."""

from django.contrib import admin, messages
from django.utils import timezone
from import_export.admin import ImportExportMixin

from capacity_portal.organization import queries
from capacity_portal.organization.admin.journalled import JournalledAdmin, WholeRecordForm
from capacity_portal.organization.admin.lists import ListOfRecords
from capacity_portal.organization.forms.fields import DayField
from capacity_portal.organization.models import Holiday, Threshold
from capacity_portal.organization.resources import HolidayResource


class HolidayForm(WholeRecordForm):
    day = DayField(label="日期")


@admin.register(Holiday)
class HolidayAdmin(ListOfRecords, ImportExportMixin, JournalledAdmin):
    form = HolidayForm
    resource_classes = [HolidayResource]
    list_display = ["day", "name", "is_workday", "source"]
    list_filter = ["is_workday"]
    search_fields = ["name"]
    ordering = ["-day"]

    def changelist_view(self, request, extra_context=None):
        for year in queries.uncovered_years(timezone.localdate()):
            text = f"{year} 年的节假日安排尚未录入，期限按周一至周五推算。请按国务院办公厅通知录入。"
            messages.warning(request, text)
        return super().changelist_view(request, extra_context)


@admin.register(Threshold)
class ThresholdAdmin(JournalledAdmin):
    can_add = False
    list_display = ["name", "value", "unit", "source"]
    search_fields = ["name", "code"]
    ordering = ["code"]
    fields = ["name", "value", "unit", "source"]
    readonly_fields = ["name", "unit"]
