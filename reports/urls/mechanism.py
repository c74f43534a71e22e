"""Basis documents, leading group, duties of units, meetings."""

urlpatterns = []
