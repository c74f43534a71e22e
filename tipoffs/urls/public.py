from django.urls import path

from tipoffs.views import public

urlpatterns = [
    path("tipoffs/", public.about, name="about"),
    path("tipoffs/privacy/", public.privacy, name="privacy"),
    path("tipoffs/reward-rules/", public.reward_rules, name="reward-rules"),
    path("published/", public.published, name="published"),
    path("published/<int:pk>/", public.published_outcome, name="published-outcome"),
]
