"""The password policy as Django validators; see ``rules.password_strength`` and settings.AUTH_PASSWORD_VALIDATORS."""

from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from capacity_portal.organization.rules import password_strength

_WORDS = Path(__file__).resolve().parent / "data" / "common_words.txt"


@cache
def common_passwords() -> frozenset[str]:
    """The 20,000 most common passwords, in lower case (Django's own list)."""
    return frozenset(password_validation.CommonPasswordValidator().passwords)


@cache
def common_words() -> frozenset[str]:
    """Words that Chinese users build passwords from."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


class LengthValidator:
    """At least ``min_length`` characters; at most 128, so that hashing stays cheap."""

    def __init__(self, min_length: int = 12, max_length: int = 128):
        self.min_length, self.max_length = min_length, max_length

    def validate(self, password, user=None):
        if len(password) < self.min_length:
            raise ValidationError(
                f"密码至少 {self.min_length} 位，现在是 {len(password)} 位。", code="too_short"
            )
        if len(password) > self.max_length:
            raise ValidationError(f"密码最多 {self.max_length} 位。", code="too_long")

    def get_help_text(self):
        return f"至少 {self.min_length} 位，可以用一句只有自己知道的话。"


class CommonPasswordValidator:
    """Refuses listed passwords, common words with figures around them, and walks along the keyboard."""

    def validate(self, password, user=None):
        if password_strength.is_common(password, common_passwords(), common_words()):
            raise ValidationError("这个密码太常见，容易被猜到，请换一个。", code="common")

    def get_help_text(self):
        return "不能是常见密码、常用词加数字，或键盘上连续的字符。"


class OwnDataValidator:
    """Refuses passwords that contain the officer's own data."""

    def validate(self, password, user=None):
        found = password_strength.mentions(password, own_data(user)) if user else ""
        if found:
            raise ValidationError("密码里不能包含用户名、姓名、电话或单位名称。", code="own_data")

    def get_help_text(self):
        return "不能包含自己的用户名、姓名、电话或单位名称。"


class ThreeClassesValidator:
    """Three of four classes of characters (only where settings.DENGBAO asks for it)."""

    def validate(self, password, user=None):
        if password_strength.classes_in(password) < 3:
            raise ValidationError("密码须含大写字母、小写字母、数字、符号中的至少三类。", code="classes")

    def get_help_text(self):
        return "须含大写字母、小写字母、数字、符号中的至少三类。"


def own_data(officer) -> list[str]:
    """What an attacker who knows the officer would try; telephone numbers also without their area code."""
    figures = "".join(filter(str.isdigit, officer.telephone))
    department = officer.department
    names = [department.name, department.short_name] if department else []
    return [officer.username, officer.name, *names, *([figures[-7:]] if len(figures) >= 7 else [])]
