from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "检查排查"

    def ready(self):
        from inspections import background, background_returns, duties_grid, tracking  # noqa: PLC0415 - app ready

        tracking.register()
        duties_grid.register()
        background.register()
        background_returns.register()
