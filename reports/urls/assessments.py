"""Schemes and yearly reports."""

from django.urls import path

from reports.views import assessment_acts, assessment_files, assessment_tabs, assessments, figures, schemes

_ONE, _SCHEME = "reports/assessments/<int:pk>/", "reports/schemes/<int:pk>/"

urlpatterns = [
    path("reports/assessments/", assessments.assessments, name="assessments"),
    path("reports/assessments/open/<int:pk>/", assessments.open_one, name="assessment-open"),
    path("reports/evidence/<uuid:uuid>/", assessment_files.evidence, name="score-evidence"),
    path("reports/evidence/<uuid:uuid>/remove/", assessment_files.remove, name="score-evidence-remove"),
    path(_ONE, assessment_tabs.data, name="assessment"),
    path(f"{_ONE}words/", assessment_tabs.words, name="assessment-words"),
    path(f"{_ONE}words/edit/", assessment_acts.write, name="assessment-write"),
    path(f"{_ONE}marks/", assessment_tabs.marks, name="assessment-marks"),
    path(f"{_ONE}marks/edit/", assessment_acts.mark, name="assessment-mark"),
    path(f"{_ONE}counties/", assessment_tabs.counties, name="assessment-counties"),
    path(f"{_ONE}evidence/", assessment_tabs.evidence, name="assessment-evidence"),
    path(f"{_ONE}evidence/<int:score>/new/", assessment_files.attach, name="score-evidence-new"),
    path(f"{_ONE}print/", assessment_tabs.printing, name="assessment-print"),
    path(f"{_ONE}compare/", assessment_tabs.compare, name="assessment-compare"),
    path(f"{_ONE}report.pdf", assessment_files.pdf, name="assessment-pdf"),
    path(f"{_ONE}report.docx", assessment_files.docx, name="assessment-docx"),
    path(f"{_ONE}figure/", figures.figure, name="figure"),
    path(f"{_ONE}figure/override/", figures.override, name="figure-override"),
    path(f"{_ONE}figure/restore/", figures.restore, name="figure-restore"),
    path(f"{_ONE}steps/<slug:step>/", assessment_acts.step, name="assessment-act"),
    path("reports/schemes/", schemes.schemes, name="schemes"),
    path("reports/schemes/new/", schemes.new, name="scheme-new"),
    path(_SCHEME, schemes.scheme, name="scheme"),
    path(f"{_SCHEME}edit/", schemes.edit, name="scheme-edit"),
    path(f"{_SCHEME}outline/", schemes.outline, name="scheme-outline"),
    path(f"{_SCHEME}copy/", schemes.copy, name="scheme-copy"),
    path(f"{_SCHEME}activate/", schemes.activate, name="scheme-activate"),
    path(f"{_SCHEME}indicators/new/", schemes.indicator, name="indicator-new"),
    path(f"{_SCHEME}indicators/<int:indicator>/", schemes.indicator, name="indicator"),
    path(f"{_SCHEME}indicators/<int:indicator>/<slug:act>/", schemes.indicator_act, name="indicator-act"),
]
