"""Whether the database still refuses to change the journal: asked at start-up, by ``check`` and by ``/healthz``."""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from capacity_portal.journal import triggers

INSTALLED_BY = ("journal", "0002_append_only")


def missing_triggers() -> list[str]:
    """Names of append-only triggers that are absent, switched off or altered; empty when all is well."""
    return triggers.missing(connection)


def is_prepared() -> bool:
    """Whether the migration that installs the triggers was applied (before that, their absence is no fault)."""
    return INSTALLED_BY in MigrationRecorder(connection).applied_migrations()
