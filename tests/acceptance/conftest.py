"""One world for many tests: built once in a transaction around theirs, each test's own writes rolled back.

Tests that use it carry the marker `world`. `make test` runs them by themselves (`-m world`): then the world is built once in
each process, otherwise once a module, because other tests need the connection without a transaction around them.
"""

import logging
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

if TYPE_CHECKING:
    from tests.acceptance.world import World


HERE = Path(__file__).parent
# A minute each where most take less than a second: begun last, one of them would keep a single core busy at the end.
LONGEST = (
    "test_no_form_breaks_on_hostile_values_and_nothing_is_poisoned",
    "test_a_county_official_sees_counts_exports_prints_completes_and_finds_only_his_rows",
    "test_no_page_breaks_on_any_value_of_any_parameter",
    "test_every_posting_view_refuses_a_form_without_its_key",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if not item.path.is_relative_to(HERE):
            continue
        item.add_marker(pytest.mark.no_cover)  # tracing doubles the time of these and tells nothing new
        if "shared_world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.world)
    if config.option.markexpr == "world":
        items.sort(key=lambda item: not item.name.startswith(LONGEST))


def as_long_as_possible(fixture_name: str, config: pytest.Config) -> str:
    """The scope of what all tests share."""
    return "session" if config.option.markexpr == "world" else "module"


@pytest.fixture(scope=as_long_as_possible)
def media(tmp_path_factory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope=as_long_as_possible)
def shared_world(django_db_setup, django_db_blocker, media) -> Iterator["World"]:
    from tests.acceptance import world as worlds  # loads models

    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Thousands of refusals are asked for here; written down they cost more than the answers."""
    logger = logging.getLogger("django")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


@pytest.fixture
def world(shared_world, db) -> Iterator["World"]:
    """The world as it was built; what browsers were given meanwhile (messages) is forgotten with the rest."""
    cookies = {name: deepcopy(viewer.client.cookies) for name, viewer in shared_world.viewers.items()}
    yield shared_world
    for name, viewer in shared_world.viewers.items():
        viewer.client.cookies = cookies[name]
