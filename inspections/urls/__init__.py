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
    *rounds.urlpatterns,
    *coverage.urlpatterns,
    *grid.urlpatterns,
    *visits.urlpatterns,
    *field.urlpatterns,
    *findings.urlpatterns,
    *returns.urlpatterns,
]
