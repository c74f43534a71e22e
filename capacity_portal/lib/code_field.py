"""A text column that sorts and compares by code point on both databases."""

from django.db import models


class CodeField(models.CharField):
    """CharField with the C collation on PostgreSQL, so that a prefix can be asked as an index range.

    SQLite compares by code point (BINARY) anyway and knows no collation of that name.
    """

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
