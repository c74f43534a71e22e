"""Back office of the background: the system administrator sees what runs and what failed, not what is in it."""

from django.contrib import admin

from capacity_portal.jobs import schedule
from capacity_portal.jobs.models import Job, RegularRun
from capacity_portal.organization.admin import JournalledAdmin
from capacity_portal.organization.roles import Permission


class ReadOnlyAdmin(JournalledAdmin):
    permission = Permission.MANAGE_SYSTEM
    can_add = can_change = False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Parameters, report and file belong to the owner and are not shown."""

    region_field = "region_code"
    list_display = ("id", "label", "owner", "state", "percent", "message", "created_at", "finished_at")
    list_select_related = ("owner",)
    list_filter = ("state",)
    ordering = ("-id",)
    sortable_by = ("id",)
    fields = (
        "label",
        "kind",
        "owner",
        "state",
        "percent",
        "message",
        "attempt",
        "created_at",
        "started_at",
        "heartbeat_at",
        "finished_at",
    )


@admin.register(RegularRun)
class RegularRunAdmin(ReadOnlyAdmin):
    list_display = ("work", "started_at", "finished_at", "is_well")
    fields = ("work", "name", "started_at", "finished_at", "error")
    readonly_fields = ("work",)
    ordering = ("name",)

    @admin.display(description="工作")
    def work(self, run: RegularRun) -> str:
        return schedule.label_of(run.name)

    @admin.display(description="正常", boolean=True)
    def is_well(self, run: RegularRun) -> bool:
        return not run.error
