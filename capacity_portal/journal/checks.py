"""System check: the append-only triggers exist (``manage.py check --database default``, ``migrate``, ``run_worker``)."""

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS

from capacity_portal.journal import health


@register(Tags.database)
def triggers_exist(app_configs, databases, **kwargs):
    refusal = health.refusal_at_start() if DEFAULT_DB_ALIAS in (databases or ()) else ""
    return [Error(refusal, id="journal.E001")] if refusal else []
