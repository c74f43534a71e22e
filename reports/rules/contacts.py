"""Office and landline, never a person: what contact lines and words of public variants must not carry.

Source: pitfall T23 (a self-assessment report that went out with a mobile number); docs/decisions.md.
"""

import re

from capacity_portal.lib.typed_text import half_width

_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_TELEPHONE = re.compile(r"[\d+()\-—/、,;；转 ]*")


def personal_number(text: str) -> str:
    """What is wrong with a number that is a person's own, as a sentence; "" without one."""
    flat = half_width(text)
    if found := _MOBILE.search(flat):
        return f"“{found[0]}”是手机号码；公开的文稿只写处室和办公电话，请改为座机号码，或者删去。"
    if found := _IDENTITY.search(flat):
        return f"“{found[0][:6]}…”像是身份证号码，不能写在公开的文稿里，请删去。"
    return ""


def telephone_problem(text: str) -> str:
    """What is wrong with an office's telephone: a person's number, or anything that is no number; "" when it is in order."""
    if wrong := personal_number(text):
        return wrong
    if not _TELEPHONE.fullmatch(half_width(text)):
        return f"“{text}”不只是电话号码；请只写办公固定电话，例如0796-8220000（可写“转”分机），不写姓名。"
    return ""
