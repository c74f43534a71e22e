"""Review, numbers, issue, verification, scans."""

from django.urls import path

from reports.views import verifying

urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.verified, name="verified"),
    path("verify/<str:code>/document.pdf", verifying.verified_pdf, name="verified-pdf"),
]
