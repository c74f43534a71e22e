"""Review, numbers, issue, verification, scans, printing."""

from django.urls import path

from reports.views import acting, papers, register, register_files, verifying

urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.verified, name="verified"),
    path("verify/<str:code>/document.pdf", verifying.verified_pdf, name="verified-pdf"),
    path("reports/register/", register.register, name="register"),
    path("reports/register/series/", register.series, name="series"),
    path("reports/register/paper/", register.paper, name="number-paper"),
    path("reports/register/export/", register_files.export, name="register-export"),
    path("reports/register/export/<str:key>/", register_files.export_file, name="register-file"),
    path("reports/register/<int:pk>/void/", register.number_void, name="number-void"),
    path("reports/print/", papers.batch_print, name="batch-print"),
    path("reports/links/<int:pk>/remove/", papers.unlink_page, name="unlink"),
    path("reports/notices/<int:pk>/scan/", papers.scan, name="notice-scan"),
    path("reports/notices/<int:pk>/scan/file/", papers.scan_file, name="notice-scan-file"),
    path("reports/notices/<int:pk>/<slug:step>/", acting.act, name="notice-act"),
]
