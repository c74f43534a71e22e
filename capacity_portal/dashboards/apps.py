from django.apps import AppConfig
from django.core import checks

from capacity_portal.lib.typesetting.checks import check_fonts, check_libraries, check_office_fonts, check_xml


class DashboardsConfig(AppConfig):
    name = "capacity_portal.dashboards"
    label = "dashboards"
    verbose_name = "工作台"

    def ready(self):
        checks.register(check_libraries)
        checks.register(check_xml)
        # Reading the fonts takes a third of a second: asked by ``check --deploy``, not at every start.
        checks.register(check_fonts, deploy=True)
        checks.register(check_office_fonts, deploy=True)
