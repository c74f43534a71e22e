"""What the forms of this app share."""

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.typed_text import storable


class Typed(forms.CharField):
    """Text as typed, without what a database cannot hold; its length is the operation's to judge."""

    def to_python(self, value):
        return storable(str(value or "")[:20_000]).strip()


def add_errors(form: forms.Form, refused: Exception) -> None:
    """Put what an operation refused on the form: at the field where it knows one, else above."""
    if not isinstance(refused, ValidationError):
        form.add_error(None, str(refused))
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
