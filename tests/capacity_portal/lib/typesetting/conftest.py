"""Children are slow to start (about a second), so most tests of this folder share the default pool of two."""

from collections.abc import Iterator

import pytest

from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.child import Child
from capacity_portal.lib.typesetting.pool import Pool


@pytest.fixture(scope="session", autouse=True)
def two_children() -> Iterator[None]:
    typesetting.configure(size=2)
    yield
    typesetting.configure(size=2)  # ends the children of the old pool


@pytest.fixture(scope="session")
def one_child() -> Iterator[Pool]:
    own = Pool(1)
    yield own
    own.close()


@pytest.fixture
def pool(one_child) -> Pool:
    """A pool with one child, which a test may kill: the next test gets another one."""
    return one_child


@pytest.fixture
def watched(pool, monkeypatch) -> Pool:
    """The pool, with the process numbers of children that were asked something in ``asked``."""
    pool.asked = []
    ask = Child.ask

    def noting(self, *args):
        pool.asked.append(self.pid)
        return ask(self, *args)

    monkeypatch.setattr(Child, "ask", noting)
    return pool
