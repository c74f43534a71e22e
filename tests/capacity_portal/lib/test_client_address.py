"""The address is what our outermost proxy saw; what the client claims of itself is not read."""

import pytest
from django.test import RequestFactory, override_settings

from capacity_portal.lib.client_address import client_address


def address_of(forwarded="", peer="10.0.0.9", proxies=0):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(PROXY_COUNT=proxies):
        return client_address(request)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("6.6.6.6", 0, "10.0.0.9"),
        ("1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.2", 2, "1.2.3.4"),
        ("1.2.3.4:5678", 1, "1.2.3.4"),
        ("[2001:db8::1]", 1, "2001:db8::1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("", 1, None),
        ("1.2.3.4", 2, None),
        ("nonsense", 1, None),
    ],
)
def test_address_is_what_our_outermost_proxy_saw(forwarded, proxies, expected):
    assert address_of(forwarded, proxies=proxies) == expected


def test_peer_without_an_address_is_none():
    assert address_of(peer="") is None
