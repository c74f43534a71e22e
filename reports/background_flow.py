"""Background work of issuing: copies that a kill or a busy type setter left unmade, and the printing of many documents."""

from datetime import datetime, timedelta

from capacity_portal.jobs import registry as jobs
from capacity_portal.jobs import schedule
from capacity_portal.journal import registry as journal
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES
from reports.documents.batch import print_batch
from reports.models import Notice
from reports.operations.freezing import freeze_quietly
from reports.operations.giving_register import PRINT_KIND

_AT_ONCE = 50


def register() -> None:
    """Called from AppConfig.ready."""
    journal.name_events("document_register", label="发文登记簿", steps={"export": "导出", "print": "打印"})
    jobs.register(PRINT_KIND, "打印公文", print_batch, Permission.DRAFT_DOCUMENTS)
    schedule.register("reports.copies", timedelta(minutes=2), make_missing_copies, "补生成印发件")


def make_missing_copies(at: datetime) -> int:
    """Make the copies of issued documents that have none; returns how many were made. What fails stays for the next time."""
    waiting = Notice.objects.filter(state__in=OUT_STATES, pdf_sha256="").order_by("issued_at", "id")[
        :_AT_ONCE
    ]
    return sum(freeze_quietly(notice=notice, at=at) for notice in waiting)
