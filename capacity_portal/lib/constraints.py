"""What the database refuses, said in the sentence that stands at the constraint.

A check made before the write can be overtaken by another writer; the constraint cannot. ``refused_in_chinese`` stands
outside ``transaction.atomic``, so that the transaction is rolled back when the sentence is looked up:

    @refused_in_chinese
    @transaction.atomic
    def save_part(...): ...
"""

import re
from collections.abc import Callable
from functools import lru_cache, wraps

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import UniqueConstraint

_SQLITE = re.compile(r"(?:CHECK|UNIQUE) constraint failed: (?:index ')?([^']+)")


class ConstraintRefused(ValidationError):
    """A constraint was violated; the message is its sentence, ``constraint`` its name."""

    def __init__(self, message, constraint: str):
        super().__init__(message, code=constraint)
        self.constraint = constraint


def refused_in_chinese(function: Callable) -> Callable:
    """Raise ConstraintRefused for an IntegrityError of a constraint of our models; others pass."""

    @wraps(function)
    def translating(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            name = name_of(error)
            if name not in sentences():
                raise
            raise ConstraintRefused(sentences()[name], name) from error

    return translating


def name_of(error: IntegrityError) -> str:
    """Name of the violated constraint, ``""`` when it cannot be told."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    found = _SQLITE.search(str(error))
    text = found[1].strip() if found else ""
    # SQLite names a broken unique index by its columns: "table.first, table.second".
    return _unique_by_columns().get(text, text)


@lru_cache(maxsize=1)
def sentences() -> dict[str, str]:
    """Sentence of every named constraint of the installed models."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


@lru_cache(maxsize=1)
def _unique_by_columns() -> dict[str, str]:
    found: dict[str, str] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                columns = (model._meta.get_field(name).column for name in constraint.fields)
                found[", ".join(f"{model._meta.db_table}.{column}" for column in columns)] = constraint.name
    return found
