"""Jobs of the tests' own kinds, with files in a folder of the test."""

import pytest


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch):
    from capacity_portal.jobs import registry
    from tests.capacity_portal.jobs import kinds

    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    kinds.register_all()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
