"""Schemes and yearly reports."""

urlpatterns = []
