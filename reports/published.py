"""此件公开发布: issued documents in force on the public page."""

from django.urls import reverse

from reports.choices import NoticeState
from reports.models import Notice
from tipoffs.registry import PublishedLine, PublishedList, register_published

SHOWN = 100


def register() -> None:
    """Called from AppConfig.ready."""
    register_published(public_documents)


def public_documents() -> PublishedList:
    """The newest ones; each leads to the page that verifies it and lets it be read."""
    rows = Notice.objects.filter(is_public=True, state=NoticeState.ISSUED, tip=None).exclude(pdf_sha256="")
    rows = rows.order_by("-dated", "-id").values_list("title", "frozen__number", "verify_code", "dated")[
        :SHOWN
    ]
    lines = [
        PublishedLine(f"{title}（{number}）", reverse("reports:verified", args=[code]), dated)
        for title, number, code, dated in rows
    ]
    return PublishedList("公开发布的文件", lines)
