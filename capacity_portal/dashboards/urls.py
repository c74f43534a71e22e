from django.urls import path

from capacity_portal.dashboards.views import officers, public

app_name = "dashboards"
urlpatterns = [
    path("", public.home, name="home"),
    path("healthz", public.healthz, name="healthz"),
    path("desk/", officers.desk, name="desk"),
    path("desk/components/", officers.components, name="components"),
]
