"""Spreadsheets of the ledger: ``outgoing`` is what is shown and exported, ``incoming`` what an uploaded file may have."""

from enterprises.sheets.outgoing import (
    ALWAYS,
    COLUMNS,
    SHOWN_AT_FIRST,
    Column,
    capacity_text,
    chosen,
    equipment_text,
    headings,
    lines,
    reading,
)

__all__ = [
    "ALWAYS",
    "COLUMNS",
    "SHOWN_AT_FIRST",
    "Column",
    "capacity_text",
    "chosen",
    "equipment_text",
    "headings",
    "lines",
    "reading",
]
