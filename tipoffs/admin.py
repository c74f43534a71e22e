"""Back office of the tip-offs: what the public pages say of telephones and addresses. Tips have no page here."""

from django.contrib import admin

from capacity_portal.organization.admin import JournalledAdmin
from tipoffs.models import ReportChannel


@admin.register(ReportChannel)
class ReportChannelAdmin(JournalledAdmin):
    list_display = ["department", "telephone", "telephone_off_hours", "position", "is_shown"]
    list_filter = ["is_shown"]
    search_fields = ["department"]
    ordering = ["position", "id"]
