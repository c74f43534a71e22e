"""Printed documents of this app that higher apps bind together (evidence packs)."""

from enterprises import registries
from inspections.documents import findings, visit_record
from inspections.documents.return_outlines import return_outline


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_paper("visit", visit_record.record_html)
    registries.register_paper("finding", findings.sheet_html)
    registries.register_paper("monthly_return", return_outline)
