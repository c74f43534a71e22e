from django.urls import path

from inspections.views import finding_files, finding_lists, finding_papers, finding_steps, findings

urlpatterns = [
    path("findings/", finding_lists.findings, name="findings"),
    path("findings/export/", finding_papers.findings_export, name="findings-export"),
    path("findings/export/<str:key>/", finding_papers.findings_export_file, name="findings-export-file"),
    path("findings/remind/", finding_papers.findings_remind, name="findings-remind"),
    path("findings/remind.pdf", finding_papers.findings_remind_pdf, name="findings-remind-pdf"),
    path("findings/sheets.pdf", finding_papers.finding_sheets, name="finding-sheets"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/sheet.pdf", finding_papers.finding_sheet, name="finding-sheet"),
    path("findings/<int:pk>/evidence/<int:evidence>/", finding_files.evidence, name="evidence"),
    path("findings/<int:pk>/enforce/<slug:step>/", finding_steps.finding_enforce, name="finding-enforce"),
    path(
        "findings/<int:pk>/clear/<slug:item>/",
        finding_steps.finding_step,
        {"step": "clear"},
        name="finding-clear",
    ),
    path("findings/<int:pk>/<slug:step>/", finding_steps.finding_step, name="finding-step"),
]
