from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "公文与报告"

    def ready(self):
        from reports import tracking  # noqa: PLC0415 - app ready

        tracking.register()
