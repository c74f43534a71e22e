"""What the forms of this app share."""

from django import forms

from capacity_portal.lib.typed_text import storable


class Typed(forms.CharField):
    """Text as typed, without what a database cannot hold; its length is the operation's to judge."""

    def to_python(self, value):
        return storable(str(value or "")[:20_000]).strip()
