"""Addressees, what they did, written returns, summaries."""

urlpatterns = []
