"""Addresses of the ledger, the dossier and what is done to them."""

from django.urls import path

from enterprises.views import (
    acts,
    attachments,
    batch,
    create,
    dossier,
    exporting,
    ledger,
    links,
    printing,
    reductions,
    sections,
    villages,
)

app_name = "enterprises"
urlpatterns = [
    path("", ledger.ledger, name="ledger"),
    path("columns/", ledger.columns, name="columns"),
    path("new/", create.create, name="create"),
    path("villages/", villages.villages, name="villages"),
    path("batch/", batch.batch, name="batch"),
    path("batch/<str:key>/", batch.batch_result, name="batch-result"),
    path("export/", exporting.export, name="export"),
    path("export/<str:key>/", exporting.export_file, name="export-file"),
    path("links/", links.links, name="links"),
    path("links/<int:pk>/", links.decide_link, name="link"),
    path("links/<int:pk>/merge/", links.merge, name="merge"),
    path("reductions/", reductions.reductions, name="reductions"),
    path("reductions/new/", reductions.edit_reduction, name="reduction-new"),
    path("reductions/<int:pk>/", reductions.reduction, name="reduction"),
    path("reductions/<int:pk>/edit/", reductions.edit_reduction, name="reduction-edit"),
    path("<int:pk>/", dossier.dossier, name="dossier"),
    path("<int:pk>/history/", dossier.history, name="history"),
    path("<int:pk>/as-of/", dossier.as_of, name="as-of"),
    path("<int:pk>/dossier.pdf", printing.dossier_pdf, name="dossier-pdf"),
    path("<int:pk>/qr.svg", printing.qr, name="qr"),
    path("<int:pk>/confirm/", acts.confirm, name="confirm"),
    path("<int:pk>/recompute/", acts.recompute, name="recompute"),
    path("<int:pk>/unmerge/", acts.unmerge, name="unmerge"),
    path("<int:pk>/status/", sections.change_status, name="status"),
    path("<int:pk>/edit/<slug:section>/", sections.edit_section, name="edit-section"),
    path("<int:pk>/former-names/new/", sections.add_former_name, name="former-name-new"),
    path(
        "<int:pk>/former-names/<int:former_name>/withdraw/",
        acts.withdraw_former_name,
        name="former-name-withdraw",
    ),
    path("<int:pk>/attachments/new/", attachments.attach, name="attachment-new"),
    path("<int:pk>/attachments/<int:attachment>/", attachments.attachment, name="attachment"),
    path(
        "<int:pk>/attachments/<int:attachment>/withdraw/",
        attachments.withdraw_attachment,
        name="attachment-withdraw",
    ),
    path("<int:pk>/equipment/<int:part>/withdraw/", acts.withdraw_equipment, name="equipment-withdraw"),
    path("<int:pk>/<slug:kind>/new/", sections.edit_part, name="part-new"),
    path("<int:pk>/<slug:kind>/<int:part>/", sections.edit_part, name="part-edit"),
]
