"""The back office: stock Django admin, its doors opened by our roles instead of Django's permission rows."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    default_site = "capacity_portal.dashboards.back_office.BackOfficeSite"


class BackOfficeSite(admin.AdminSite):
    site_header = "后台管理"
    site_title = "后台管理"
    index_title = "管理事项"
    site_url = "/desk/"

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_staff
