"""The units' side: what the leading unit does, what joint units add, the enterprises, more time."""

from django.urls import path

from tipoffs.views import unit_enterprises, unit_extensions, unit_steps, unit_tips

urlpatterns = [
    path("tipoffs/<int:pk>/begin/", unit_steps.begin, name="begin"),
    path("tipoffs/<int:pk>/return/", unit_steps.give_back, name="return"),
    path("tipoffs/<int:pk>/verify/", unit_steps.verify, name="verify"),
    path("tipoffs/<int:pk>/deal/", unit_steps.deal, name="deal"),
    path("tipoffs/<int:pk>/remark/", unit_steps.join, name="remark"),
    path("tipoffs/<int:pk>/measures/<int:measure>/<slug:step>/", unit_steps.enforce, name="enforce"),
    path("tipoffs/<int:pk>/evidence/<int:file>/", unit_tips.verification_file, name="verification-file"),
    path("tipoffs/<int:pk>/extend/", unit_extensions.extend, name="extend"),
    path("tipoffs/<int:pk>/extensions/<int:extension>/", unit_extensions.decide, name="extension"),
    path("tipoffs/<int:pk>/enterprises/", unit_enterprises.enterprises, name="enterprises"),
    path("tipoffs/<int:pk>/enterprises/<int:link>/unlink/", unit_enterprises.unlink, name="unlink"),
    path(
        "tipoffs/<int:pk>/enterprises/<int:link>/visit/", unit_enterprises.ask_for_look, name="request-visit"
    ),
    path("tipoffs/<int:pk>/enterprises/<int:link>/standing/", unit_enterprises.standing, name="standing"),
]
