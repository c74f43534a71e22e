"""Addressees, what they did, written returns, summaries."""

from django.urls import path

from reports.views import matrix, pressing, recipient_acts, recipients, returns

urlpatterns = [
    path("reports/notices/<int:pk>/recipients/", recipients.recipients, name="recipients"),
    path("reports/notices/<int:pk>/recipients/<slug:step>/", recipients.change, name="recipients-change"),
    path("reports/notices/<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("reports/notices/<int:pk>/matrix/export/", matrix.export, name="matrix-export"),
    path("reports/notices/<int:pk>/matrix/export/<str:key>/", matrix.export_file, name="matrix-file"),
    path("reports/notices/<int:pk>/remind/", pressing.remind, name="remind"),
    path("reports/notices/<int:pk>/summary/", pressing.summary, name="summary"),
    path("reports/notices/<int:pk>/summary/export/", pressing.summary_export, name="summary-export"),
    path("reports/notices/<int:pk>/summary/export/<str:key>/", pressing.summary_file, name="summary-file"),
    path("reports/returns/", returns.returns, name="returns"),
    path("reports/returns/<int:pk>/", returns.recipient_page, name="return"),
    path("reports/returns/<int:pk>/<slug:step>/", recipient_acts.act, name="recipient-act"),
    path("reports/returns/files/<uuid:uuid>/", returns.recipient_file, name="recipient-file"),
    path("reports/returns/files/<uuid:uuid>/remove/", recipient_acts.remove, name="recipient-file-remove"),
]
