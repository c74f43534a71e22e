"""The policy as Django asks for it."""

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

from capacity_portal.organization.models import Department, Officer
from capacity_portal.organization.passwords import ThreeClassesValidator

OFFICER = Officer(
    username="zhang.san",
    name="张三丰",
    telephone="0796-8220123",
    department=Department(name="吉州区工业和信息化局", short_name="工信局"),
)


def codes(password, validators=None):
    try:
        validate_password(password, OFFICER, validators)
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("Yanshi-Menhu-2026", []),
        ("elf-zeichen", ["too_short"]),
        ("zwoelf-zeich", []),
        ("kmwz-" * 26, ["too_long"]),
        ("admin@2026!!", ["common"]),
        ("Zhang.San-x7k2", ["own_data"]),
        ("大江东去张三丰浪淘尽千古风流", ["own_data"]),
        ("tq8220123-kmwz", ["own_data"]),
        ("工信局的密码不好猜的呀真的", ["own_data"]),
        ("", ["too_short", "common"]),
    ],
)
def test_policy(password, expected):
    assert codes(password) == expected


@pytest.mark.parametrize(("password", "expected"), [("abcDEF-xyz-uvw", []), ("zwoelf-zeich", ["classes"])])
def test_dengbao_asks_for_three_classes(password, expected):
    assert codes(password, [ThreeClassesValidator()]) == expected


def test_demonstration_password_keeps_the_policy():
    assert codes(settings.DEMO_PASSWORD) == []


def test_every_validator_explains_itself_in_chinese():
    texts = [
        one.get_help_text()
        for one in [*get_password_validators(settings.AUTH_PASSWORD_VALIDATORS), ThreeClassesValidator()]
    ]
    assert all(text.endswith("。") for text in texts)
    assert len(texts) == 4


def test_nobody_in_particular():
    validate_password("Yanshi-Menhu-2026", None)
