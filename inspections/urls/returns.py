"""Monthly returns, furnaces by region, the quality test and the re-check list."""

from django.urls import path

from inspections.urls import converters  # noqa: F401 - <month:...>
from inspections.views import (
    furnaces,
    quality,
    rechecks,
    return_acts,
    return_batch,
    return_exports,
    return_files,
    returns,
)

_ONE = "returns/<month:month>/<slug:code>/"

urlpatterns = [
    path("returns/", returns.returns, name="returns"),
    path("returns/batch/", return_batch.batch, name="returns-batch"),
    path("returns/batch/<str:key>/", return_batch.result, name="returns-batch-result"),
    path(_ONE, returns.one_return, name="return"),
    path(f"{_ONE}begin/", return_acts.begin, name="return-begin"),
    path(f"{_ONE}text/", return_acts.text, name="return-text"),
    path(f"{_ONE}sign/", return_acts.sign, name="return-sign"),
    path(f"{_ONE}steps/<slug:step>/", return_acts.step, name="return-step"),
    path(f"{_ONE}scan/", return_files.attach, name="return-scan-new"),
    path(f"{_ONE}scan/file/", return_files.scan, name="return-scan"),
    path(f"{_ONE}pdf/", return_files.pdf, name="return-pdf"),
    path(f"{_ONE}sheet/", return_exports.sheet, name="return-sheet"),
    path(f"{_ONE}sheet/<str:key>/", return_exports.sheet_file, name="return-sheet-file"),
    path("furnaces/", furnaces.furnaces, name="furnaces"),
    path("furnaces/sheet/", return_exports.furnaces, name="furnaces-sheet"),
    path("furnaces/sheet/<str:key>/", return_exports.furnaces_file, name="furnaces-sheet-file"),
    path("quality/<month:month>/", quality.month, name="quality-month"),
    path("quality/<month:month>/recompute/", quality.recompute, name="quality-recompute"),
    path("quality/<month:month>/<slug:code>/", quality.county, name="quality"),
    path("rechecks/<month:month>/", rechecks.rechecks, name="rechecks"),
    path("rechecks/<month:month>/draw/", rechecks.draw_list, name="rechecks-draw"),
    path("rechecks/items/<int:pk>/", rechecks.recheck, name="recheck"),
]
