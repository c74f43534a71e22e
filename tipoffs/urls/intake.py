from django.urls import path

from tipoffs.views import entering, intake_check, intake_evidence, intake_start, intake_steps, receipts

urlpatterns = [
    path("tipoffs/new/", intake_start.new, name="new"),
    path("tipoffs/new/saved/", intake_start.saved, name="new-saved"),
    path("tipoffs/new/evidence/", intake_evidence.evidence, name="new-evidence"),
    path("tipoffs/new/evidence/<uuid:uuid>/remove/", intake_evidence.remove_file, name="draft-file-remove"),
    path("tipoffs/new/check/", intake_check.check, name="new-check"),
    path("tipoffs/new/<slug:step>/", intake_steps.answer, name="new-step"),
    path("tipoffs/receipt/", receipts.receipt_pdf, name="receipt-pdf"),
    path("tipoffs/enter/", entering.enter, name="enter"),
]
