"""An officer with a browser, and a small kind of sheet. Django is imported inside: pytest reads this file before it is set up."""

import pytest


@pytest.fixture
def kind(monkeypatch, tmp_path, settings):
    """``stock.STOCK``, registered for this test; uploads go to a folder of their own."""
    from capacity_portal.imports import registry
    from tests.capacity_portal.imports.stock import STOCK

    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(registry, "_kinds", {**registry._kinds, STOCK.name: STOCK})
    return STOCK


@pytest.fixture
def officer(db):
    from tests.makers import make_officer, make_region

    make_region("360802")
    return make_officer("county_staff", "360802", username="importer")


@pytest.fixture
def browser(officer):
    from tests.clients import signed_in

    return signed_in(officer)
