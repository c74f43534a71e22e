"""User names: small Latin letters, figures and ``. _ -``, so that one person's name has one spelling."""

import re

from capacity_portal.lib.typed_text import squeeze, storable

LONGEST = 40
_USER_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38}[a-z0-9])")
ADVICE = "用户名用 3 至 40 位小写字母、数字，中间可用点、下划线和短横，例如 zhang.san。"


def username_key(typed: str) -> str:
    """The stored form of a typed user name, so that every spelling of it shares one account and one counter."""
    return storable(squeeze(typed[:200])).lower()[:LONGEST]


def is_user_name(text: str) -> bool:
    """Whether ``text`` may be the user name of a new account."""
    return _USER_NAME.fullmatch(text) is not None
