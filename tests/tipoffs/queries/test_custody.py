from datetime import date

import pytest
from django.utils.timezone import localdate

from capacity_portal.organization.models import Officer
from tests.makers import NOON
from tests.tip_makers import make_custody_key
from tests.tipoffs.custodians import founded
from tipoffs.models import CustodyKey
from tipoffs.queries.custody import NO_KEY, share_held_by, troubles

pytestmark = pytest.mark.django_db
TODAY = localdate(NOON)


def test_without_a_key_that_is_said():
    assert troubles(TODAY) == [NO_KEY]
    assert share_held_by(None, None) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"is_active": False, "deactivated_at": NOON}, "账户已停用"),
        ({"expires_on": date(2026, 3, 1)}, "账户已到期"),
        ({"role": "office_staff"}, "已不是举报专管员"),
    ],
)
def test_a_holder_who_cannot_come_is_named_to_his_own_office(values, words):
    world = founded()
    assert troubles(TODAY, "3608") == []
    Officer.objects.filter(pk=world.second.pk).update(**values)
    (sentence,) = troubles(TODAY, "3608")
    assert words in sentence
    assert world.second.name in sentence
    assert world.second.name not in troubles(TODAY, "6207")[0]


def test_an_exchanged_public_key_is_noticed():
    founded()
    CustodyKey.objects.update(public_key=b"p" * 32)
    assert "与生成时的记录不符" in troubles(TODAY)[0]


def test_a_key_without_an_entry_has_nothing_to_compare():
    make_custody_key()
    assert troubles(TODAY) == []
