from django.apps import AppConfig


class TipoffsConfig(AppConfig):
    name = "tipoffs"
    verbose_name = "举报"

    def ready(self):
        from tipoffs import (  # noqa: PLC0415 - app ready
            background_drafts,
            background_files,
            background_identity,
            background_limits,
            background_office,
            background_rewards,
            background_units,
            dossier,
            duties_identity,
            duties_office,
            duties_rewards,
            duties_units,
            file_panels,
            follow_up_panels,
            panel_identity,
            panels_office,
            papers,
            returns,
            tracking,
            unit_panels,
        )

        tracking.register()
        papers.register()
        background_drafts.register()
        background_files.register()
        background_identity.register()
        background_limits.register()
        background_office.register()
        background_rewards.register()
        background_units.register()
        dossier.register()
        file_panels.register()
        duties_identity.register()
        duties_office.register()
        duties_units.register()
        panel_identity.register()
        panels_office.register()
        unit_panels.register()
        follow_up_panels.register()
        duties_rewards.register()
        returns.register()
