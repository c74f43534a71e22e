"""System check: the append-only triggers exist (``manage.py check --database default``, ``migrate``, ``run_worker``)."""

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from capacity_portal.journal import health


@register(Tags.database)
def triggers_exist(app_configs, databases, **kwargs):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        missing = health.missing_triggers() if health.is_prepared() else []
    except DatabaseError:
        return []  # no database to ask; whoever needs one says so
    return (
        [
            Error(
                f"留痕日志的只追加触发器缺失或被改动：{'、'.join(missing)}。",
                hint="先运行 manage.py verify_journal 核验，再用 manage.py protect_journal 恢复。",
                id="journal.E001",
            )
        ]
        if missing
        else []
    )
