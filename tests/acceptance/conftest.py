"""One world for all tests of a module: built once in a transaction around theirs, each test's own writes rolled back."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

if TYPE_CHECKING:
    from tests.acceptance.world import World


@pytest.fixture(scope="module")
def media(tmp_path_factory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="module")
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
