from django.urls import path

from tipoffs.views import objections, publishing

urlpatterns = [
    path("tipoffs/<int:pk>/decide-objection/", objections.decide, name="objection-decide"),
    path("tipoffs/outcomes/", publishing.outcomes, name="outcomes"),
    path("tipoffs/outcomes/<int:pk>/withdraw/", publishing.withdraw, name="outcome-withdraw"),
    path("tipoffs/<int:pk>/publish/", publishing.publish, name="publish"),
]
