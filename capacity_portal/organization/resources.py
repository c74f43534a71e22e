"""Holidays and member units as lists for import and export: Chinese columns, Chinese messages, every row an operation."""

from django.utils import timezone
from import_export import fields, resources, widgets

from capacity_portal.lib import dates
from capacity_portal.lib.territory import TerritoryCodeError, contains, normalise
from capacity_portal.organization import operations
from capacity_portal.organization.choices import Dimension
from capacity_portal.organization.models import Department, Holiday, Region


class DayWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return dates.parse(value)

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class WordWidget(widgets.Widget):
    """A yes-or-no column written as one of two words."""

    def __init__(self, yes: str, no: str):
        super().__init__()
        self.words = {yes: True, no: False}

    def clean(self, value, row=None, **kwargs):
        word = str(value or "").strip()
        if word not in self.words:
            raise ValueError(f"应填“{'”或“'.join(self.words)}”，不是“{word[:20]}”。")
        return self.words[word]

    def render(self, value, obj=None, **kwargs):
        return next(word for word, meaning in self.words.items() if meaning == bool(value))


class RegionWidget(widgets.Widget):
    """A region by its code; other offices' regions do not exist."""

    within = ""

    def clean(self, value, row=None, **kwargs):
        try:
            code = normalise(str(value))
        except TerritoryCodeError as error:
            raise ValueError(str(error)) from None
        region = Region.objects.filter(code=code).first() if contains(self.within, code) else None
        if region is None:
            raise ValueError(f"本地区没有代码为 {code} 的区划。")
        return region

    def render(self, value, obj=None, **kwargs):
        return value.code if value else ""


class DimensionsWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        codes = {label: code for code, label in Dimension.choices}
        words = str(value or "").replace("，", "、").replace(",", "、").split("、")
        unknown = [word for word in words if word and word not in codes]
        if unknown:
            raise ValueError(f"不认识的联合核查维度：{'、'.join(unknown)[:60]}。")
        return [codes[word] for word in words if word]

    def render(self, value, obj=None, **kwargs):
        return "、".join(Dimension(code).label for code in value or [])


class JournalledResource(resources.ModelResource):
    """Saves through ``operations.save_record``; ``by`` is the officer who imports."""

    def __init__(self, by=None, **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def do_instance_save(self, instance, is_create):
        operations.save_record(record=instance, by=self.by, at=timezone.now(), note="列表导入")


class HolidayResource(JournalledResource):
    day = fields.Field("day", "日期", widget=DayWidget())
    is_workday = fields.Field("is_workday", "安排", widget=WordWidget("上班", "放假"))
    name = fields.Field("name", "名称")
    source = fields.Field("source", "依据", default="")

    class Meta:
        model = Holiday
        fields = ("day", "is_workday", "name", "source")
        import_id_fields = ("day",)
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class DepartmentResource(JournalledResource):
    region = fields.Field("region", "地区代码", widget=RegionWidget())
    name = fields.Field("name", "单位名称")
    short_name = fields.Field("short_name", "简称", default="")
    dimensions = fields.Field("dimensions", "联合核查维度", widget=DimensionsWidget(), default=list)
    is_active = fields.Field("is_active", "在用", widget=WordWidget("是", "否"))

    class Meta:
        model = Department
        fields = ("region", "name", "short_name", "dimensions", "is_active")
        import_id_fields = ("region", "name")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True

    def __init__(self, by=None, **kwargs):
        super().__init__(by=by, **kwargs)
        self.fields["region"].widget.within = by.region_code if by else ""

    def get_queryset(self):
        return super().get_queryset().select_related("region")
