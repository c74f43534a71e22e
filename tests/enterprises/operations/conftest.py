import pytest

# Imported inside: a conftest may be read before Django is set up.


@pytest.fixture
def county():
    from tests.makers import make_officer

    return make_officer("county_staff", "360802")


@pytest.fixture
def office():
    from tests.makers import make_officer

    return make_officer("office_staff", "3608")


@pytest.fixture
def values():
    """What a county's form gives for a new file."""
    from tests.makers import make_region

    return {
        "name": "演示铸造（吉州）有限公司",
        "credit_code": "91310000631696382C",
        "legal_representative": "演示人甲",
        "registered_address": "吉安市吉州区演示路1号",
        "region": make_region("360802001"),
        "industry": "steel",
        "supervision_class": "foundry",
        "status": "in_production",
    }


@pytest.fixture
def entries():
    """``entries()``: (subject, step) of everything in the journal, in order; ``entries.last`` the newest entry."""
    from capacity_portal.journal.models import Entry

    def listed():
        return [(entry.subject, entry.step) for entry in Entry.objects.order_by("id")]

    listed.last = lambda: Entry.objects.order_by("-id").first()
    return listed
