"""Incoming documents and their tasks."""

urlpatterns = []
