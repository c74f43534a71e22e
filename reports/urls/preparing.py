"""Inspections by superiors and evidence packs."""

from django.urls import path

from reports.views import packs, preparing, preparing_acts

urlpatterns = [
    path("reports/superior-inspections/", preparing.superior_inspections, name="superior-inspections"),
    path("reports/superior-inspections/calendar/", preparing.superior_calendar, name="superior-calendar"),
    path("reports/superior-inspections/new/", preparing_acts.inspection_new, name="superior-inspection-new"),
    path("reports/superior-inspections/<int:pk>/", preparing.superior_inspection, name="superior-inspection"),
    path(
        "reports/superior-inspections/<int:pk>/edit/",
        preparing_acts.inspection_edit,
        name="superior-inspection-edit",
    ),
    path(
        "reports/superior-inspections/<int:pk>/close/",
        preparing_acts.inspection_close,
        name="superior-inspection-close",
    ),
    path("reports/superior-inspections/<int:pk>/prepare/", preparing_acts.prepare, name="preparation"),
    path("reports/packs/", packs.packs, name="packs"),
    path("reports/packs/new/", packs.pack_new, name="pack-new"),
    path("reports/packs/<uuid:uuid>/", packs.pack, name="pack"),
    path("reports/packs/<uuid:uuid>/download/", packs.pack_download, name="pack-download"),
    path("reports/packs/<uuid:uuid>/remove/", packs.pack_remove, name="pack-remove"),
]
