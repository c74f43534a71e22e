from tipoffs.urls import files, follow_up, identity, intake, office, public, rewards, track, units

app_name = "tipoffs"
urlpatterns = [
    *public.urlpatterns,
    *intake.urlpatterns,
    *track.urlpatterns,
    *identity.urlpatterns,
    *rewards.urlpatterns,
    *follow_up.urlpatterns,
    *files.urlpatterns,
    *units.urlpatterns,
    *office.urlpatterns,  # <int:pk>/<slug:step>/ stands last
]
