from types import SimpleNamespace

import pytest
from django.http import Http404

from capacity_portal.lib.deposit import deposit, deposited


def test_what_was_left_is_found_under_its_key_and_the_oldest_of_four_goes():
    request = SimpleNamespace(session={})
    keys = [deposit(request, "reports", {"number": number}) for number in range(4)]
    assert [deposited(request, "reports", key) for key in keys[1:]] == [{"number": n} for n in (1, 2, 3)]
    for kind, key in (("reports", keys[0]), ("exports", keys[3]), ("reports", "nosuch")):
        with pytest.raises(Http404):
            deposited(request, kind, key)
