"""What every test has: test settings, a cheap hasher, no network, one database file per run.

Fixtures for many tests stand here; plain builders of records stand in tests/makers.py; what only one folder needs stands in
the conftest.py of that folder.

Kept here for everybody:
- `shared_suites`: folder of the optional public test suites, or the test is skipped (see the fixture).
- markers `browser` (skipped without chromium) and `long` (left out unless asked for with -m).
"""

import gc
import os
import shutil

# Before anything imports the settings: pytest-django sets Django up after this file is read.
os.environ["TESTING"] = "1"
os.environ["DEMO"] = "0"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")  # hides the database that a .env file may name
os.environ["DJANGO_SETTINGS_MODULE"] = "capacity_portal.settings"

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests import chromium, migrated
from tests.network import only_this_machine

SUITES = "CAPACITY_SHARED_SUITES"

# Thousands of tests make and drop whole pages: looking for circles as often as a small program does takes a tenth of the time.
gc.set_threshold(100_000, 50, 50)


# Every run tries the same examples and none fails because the machine is busy; the long run looks further.
hypothesis.settings.register_profile("quick", deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("quick")


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings now: pytest-django sets Django up before the collection only when somebody has."""
    from django.conf import settings

    assert settings.TESTING


# --- which tests run --------------------------------------------------------------------------------------------------
_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out tests that ask no database: on a second engine they would say the same",
    )


def asks_a_database(item: pytest.Item) -> bool:
    """Whether another engine could say anything else.

    Tests of pages run once: what they ask is asked by the tests of queries and operations, and on the second engine the region
    wall walks through every page again.
    """
    if item.get_closest_marker("one_engine") or "views" in item.path.parts:
        return False
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or bool(_DATABASE & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out long tests nobody asked for; skip browser tests where there is no browser."""
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out and "long" not in config.option.markexpr:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = [item for item in items if asks_a_database(item)]
    if chromium.find() is None:
        no_browser = pytest.mark.skip(reason=f"no chromium; install it with: {chromium.HOW_TO_INSTALL}")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(no_browser)


@pytest.fixture
def shared_suites(record_property) -> Path:
    """The folder of public test suites that are not part of this repository (`csv-spectrum/`, `blns/`, ...).

    The environment variable CAPACITY_SHARED_SUITES names the folder around it (beside it: `texts/`). Without it the test is skipped; with it, the test must run:
    `make test` fails when a suite was handed in and any of its tests was skipped.
    """
    record_property("optional_suite", "yes")
    folder = os.environ.get(SUITES)
    if not folder:
        pytest.skip(f"optional suite: {SUITES} names no folder")
    return Path(folder) / "suites"


# --- surroundings -----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    with only_this_machine():
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Argon2 costs 50 ms a password on purpose; tests of the real hasher override this setting."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def migrated_database() -> str:
    """What tests/run.py has migrated for all processes of a run: a file of SQLite or the name of a PostgreSQL database.

    A run of a few tests by hand takes the file that an earlier one has left (tests/migrated.py).
    """
    from django.db import connection

    if "MIGRATED_DATABASE" not in os.environ and connection.vendor == "sqlite":
        os.environ["MIGRATED_DATABASE"] = str(migrated.migrated_file())
    return os.environ.get("MIGRATED_DATABASE", "")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix) -> None:
    """SQLite in a file, as in production: an in-memory database knows no waiting writers, so races would be untested.

    One difference: nothing is flushed to the disk, which triples the speed and only matters when the power fails.
    A database that is already migrated is copied; `migrate` still runs afterwards and finds nothing to do.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    test = database.setdefault("TEST", {})
    if database["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        if migrated_database():
            shutil.copyfile(migrated_database(), test["NAME"])
    elif migrated_database():
        test["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A copied file is not made anew; it goes with the temporary folder. Databases on a server are copied by the server."""
    from django.db import connection

    return bool(migrated_database()) and connection.vendor == "sqlite"


# --- added by others: one block per topic, with a line saying what for ------------------------------------------------
@pytest.fixture
def client():
    """A browser: posted forms bring their hidden key (see tests/clients.py)."""
    from tests.clients import PortalClient

    return PortalClient()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once() -> Iterator[None]:
    """WhiteNoise looks at every static file when a client makes its middleware: 20 ms for each of thousands of clients."""
    from django.conf import settings
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, known = WhiteNoiseMiddleware.add_files_from_finders, {}

    def remember(self):
        where = (settings.STATIC_URL, *map(str, settings.STATICFILES_DIRS))
        if where not in known:
            look(self)
            known[where] = dict(self.files)
        self.files.update(known[where])

    WhiteNoiseMiddleware.add_files_from_finders = remember
    yield
    WhiteNoiseMiddleware.add_files_from_finders = look


@pytest.fixture(scope="session", autouse=True)
def flush_of_the_test_runner() -> Iterator[None]:
    """The triggers of journal and tips refuse the flush after a transactional test; here, and nowhere else, they are lifted for it.

    On PostgreSQL only tables with rows are emptied: TRUNCATE of all of them takes half a second, thirty times as long. What
    Django would make anew after a flush (content types, permissions) stays instead.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    from capacity_portal.journal import triggers
    from tipoffs import triggers as tip_triggers

    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(case):
        with triggers.lifted(connection), tip_triggers.lifted(connection):
            if connection.vendor == "postgresql":
                empty_tables(connection)
            else:
                flush(case)

    TransactionTestCase._fixture_teardown = lift_and_flush
    yield
    TransactionTestCase._fixture_teardown = flush


def empty_tables(connection) -> None:
    """Delete every row of PostgreSQL's tables but Django's own; no sequence is set back."""
    kept = {"django_content_type", "auth_permission", "django_migrations"}
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept
    has_rows = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(has_rows))
        deletes = "".join(f'DELETE FROM "{table}";' for (table,) in cursor.fetchall())
        cursor.execute(
            f"SET session_replication_role = replica; {deletes} SET session_replication_role = origin"
        )


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What pages keep for a minute (the office) must not outlive the test that made it."""
    from django.core.cache import cache

    cache.clear()
