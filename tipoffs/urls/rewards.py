from django.urls import path

from tipoffs.views import figure_exports, figures, reward_acts, rewards

urlpatterns = [
    path("tipoffs/figures/", figures.figures, name="figures"),
    path("tipoffs/figures/list/", figures.figures_list, name="figures-list"),
    path("tipoffs/figures/export/", figure_exports.export, name="figures-export"),
    path("tipoffs/figures/export/<str:key>/", figure_exports.export_file, name="figures-file"),
    path("tipoffs/rewards/", rewards.rewards, name="rewards"),
    path("tipoffs/<int:pk>/propose-reward/", reward_acts.propose, name="reward-propose"),
    path("tipoffs/<int:pk>/decide-reward/", reward_acts.decide, name="reward-decide"),
    path("tipoffs/<int:pk>/pay-reward/", reward_acts.pay, name="reward-pay"),
]
