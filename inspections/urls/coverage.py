from django.urls import path

from inspections.views import (
    county_batch,
    coverage,
    coverage_export,
    duty_batch,
    duty_list,
    months,
    verification,
)

urlpatterns = [
    path("", months.home, name="home"),
    path("rounds/", months.months, name="rounds"),
    path("rounds/<month:month>/", coverage.prefecture, name="round"),
    path("rounds/<month:month>/uncovered/", duty_list.duties, name="round-uncovered"),
    path("rounds/<month:month>/batch/", duty_batch.duty_batch, name="duty-batch"),
    path("rounds/<month:month>/batch/<str:key>/", duty_batch.duty_batch_result, name="duty-batch-result"),
    path("rounds/<month:month>/counties/", county_batch.county_batch, name="county-batch"),
    path("rounds/<month:month>/export/", coverage_export.export, name="coverage-export"),
    path("rounds/<month:month>/export/<str:key>/", coverage_export.export_file, name="coverage-file"),
    path("rounds/<month:month>/verify/", verification.verify, name="round-verify"),
    path("rounds/<month:month>/cells/<int:pk>/", coverage.cell, name="round-cell"),
    path("rounds/<month:month>/<slug:code>/", coverage.county, name="round-county"),
]
