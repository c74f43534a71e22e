"""What the sheets of enterprises need. Django is imported inside: pytest reads this file before it is set up."""

import pytest


@pytest.fixture
def uploads(settings, tmp_path):
    """Uploaded files go to a folder of this test."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def ledger(db, uploads):
    """Ji'an with two counties and their towns, dictionaries loaded; the prefecture's staff member."""
    from tests.enterprises.ledger_sheets import load_dictionaries
    from tests.makers import make_officer, make_region

    load_dictionaries()
    for code, name in [
        ("3608", "吉安市"),
        ("360802", "吉州区"),
        ("360802001", "永叔街道"),
        ("360803", "青原区"),
    ]:
        make_region(code, name=name)
    return make_officer("office_staff", "3608", username="office", name="市办经办")


@pytest.fixture
def clerk(ledger):
    from tests.makers import make_officer

    return make_officer("county_staff", "360802", username="county", name="县经办")
