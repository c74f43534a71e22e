"""What /healthz answers: database, storage, journal triggers, regular work."""

from django.utils import timezone

from capacity_portal.jobs.health import report as jobs_report


def report() -> dict:
    return jobs_report(timezone.now())
