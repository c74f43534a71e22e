from django.apps import AppConfig


class TipoffsConfig(AppConfig):
    name = "tipoffs"
    verbose_name = "举报"

    def ready(self):
        from tipoffs import tracking  # noqa: PLC0415 - app ready

        tracking.register()
