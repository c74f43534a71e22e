from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "capacity_portal.journal"
    label = "journal"
    verbose_name = "留痕日志"

    def ready(self):
        from capacity_portal.journal import checks, operations, registry  # noqa: F401, PLC0415 - app ready
        from capacity_portal.organization import recorder, tracking  # noqa: PLC0415 - app ready

        recorder.install(operations)
        for followed in tracking.FOLLOWED:
            registry.track(**followed)
