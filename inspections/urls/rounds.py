from django.urls import path

from inspections.views import duty_acts, rounds_acts

urlpatterns = [
    path("rounds/open/", rounds_acts.open_month, name="round-open"),
    path("rounds/<month:month>/close/", rounds_acts.close, name="round-close"),
    path("rounds/<month:month>/reopen/", rounds_acts.reopen, name="round-reopen"),
    path("rounds/<month:month>/add/", rounds_acts.add, name="duty-add"),
    path("duties/<int:pk>/explain/", duty_acts.explain, name="duty-explain"),
    path("duties/<int:pk>/excuse/", duty_acts.excuse, name="duty-excuse"),
    path("duties/<int:pk>/unexcuse/", duty_acts.unexcuse, name="duty-unexcuse"),
    path("duties/<int:pk>/remove/", duty_acts.remove, name="duty-remove"),
]
