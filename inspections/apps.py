from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "检查排查"

    def ready(self):
        from inspections import (  # noqa: PLC0415 - app ready
            background,
            background_findings,
            background_returns,
            dossier,
            dossier_findings,
            duties_findings,
            duties_grid,
            duties_returns,
            duties_rounds,
            duties_visits,
            papers,
            sheet_kinds,
            tracking,
        )

        tracking.register()
        papers.register()
        duties_grid.register()
        duties_rounds.register()
        duties_visits.register()
        duties_findings.register()
        duties_returns.register()
        dossier.register()
        dossier_findings.register()
        sheet_kinds.register()
        background.register()
        background_findings.register()
        background_returns.register()
