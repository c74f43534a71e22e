"""Review, numbers, issue, verification, scans."""

urlpatterns = []
