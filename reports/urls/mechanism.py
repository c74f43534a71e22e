"""Meetings and the mechanism of a region."""

from django.urls import path

from reports.views import mechanism, mechanism_parts, meeting_files, meetings

urlpatterns = [
    path("reports/meetings/", meetings.meetings, name="meetings"),
    path("reports/meetings/new/", meetings.meeting_new, name="meeting-new"),
    path("reports/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("reports/meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("reports/meetings/<int:pk>/record.pdf", meeting_files.pdf, name="meeting-pdf"),
    path("reports/meetings/<int:pk>/files/", meeting_files.attach, name="meeting-attach"),
    path("reports/meetings/files/<uuid:uuid>/", meeting_files.show, name="meeting-file"),
    path("reports/meetings/files/<uuid:uuid>/remove/", meeting_files.remove, name="meeting-file-remove"),
    path("reports/mechanism/", mechanism.mechanism, name="mechanism"),
    path("reports/mechanism/chart.pdf", mechanism.pdf, name="mechanism-pdf"),
    path("reports/mechanism/duties.xlsx", mechanism_parts.duties_sheet, name="mechanism-sheet"),
    path("reports/mechanism/copy/", mechanism.copy, name="mechanism-copy"),
    path("reports/mechanism/member/<int:pk>/end/", mechanism_parts.member_end, name="member-end"),
    path("reports/mechanism/<slug:kind>/new/", mechanism_parts.part_new, name="mechanism-new"),
    path("reports/mechanism/<slug:kind>/<int:pk>/", mechanism_parts.part_edit, name="mechanism-edit"),
    path(
        "reports/mechanism/<slug:kind>/<int:pk>/remove/", mechanism_parts.part_remove, name="mechanism-remove"
    ),
]
