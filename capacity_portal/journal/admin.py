"""Back office of the journal: the auditor looks, nobody changes."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from capacity_portal.journal import registry
from capacity_portal.journal.models import Block, Entry
from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.admin import JournalledAdmin
from capacity_portal.organization.roles import Permission

_MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Offers the first 10,000 rows without counting the rest; the pages of the portal go further."""

    @cached_property
    def count(self) -> int:
        return bounded_count(self.object_list, _MOST_COUNTED).n


class ReadOnlyAdmin(JournalledAdmin):
    permission = Permission.READ_JOURNAL
    can_add = can_change = False
    paginator = BoundedPaginator


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "by_name", "subject_name", "subject_id", "step_name", "region_code")
    list_display_links = ("id", "at")
    ordering = ("-id",)
    sortable_by = ("id",)
    fields = (
        "at",
        "by_name",
        "subject_name",
        "subject_id",
        "step_name",
        "kind",
        "note",
        "changes",
        "file_key",
        "region_code",
    )
    readonly_fields = ("subject_name", "step_name")

    @admin.display(description="对象类别")
    def subject_name(self, entry: Entry) -> str:
        return registry.subject_labels().get(entry.subject, entry.subject)

    @admin.display(description="步骤")
    def step_name(self, entry: Entry) -> str:
        return registry.step_labels(entry.subject).get(entry.step, entry.step)


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ("number", "sealed_at", "entry_count", "high_water", "hash")
    ordering = ("-number",)
    sortable_by = ("number",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("digests")
