from django.urls import path

from capacity_portal.journal.views import auditor

app_name = "journal"
urlpatterns = [
    path("", auditor.entries, name="list"),
    path("entries/<int:pk>/", auditor.entry, name="entry"),
    path("head/", auditor.head, name="head"),
    path("head/file/", auditor.head_file, name="head-file"),
    path("seal/", auditor.seal, name="seal"),
]
