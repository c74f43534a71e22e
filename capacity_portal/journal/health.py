"""Whether the database still refuses to change the journal: asked at start-up, by ``check`` and by ``/healthz``."""

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from capacity_portal.journal import triggers

INSTALLED_BY = ("journal", "0002_append_only")


def missing_triggers() -> list[str]:
    """Names of append-only triggers that are absent, switched off or altered; empty when all is well."""
    return triggers.missing(connection)


def is_prepared() -> bool:
    """Whether the migration that installs the triggers was applied (before that, their absence is no fault)."""
    return INSTALLED_BY in MigrationRecorder(connection).applied_migrations()


def refusal_at_start() -> str:
    """Why a process must not start serving, as a Chinese sentence; empty when it may.

    An absent or unmigrated database is no reason: pages answer 503 and recover by themselves.
    """
    try:
        missing = missing_triggers() if is_prepared() else []
    except DatabaseError:
        return ""
    if not missing:
        return ""
    return (
        f"留痕日志的只追加触发器缺失或被改动：{'、'.join(missing)}。"
        "请先运行 manage.py verify_journal 核验，再运行 manage.py protect_journal 恢复。"
    )
