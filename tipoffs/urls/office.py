from django.urls import path

from tipoffs.views import around, batch, dismissals, office_acts, office_papers, queue, tip_page

urlpatterns = [
    path("tipoffs/queue/", queue.queue, name="queue"),
    path("tipoffs/queue/batch/", batch.batch, name="batch"),
    path("tipoffs/queue/batch/<str:key>/", batch.batch_result, name="batch-result"),
    path("tipoffs/dismissals/", dismissals.dismissals, name="dismissals"),
    path("tipoffs/<int:pk>/", tip_page.tip, name="tip"),
    path("tipoffs/<int:pk>/sheet.pdf", office_papers.sheet, name="sheet"),
    path("tipoffs/<int:pk>/compare/", around.compare, name="compare"),
    path("tipoffs/<int:pk>/exclude/", around.exclude, name="exclude"),
    path("tipoffs/<int:pk>/exclusions/<int:exclusion>/lift/", around.exclusion_lift, name="exclusion-lift"),
    path("tipoffs/<int:pk>/<slug:step>/", office_acts.act, name="act"),
]
