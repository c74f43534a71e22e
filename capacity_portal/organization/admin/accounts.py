"""Accounts: looked at here, changed on the account pages; which roles must have a second factor."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from capacity_portal.organization.admin.journalled import JournalledAdmin
from capacity_portal.organization.models import Officer, RoleRequirement
from capacity_portal.organization.roles import Permission


@admin.register(Officer)
class OfficerAdmin(JournalledAdmin):
    permission = Permission.MANAGE_OFFICERS
    can_add = can_change = False
    region_field = "region_code"
    list_display = ["username", "name", "role", "region", "department", "is_active", "account_page"]
    list_filter = ["role", "is_active"]
    list_select_related = ["region", "department"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    fields = [
        "username",
        "name",
        "role",
        "region",
        "department",
        "telephone",
        "is_active",
        "expires_on",
        "last_login",
        "account_page",
    ]

    @admin.display(description="办理")
    def account_page(self, officer):
        return format_html('<a href="{}">账户办理页</a>', reverse("organization:officer", args=[officer.pk]))


@admin.register(RoleRequirement)
class RoleRequirementAdmin(JournalledAdmin):
    permission = Permission.MANAGE_OFFICERS
    can_add = False
    list_display = ["__str__", "needs_second_factor"]
    ordering = ["id"]
    fields = ["role", "needs_second_factor"]
    readonly_fields = ["role"]
