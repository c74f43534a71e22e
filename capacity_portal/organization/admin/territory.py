"""Regions, member units and the office."""

from django import forms
from django.contrib import admin
from import_export.admin import ImportExportMixin

from capacity_portal.lib.territory import TerritoryCodeError, normalise
from capacity_portal.organization.admin.journalled import JournalledAdmin, WholeRecordForm
from capacity_portal.organization.admin.lists import ListOfRecords
from capacity_portal.organization.choices import Dimension
from capacity_portal.organization.forms.fields import DayField
from capacity_portal.organization.models import Department, Office, Region
from capacity_portal.organization.resources import DepartmentResource
from capacity_portal.organization.rules.divisions import kind_fault


class RegionForm(WholeRecordForm):
    valid_from = DayField(label="启用日期", required=False)
    valid_to = DayField(label="停用日期", required=False)

    def clean_code(self):
        try:
            return normalise(self.cleaned_data["code"])
        except TerritoryCodeError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self):
        typed = super().clean()
        code, kind = typed.get("code") or self.instance.code, typed.get("kind")
        fault = kind_fault(code, kind) if code and kind else ""
        if fault:
            self.add_error("kind", fault)
        return typed


@admin.register(Region)
class RegionAdmin(JournalledAdmin):
    form = RegionForm
    change_list_template = "admin/organization_region_change_list.html"
    region_field = "code"
    list_display = ["code", "name", "kind", "national_code", "is_statistics_only", "valid_from", "valid_to"]
    list_filter = ["kind", "is_statistics_only"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    raw_id_fields = ["successor"]

    def get_readonly_fields(self, request, obj=None):
        """The code of a region stands in every record of that region: it ends, and another one begins."""
        return ["code"] if obj else []


class DepartmentForm(WholeRecordForm):
    dimensions = forms.MultipleChoiceField(
        label="联合核查维度",
        choices=Dimension.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(Department)
class DepartmentAdmin(ListOfRecords, ImportExportMixin, JournalledAdmin):
    form = DepartmentForm
    resource_classes = [DepartmentResource]
    region_field = "region__code"
    list_display = ["name", "region", "short_name", "dimension_text", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["region"]
    search_fields = ["name", "short_name", "region__name"]
    ordering = ["region__code", "id"]
    raw_id_fields = ["region"]

    @admin.display(description="联合核查维度")
    def dimension_text(self, department):
        return "、".join(department.dimension_labels)


@admin.register(Office)
class OfficeAdmin(JournalledAdmin):
    can_add = False
    region_field = "region__code"
    list_display = ["full_name", "document_code", "telephone"]
    ordering = ["id"]
    readonly_fields = ["region"]
    raw_id_fields = ["host_department"]
