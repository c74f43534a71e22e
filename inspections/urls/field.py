"""What the phone asks for while it works without a network: the worker, a token, and the two doors it sends to."""

from django.urls import path

from inspections.views import field

urlpatterns = [
    path("worker.js", field.worker, name="field-worker"),
    path("field/token/", field.token, name="field-token"),
    path("field/photos/", field.keep_photo, name="field-photo"),
    path("field/visits/", field.take_visit, name="field-visit"),
]
