"""Reads of jobs."""

from django.db.models import QuerySet

from capacity_portal.jobs.models import Job


def visible_to(officer) -> QuerySet[Job]:
    """An officer's own jobs of the region he works in now; nobody sees another's results."""
    return Job.objects.filter(owner=officer, region_code=officer.region_code)
