from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "capacity_portal.dashboards"
    label = "dashboards"
    verbose_name = "工作台"
