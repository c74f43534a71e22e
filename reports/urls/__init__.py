from reports.urls import assessments, editing, flow, incoming, mechanism, preparing, sending

app_name = "reports"
urlpatterns = [
    *incoming.urlpatterns,
    *sending.urlpatterns,
    *preparing.urlpatterns,
    *mechanism.urlpatterns,
    *assessments.urlpatterns,
    *editing.urlpatterns,
    *flow.urlpatterns,  # reports/notices/<int:pk>/<slug:step>/ stands last
]
