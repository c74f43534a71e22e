from django.apps import AppConfig


class TipoffsConfig(AppConfig):
    name = "tipoffs"
    verbose_name = "举报"

    def ready(self):
        from tipoffs import background_drafts, background_files, file_panels, tracking  # noqa: PLC0415 - app ready

        tracking.register()
        background_drafts.register()
        background_files.register()
        file_panels.register()
