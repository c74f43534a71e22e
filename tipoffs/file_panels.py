"""The panel of a tip's page with what the reporter sent; to those who read the original words alone."""

from datetime import date

from tipoffs import panels
from tipoffs.access import reads_original
from tipoffs.models import Tip, TipFile
from tipoffs.panels import Panel


def register() -> None:
    """Called from AppConfig.ready."""
    panels.register(files, position=20)


def files(tip: Tip, officer, today: date) -> Panel | None:
    """Clean copies to look at, and what stays sealed by kind and size."""
    if not reads_original(officer):
        return None
    rows = list(TipFile.objects.filter(tip=tip).select_related("message").order_by("position", "id"))
    if not rows:
        return None
    return Panel("files", "举报材料", "tipoffs/_files.html", {"files": rows}, count=len(rows))
