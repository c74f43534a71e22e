"""Addresses of visits: the own list, the form, the page, files and the printed record."""

from django.urls import path

from inspections.views import mine, visit_acts, visit_files, visit_pages, visit_recording, visit_requests

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("visits/", visit_pages.visits, name="visits"),
    path("visits/new/", visit_recording.record, name="visit-new"),
    path("visits/<int:pk>/", visit_pages.visit, name="visit"),
    path("visits/<int:pk>/correct/", visit_recording.correct, name="visit-correct"),
    path("visits/<int:pk>/send-back/", visit_acts.send_back, name="visit-send-back"),
    path("visits/<int:pk>/confirm/", visit_acts.confirm, name="visit-confirm"),
    path("visits/<int:pk>/scan/", visit_acts.scan, name="visit-scan"),
    path("visits/<int:pk>/requests/<int:asked>/", visit_requests.answer, name="visit-answer"),
    path("visits/<int:pk>/record.pdf", visit_files.record_pdf, name="visit-pdf"),
    path("photos/<int:pk>/", visit_files.photo, name="photo"),
    path("scans/<int:pk>/", visit_files.scan_file, name="scan"),
]
