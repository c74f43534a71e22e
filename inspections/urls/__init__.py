from inspections.urls import (
    converters,  # noqa: F401 - makes <month:period> known
    coverage,
    field,
    findings,
    grid,
    returns,
    rounds,
    visits,
)

app_name = "inspections"
urlpatterns = [
    *grid.urlpatterns,  # rounds/<month>/entry/ before rounds/<month>/<county>/
    *rounds.urlpatterns,
    *coverage.urlpatterns,
    *visits.urlpatterns,
    *field.urlpatterns,
    *findings.urlpatterns,
    *returns.urlpatterns,
]
