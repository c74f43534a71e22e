"""``{% load field %}{% field_account as account %}``: whose drafts and copies a page may show on this device."""

from django import template

from capacity_portal.organization.roles import Permission
from inspections.rules.claims import account_handle

register = template.Library()


@register.simple_tag(takes_context=True)
def field_account(context) -> dict | None:
    """``handle`` of the signed-in officer and ``may_record``; None for strangers."""
    officer = getattr(context.get("request"), "user", None)
    if officer is None or not officer.is_authenticated:
        return None
    handle = account_handle(officer.pk, officer.username)
    return {"handle": handle, "may_record": officer.may(Permission.RECORD_VISITS)}
