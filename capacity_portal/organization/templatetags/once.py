"""``{% load once %}{% once %}``: the hidden key of a form that is to be carried out once (see ``organization.once``)."""

import uuid

from django import template
from django.utils.html import format_html

from capacity_portal.organization.once import FIELD, key_of

register = template.Library()


@register.simple_tag(takes_context=True)
def once(context) -> str:
    """A fresh key, or the posted one when the form comes back with errors (its key was not used up)."""
    request = context.get("request")
    posted = key_of(request) if request is not None and request.method == "POST" else None
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, posted or uuid.uuid4())
