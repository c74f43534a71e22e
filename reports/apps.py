from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "公文与报告"

    def ready(self):
        from reports import (  # noqa: PLC0415 - app ready
            background_assessments,
            background_flow,
            background_packs,
            background_sending,
            dossier,
            duties_assessments,
            duties_editing,
            duties_flow,
            duties_incoming,
            duties_preparing,
            duties_sending,
            panels_editing,
            panels_flow,
            panels_sending,
            published,
            tracking,
        )

        tracking.register()
        background_assessments.register()
        background_packs.register()
        duties_assessments.register()
        duties_preparing.register()
        background_flow.register()
        duties_flow.register()
        panels_flow.register()
        published.register()
        dossier.register()
        duties_editing.register()
        panels_editing.register()
        background_sending.register()
        duties_incoming.register()
        duties_sending.register()
        panels_sending.register()
