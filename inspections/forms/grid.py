"""Forms of the grid: cells, persons, laying a county, giving out."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet

from capacity_portal.lib.form_fields import Day, PortalForm, Text, day_of, text_of
from capacity_portal.lib.territory import Level, ancestors, level_of
from capacity_portal.organization.choices import RegionRisk
from capacity_portal.organization.models import Department, GridCell, GridPost, Officer, Region
from capacity_portal.organization.queries import regions_for_cells

XLSX, CSV, CSV_GB18030 = "xlsx", "csv", "csv-gb18030"


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Department) -> str:
        return unit.name


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, officer: Officer) -> str:
        return f"{officer} · {officer.region.name} · {officer.role_entry.label}"


class CellForm(PortalForm):
    """What may be changed of a cell. ``offer_units`` must be called."""

    name = text_of(GridCell, "name")
    supervising_department = UnitField(
        Department.objects.none(), label="监管部门", required=False, empty_label="（不填）"
    )
    risk_marks = forms.MultipleChoiceField(
        label="区域风险",
        choices=RegionRisk.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="有标记的网格增加拉网排查次数，或增加检查内容",
    )
    founded_on = day_of(GridCell, "founded_on")
    remarks = text_of(GridCell, "remarks")

    def offer_units(self, code: str) -> None:
        """Member units of the place and of those above it."""
        units = Department.objects.filter(is_active=True, region__code__in=[code, *ancestors(code)])
        current = self.initial.get("supervising_department")
        if current is not None:
            units = Department.objects.filter(Q(pk__in=units.values("pk")) | Q(pk=current.pk))
        self.fields["supervising_department"].queryset = units.order_by("-region__code", "id")


class NewCellForm(CellForm):
    """A cell of one of the county's regions that has none."""

    region = forms.ChoiceField(label="所在地区")
    field_order = ["region"]

    def __init__(self, *args, county: Region, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = {region.code: region for region in _free(county, today)}
        choices = [(code, _indented(region)) for code, region in self.regions.items()]
        self.fields["region"].choices = [("", "请选择"), *choices]
        self.fields["name"].required = False
        self.fields["name"].help_text = "留空时用地区名称"
        self.offer_units(county.code)

    def clean(self):
        cleaned = super().clean()
        if region := self.regions.get(cleaned.get("region", "")):
            cleaned["region"] = region
            cleaned["name"] = cleaned.get("name") or region.name
        return cleaned


def _free(county: Region, today: date) -> QuerySet[Region]:
    taken = GridCell.objects.current().within(county.code)
    return regions_for_cells(county.code, today).exclude(pk__in=taken.values("region"))


def _indented(region: Region) -> str:
    return f"{'　' * max(0, level_of(region.code) - Level.TOWN)}{region.name}"


class PostForm(PortalForm):
    officer = PersonField(
        Officer.objects.none(),
        label="人员",
        empty_label="请选择",
        help_text="账户在用、可以登记排查、账户地区包含这个网格的人员",
    )
    from_on = day_of(GridPost, "from_on")
    note = Text(label="说明", longest=300, required=False, help_text="例如分工文件的文号")

    def __init__(self, *args, people: QuerySet[Officer], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = people


class EndForm(PortalForm):
    """The last day of a post or of a cell, and why."""

    on = Day(label="最后一天")
    note = Text(label="原因", longest=300, lines=3)


class LayForm(PortalForm):
    founded_on = day_of(GridCell, "founded_on")


class GridExportForm(PortalForm):
    format = forms.ChoiceField(
        label="格式",
        choices=[
            (XLSX, "Excel 工作簿（.xlsx），改好后可以导入"),
            (CSV, "CSV 文本（.csv），给其他系统使用"),
            (CSV_GB18030, "CSV 文本（.csv），GB18030 编码，给旧版办公软件"),
        ],
        widget=forms.RadioSelect,
        initial=XLSX,
    )
