"""Back office of the dictionaries and the conversion table. Business records have no page here: they are not edited around
the operations.

What a row is known by, and the unit its figures are counted in, never change; a wrong row is put out of use.
"""

from django.contrib import admin
from import_export.admin import ImportExportMixin

from capacity_portal.organization.admin import JournalledAdmin, ListOfRecords
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product
from enterprises.resources import ConversionRowResource, IndustryCodeResource


class DictionaryAdmin(JournalledAdmin):
    """``lasting``: fields that are given once."""

    lasting: tuple[str, ...] = ()

    def get_readonly_fields(self, request, obj=None):
        return self.lasting if obj else ()


@admin.register(EquipmentKind)
class EquipmentKindAdmin(DictionaryAdmin):
    lasting = ("code", "size_unit")
    list_display = ["name", "code", "industry", "size_unit", "is_induction_furnace", "is_active"]
    list_filter = ["industry", "is_active"]
    search_fields = ["name", "code"]
    ordering = ["position", "id"]


@admin.register(Product)
class ProductAdmin(DictionaryAdmin):
    lasting = ("code", "unit")
    list_display = ["name", "code", "industry", "unit", "is_active"]
    list_filter = ["industry", "is_active"]
    search_fields = ["name", "code"]
    ordering = ["position", "id"]


@admin.register(IndustryCode)
class IndustryCodeAdmin(ListOfRecords, ImportExportMixin, DictionaryAdmin):
    resource_classes = [IndustryCodeResource]
    lasting = ("edition", "code")
    list_display = ["code", "name", "edition", "industry"]
    list_filter = ["edition", "industry"]
    search_fields = ["code", "name"]
    ordering = ["-edition", "code"]


@admin.register(ConversionRow)
class ConversionRowAdmin(ListOfRecords, ImportExportMixin, DictionaryAdmin):
    resource_classes = [ConversionRowResource]
    lasting = ("kind", "product", "size", "edition")
    list_display = [
        "kind",
        "size",
        "product",
        "capacity",
        "edition",
        "may_interpolate",
        "source",
        "is_active",
    ]
    list_filter = ["kind", "edition", "is_active"]
    list_select_related = ["kind", "product"]
    search_fields = ["source", "edition"]
    ordering = ["kind__position", "product__position", "size", "id"]
