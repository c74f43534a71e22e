"""Inspections by superiors and evidence packs."""

urlpatterns = []
