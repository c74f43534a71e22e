from django.urls import path

from capacity_portal.organization.views import (
    account,
    officer_steps,
    officers,
    requests,
    second_factor,
    signing,
)

app_name = "organization"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("", account.account, name="account"),
    path("password/", account.password, name="password"),
    path("sessions/end/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("sessions/<slug:handle>/end/", account.end_session, name="session-end"),
    path("second-factor/", second_factor.overview, name="second-factor"),
    path("second-factor/begin/", second_factor.begin, name="second-factor-begin"),
    path("second-factor/confirm/", second_factor.confirm, name="second-factor-confirm"),
    path("second-factor/codes/", second_factor.recovery_codes, name="recovery-codes"),
    path("second-factor/drop/", second_factor.drop, name="second-factor-drop"),
    path("second-factor/check/", second_factor.check, name="second-factor-check"),
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.create, name="officer-create"),
    path("officers/<int:pk>/", officers.officer, name="officer"),
    path("officers/<int:pk>/edit/", officers.edit, name="officer-edit"),
    path("officers/<int:pk>/role/", officers.change_role, name="officer-role"),
    path("officers/<int:pk>/<slug:step>/", officer_steps.take_step, name="officer-step"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.ask, name="request-create"),
    path("requests/<int:pk>/approve/", requests.approve, name="request-approve"),
    path("requests/<int:pk>/refuse/", requests.refuse, name="request-refuse"),
]
