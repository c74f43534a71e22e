"""Back office of the tip-offs: telephones and addresses of the public pages, reward schemes, clocks. Tips have no page here."""

from django.contrib import admin

from capacity_portal.organization.admin import JournalledAdmin
from tipoffs.models import ClockRule, ReportChannel, RewardAmount, RewardScheme


@admin.register(ReportChannel)
class ReportChannelAdmin(JournalledAdmin):
    list_display = ["department", "telephone", "telephone_off_hours", "position", "is_shown"]
    list_filter = ["is_shown"]
    search_fields = ["department"]
    ordering = ["position", "id"]


@admin.register(ClockRule)
class ClockRuleAdmin(JournalledAdmin):
    """The kind is given once; a change counts for hand-overs from then on, dates that stand stay."""

    list_display = ["kind", "handover_days", "result_days", "extension_days", "warning_days", "source"]
    list_filter = ["kind"]
    search_fields = ["source"]
    ordering = ["kind"]

    def get_readonly_fields(self, request, obj=None):
        return ("kind",) if obj else ()


@admin.register(RewardScheme)
class RewardSchemeAdmin(JournalledAdmin):
    list_display = ["title", "region", "valid_from", "valid_to", "split", "needs_name", "claim_days"]
    list_filter = ["split"]
    list_select_related = ["region"]
    search_fields = ["title", "document"]
    ordering = ["region__code", "-valid_from", "id"]
    raw_id_fields = ["region"]


@admin.register(RewardAmount)
class RewardAmountAdmin(JournalledAdmin):
    list_display = ["case", "yuan", "scheme", "position"]
    list_select_related = ["scheme"]
    search_fields = ["case", "scheme__title"]
    ordering = ["scheme", "position", "id"]
