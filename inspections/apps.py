from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "检查排查"

    def ready(self):
        from inspections import tracking  # noqa: PLC0415 - app ready

        tracking.register()
