"""Browsers as people know them."""

import pytest

from capacity_portal.organization.rules.browsers import browser_name


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140 Safari/537 Edg/140",
            "Edge（Windows）",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/140.0", "Firefox（Linux）"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0", "微信（安卓）"),
        ("Mozilla/5.0 (iPhone) AppleWebKit Version/17 Safari/604", "Safari（iPhone）"),
        ("curl/8", "其他浏览器"),
        ("", "其他浏览器"),
    ],
)
def test_names(user_agent, name):
    assert browser_name(user_agent) == name
