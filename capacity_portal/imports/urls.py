"""Addresses of imports; the ledger's upload page stands below the ledger."""

from django.urls import path

from capacity_portal.imports.views import deciding, detail, uploading
from capacity_portal.imports.views.finding import LEDGER

app_name = "imports"
urlpatterns = [
    path("enterprises/import/", uploading.upload, {"kind": LEDGER}, name="ledger"),
    path("imports/<int:pk>/", detail.detail, name="detail"),
    path("imports/<int:pk>/columns/", deciding.columns, name="columns"),
    path("imports/<int:pk>/answers/", deciding.answers, name="answers"),
    path("imports/<int:pk>/explanations/", deciding.explanations, name="explanations"),
    path("imports/<int:pk>/confirm/", detail.confirm, name="confirm"),
    path("imports/<int:pk>/discard/", detail.discard, name="discard"),
    path("imports/<int:pk>/read-again/", detail.read_again, name="read-again"),
    path("imports/<int:pk>/marked.xlsx", detail.marked, name="marked"),
    path("imports/<slug:kind>/", uploading.upload, name="upload"),
    path("imports/<slug:kind>/template.xlsx", uploading.template, name="template"),
]
