from django.urls import path

from tipoffs.views import custody, custody_acts, opening_acts, openings, reads

urlpatterns = [
    path("tipoffs/custody/", custody.home, name="custody"),
    path("tipoffs/custody/ceremony/", custody.ceremony, name="custody-ceremony"),
    path("tipoffs/custody/exchange/", custody.exchange, name="custody-exchange"),
    path("tipoffs/custody/code/", custody.second_code, name="custody-code"),
    path("tipoffs/custody/passphrase/", custody_acts.passphrase, name="custody-passphrase"),
    path("tipoffs/custody/shares/<int:slot>/", custody_acts.hand, name="custody-hand"),
    path("tipoffs/custody/lose/", custody_acts.lose, name="custody-lose"),
    path("tipoffs/custody/<int:number>/reseal/", custody_acts.reseal, name="custody-reseal"),
    path("tipoffs/openings/", openings.openings, name="openings"),
    path("tipoffs/openings/<int:pk>/", openings.opening, name="opening"),
    path("tipoffs/openings/<int:pk>/decide/", opening_acts.decide, name="opening-decide"),
    path("tipoffs/openings/<int:pk>/join/", opening_acts.join, name="opening-join"),
    path("tipoffs/openings/<int:pk>/open/", opening_acts.open_it, name="opening-open"),
    path("tipoffs/openings/<int:pk>/end/", opening_acts.end, name="opening-end"),
    path("tipoffs/openings/<int:pk>/files/<uuid:uuid>/", openings.original, name="opening-original"),
    path("tipoffs/reads/", reads.reads, name="reads"),
    path("tipoffs/<int:pk>/request-opening/", opening_acts.ask, name="opening-request"),
]
