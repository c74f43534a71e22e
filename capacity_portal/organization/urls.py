from django.urls import path

from capacity_portal.organization.views import signing

app_name = "organization"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
]
