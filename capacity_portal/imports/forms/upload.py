"""Which file, and where rows belong that do not say so."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from capacity_portal.imports.operations.uploading import limits_for
from capacity_portal.lib.spreadsheets import guard
from capacity_portal.lib.spreadsheets.book import MEGABYTE, FileRefused
from capacity_portal.lib.typed_text import excerpt
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region

_BELOW = {
    RegionKind.PREFECTURE: [RegionKind.COUNTY, RegionKind.ZONE],
    RegionKind.COUNTY: [RegionKind.TOWN],
    RegionKind.ZONE: [RegionKind.TOWN],
    RegionKind.TOWN: [RegionKind.VILLAGE],
}
_ACCEPTED = ".xlsx,.xls,.csv"


class UploadForm(forms.Form):
    """``region`` is there where the officer covers several and the kind asks; cleaned to a code (his own otherwise)."""

    region = forms.ChoiceField(
        label="归属地区", help_text="表中没写地区，或写的不是辖区内地区的行，先归到这里，入库前请您核对。"
    )
    file = forms.FileField(
        label="表格文件",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={"required": "请选择要上传的表格。", "invalid": "文件没有传上来，请重新选择。"},
    )

    def __init__(self, *args, officer, today: date, asks_region: bool = True, **options):
        super().__init__(*args, **options)
        self.limits, self.own_region = limits_for(officer), officer.region_code
        choices = list(_offered(officer, today).values_list("code", "name"))
        if asks_region and len(choices) > 1:
            self.fields["region"].choices = choices
            self.fields["region"].initial = officer.region_code
        else:
            del self.fields["region"]
        self.fields[
            "file"
        ].help_text = f".xlsx、.xls 或 .csv，不超过 {self.limits.most_bytes // MEGABYTE} MB、{self.limits.most_rows:,} 行"

    @property
    def region_code(self) -> str:
        return self.cleaned_data.get("region") or self.own_region

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            guard.check_size(upload.size, self.limits)
        except FileRefused as refused:
            self.refuse(upload.name, str(refused))
        return upload

    def refuse(self, name: str, sentence: str) -> None:
        """Say what is wrong with the file, by its name."""
        self.add_error("file", ValidationError(f"{excerpt(name, 60)}不能导入：{sentence}"))


def _offered(officer, today: date) -> QuerySet[Region]:
    """The officer's region, then those one level below."""
    kinds = [officer.region.kind, *_BELOW.get(officer.region.kind, ())]
    return Region.objects.within(officer.region_code).current(today).filter(kind__in=kinds).order_by("code")
