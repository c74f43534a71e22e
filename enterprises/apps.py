from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "一企一档"

    def ready(self):
        from enterprises import background, duties, duties_requests, tracking  # noqa: PLC0415 - app ready

        tracking.register()
        duties.register()
        duties_requests.register()
        background.register()
