from django.urls import path

from inspections.views import (
    entry,
    entry_sheet,
    grid,
    grid_cells,
    grid_exports,
    grid_gaps,
    grid_laying,
    grid_posts,
)

urlpatterns = [
    path("grid/", grid.grid, name="grid"),
    path("grid/gaps/", grid_gaps.gaps, name="grid-gaps"),
    path("grid/export/", grid_exports.export, name="grid-export"),
    path("grid/export/<str:key>/", grid_exports.export_file, name="grid-file"),
    path("grid/cells/<int:pk>/", grid_cells.cell, name="cell"),
    path("grid/cells/<int:pk>/edit/", grid_cells.edit, name="cell-edit"),
    path("grid/cells/<int:pk>/dissolve/", grid_cells.dissolve, name="cell-dissolve"),
    path("grid/cells/<int:pk>/appoint/<slug:kind>/", grid_posts.appoint, name="post-new"),
    path("grid/posts/<int:pk>/end/", grid_posts.end, name="post-end"),
    path("grid/<slug:code>/", grid.county, name="grid-county"),
    path("grid/<slug:code>/new/", grid_cells.found, name="cell-new"),
    path("grid/<slug:code>/lay/", grid_laying.lay, name="grid-lay"),
    path("rounds/<month:month>/entry/", entry.entry, name="entry"),
    path("rounds/<month:month>/entry/row/", entry.row, name="entry-row"),
    path("rounds/<month:month>/entry/sheet/", entry_sheet.ask, name="entry-sheet"),
    path("rounds/<month:month>/entry/sheet/<str:key>/", entry_sheet.file, name="entry-file"),
]
