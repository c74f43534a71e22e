"""Which regions and member units an account with a role may have."""

from capacity_portal.lib.territory import contains
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.roles import ROLES


def place_errors(role: str, kind: str, code: str, unit_code: str | None) -> dict[str, str]:
    """What is wrong, in Chinese, by field: ``region`` of the kind ``kind`` with the code ``code``; ``department``.

    ``unit_code``: the region of the account's member unit, None without one. An unknown role is not this rule's business.
    """
    errors = {}
    entry = ROLES.get(role)
    if entry and kind not in entry.levels:
        kinds = "、".join(label for value, label in RegionKind.choices if value in entry.levels)
        errors["region"] = f"{entry.label}账户的地区应为{kinds}。"
    if unit_code is not None and not contains(unit_code, code):
        errors["department"] = "单位应当是账户所在地区或上级地区的成员单位。"
    return errors
