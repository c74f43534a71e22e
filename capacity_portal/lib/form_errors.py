"""What an operation refused, put on the form it came from."""

from django.core.exceptions import ValidationError
from django.forms import Form


def add_errors(form: Form, refused: Exception) -> None:
    """Put what an operation refused on the form: at the field where it knows one, else above."""
    if not isinstance(refused, ValidationError):
        form.add_error(None, str(refused))
        return
    by_field = refused.error_dict if hasattr(refused, "error_dict") else {None: refused.error_list}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, errors)
