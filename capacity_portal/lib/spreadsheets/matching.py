"""Which heading of a file is which column: by title, by synonym, by what this office chose before."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mapped:
    """``place`` counts columns from 1, ``label`` and ``unit`` are the file's, ``key`` is the column's."""

    place: int
    label: str
    key: str
    unit: str = ""
