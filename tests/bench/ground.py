"""A fresh database with N invented enterprises, forty of them with a rare word in the name, and an officer of the prefecture."""

from dataclasses import replace
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from capacity_portal.dashboards.demonstration import seeding
from capacity_portal.dashboards.demonstration.invention import invent
from capacity_portal.organization.models import Officer
from capacity_portal.organization.operations import create_demo_accounts
from enterprises.operations.many import open_files

RARE, RARE_FILES = "稀罕", 40
TODAY = date(2026, 11, 2)


class _Silent:
    def write(self, text: str) -> None: ...


def prepare(size: int) -> Officer:
    """Migrate, fill, and return the officer whose pages are measured."""
    silent = _Silent()
    call_command("migrate", verbosity=0, stdout=silent)
    for command, arguments in (
        ("load_divisions", [seeding.PREFECTURE]),
        ("load_departments", [seeding.PREFECTURE]),
        ("load_thresholds", []),
        ("load_dictionaries", []),
    ):
        call_command(command, *arguments, stdout=silent)
    seeding.open_office(timezone.now())
    create_demo_accounts(region=seeding.PREFECTURE, at=timezone.now())
    for _ in seeding.open_invented(size - RARE_FILES, TODAY):
        pass
    _open_rare(size)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does within a minute
    return Officer.objects.get(username="office_staff")


def _open_rare(size: int) -> None:
    places, dictionary = seeding.towns_of(seeding.PREFECTURE), seeding.Dictionary()
    files = []
    for number in range(RARE_FILES):
        draft = invent(size + number, places, TODAY)
        draft.values["name"] = draft.values["name"].replace("演示", f"演示{RARE}")
        files.append(replace(dictionary.file(draft), confirmed_at=None))
    open_files(files=files, by=None, at=timezone.now())
