"""The data set of the browser tests: the demonstration prefecture, small, built with the project's own operations."""

from dataclasses import dataclass, field

from django.core.management import call_command

from capacity_portal.organization.models import Officer

SCALE = 60


@dataclass
class World:
    """Keys of records that pages are shown for."""

    keys: dict[str, int | str] = field(default_factory=dict)


def officer(username: str) -> Officer:
    return Officer.objects.select_related("region", "department").get(username=username)


def build() -> World:
    call_command("seed_demo", scale=SCALE, verbosity=0)
    return World()
