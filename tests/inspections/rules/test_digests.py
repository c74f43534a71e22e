"""Digests that anybody can take again."""

from hashlib import sha256

import pytest

from inspections.rules.digests import canonical, digest_of, digest_of_lines


def test_one_spelling_whatever_the_order():
    assert canonical({"乙": 1, "甲": [True, None]}) == canonical({"甲": [True, None], "乙": 1})
    assert canonical({"name": "吉州区", "n": 1}) == '{"n":1,"name":"吉州区"}'


def test_what_is_no_json_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_digests_are_sha256_in_utf8():
    assert digest_of({"n": 1}) == sha256(b'{"n":1}').hexdigest()
    assert digest_of_lines([[1], ["甲"]]) == sha256('[1]\n["甲"]\n'.encode()).hexdigest()
    assert digest_of_lines([]) == sha256(b"").hexdigest()
