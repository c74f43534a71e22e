from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "capacity_portal.organization"
    label = "organization"
    verbose_name = "组织与账户"
