"""Regular work: what it is, when it is due, and running it. Apps register theirs in ``AppConfig.ready``.

``manage.py run_due`` asks every few seconds; a row for each piece of work tells when it last began, so that several
loops share the work instead of doubling it.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from capacity_portal.jobs.models import RegularRun

logger = logging.getLogger(__name__)
_LONGEST_ERROR = 4_000


@dataclass(frozen=True)
class Regular:
    """``function(at)`` runs when ``every`` has passed since it last began; it must bear being killed and run again."""

    name: str
    every: timedelta
    function: Callable[[datetime], object]
    label: str


_work: dict[str, Regular] = {}


def register(name: str, every: timedelta, function: Callable[[datetime], object], label: str = "") -> None:
    """Have ``function`` run regularly. ``label``: Chinese name for the back office."""
    _work[name] = Regular(name, every, function, label or name)


def label_of(name: str) -> str:
    return _work[name].label if name in _work else name


def run_due(at: datetime) -> list[str]:
    """Run what is due at ``at``, one after the other; returns the names. What fails is noted and does not stop the rest."""
    runs = {run.name: run for run in RegularRun.objects.filter(name__in=list(_work))}
    done = []
    for work in list(_work.values()):
        run = runs.get(work.name) or RegularRun.objects.get_or_create(name=work.name)[0]
        if _is_due(work, run, at) and _claim(run, at):
            _run(work, run, at)
            done.append(work.name)
    return done


def _is_due(work: Regular, run: RegularRun, at: datetime) -> bool:
    """Also when the last start lies in the future: the clock was put back."""
    return run.started_at is None or not timedelta(0) <= at - run.started_at < work.every


def _claim(run: RegularRun, at: datetime) -> bool:
    """Whether this loop is the one that runs it."""
    unclaimed = RegularRun.objects.filter(pk=run.pk, started_at=run.started_at)
    return bool(unclaimed.update(started_at=at))


def _run(work: Regular, run: RegularRun, at: datetime) -> None:
    error = ""
    try:
        work.function(at)
    except Exception:
        logger.exception("regular work %s failed", work.name)
        error = traceback.format_exc()[-_LONGEST_ERROR:]
    RegularRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), error=error)


def last_run_at() -> datetime | None:
    """When any regular work last began: the sign of life of the loop."""
    return (
        RegularRun.objects.exclude(started_at=None)
        .order_by("-started_at")
        .values_list("started_at", flat=True)
        .first()
    )
