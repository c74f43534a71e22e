from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "capacity_portal.jobs"
    label = "jobs"
    verbose_name = "后台任务"
