"""Incoming documents and their tasks."""

from django.urls import path

from reports.views import incoming, incoming_acts, incoming_tasks

urlpatterns = [
    path("reports/incoming/", incoming.incoming, name="incoming"),
    path("reports/incoming/new/", incoming_acts.new, name="incoming-new"),
    path("reports/incoming/export/", incoming.export, name="incoming-export"),
    path("reports/incoming/export/<str:key>/", incoming.export_file, name="incoming-file"),
    path("reports/incoming/<int:pk>/", incoming.incoming_document, name="incoming-document"),
    path("reports/incoming/<int:pk>/edit/", incoming_acts.edit, name="incoming-edit"),
    path("reports/incoming/<int:pk>/scan/", incoming.incoming_scan, name="incoming-scan"),
    path("reports/incoming/<int:pk>/scan/new/", incoming_acts.scan, name="incoming-scan-new"),
    path("reports/incoming/<int:pk>/tasks/new/", incoming_tasks.assign, name="incoming-task-new"),
    path("reports/incoming/<int:pk>/finish/", incoming_acts.finish, name="incoming-finish"),
    path("reports/incoming/<int:pk>/draft/<slug:relation>/", incoming_acts.draft, name="incoming-draft"),
    path("reports/tasks/<int:pk>/<slug:step>/", incoming_tasks.task, name="incoming-task"),
    path("reports/search/", incoming.search, name="documents-search"),
]
