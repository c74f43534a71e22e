from django.urls import path

from capacity_portal.jobs.views import auditor, officers

app_name = "jobs"
urlpatterns = [
    path("", officers.job_list, name="list"),
    path("<int:pk>/", officers.detail, name="detail"),
    path("<int:pk>/status/", officers.status, name="status"),
    path("<int:pk>/result/", officers.result, name="result"),
    path("<int:pk>/hand-over/", officers.hand_over, name="hand-over"),
    path("<int:pk>/repeat/", officers.repeat, name="repeat"),
    path("journal/", auditor.check_journal, name="check-journal"),
]
