from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "公文与报告"

    def ready(self):
        from reports import (  # noqa: PLC0415 - app ready
            background_assessments,
            background_packs,
            duties_assessments,
            tracking,
        )

        tracking.register()
        background_assessments.register()
        background_packs.register()
        duties_assessments.register()
