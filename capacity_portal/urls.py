"""Addresses of the portal; see the table in docs/architecture of stable pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("capacity_portal.dashboards.urls")),
    path("accounts/", include("capacity_portal.organization.urls")),
    path("journal/", include("capacity_portal.journal.urls")),
    path("jobs/", include("capacity_portal.jobs.urls")),
    path("", include("capacity_portal.imports.urls")),  # has a page below enterprises/: stands before it
    path("enterprises/", include("enterprises.urls")),
    path("inspections/", include("inspections.urls")),
    path("", include("tipoffs.urls")),  # tipoffs/ and published/
    path("", include("reports.urls")),  # reports/ and verify/
    path("admin/", admin.site.urls),
]

handler400 = "capacity_portal.dashboards.views.errors.bad_request"
handler403 = "capacity_portal.dashboards.views.errors.forbidden"
handler404 = "capacity_portal.dashboards.views.errors.not_found"
handler500 = "capacity_portal.dashboards.views.errors.server_error"
