from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "capacity_portal.journal"
    label = "journal"
    verbose_name = "留痕日志"
