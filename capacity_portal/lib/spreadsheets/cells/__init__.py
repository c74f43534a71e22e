"""What stands in a cell: factories of ``Column.read`` callables, ``(cell, unit) -> value``.

Every reader gives None for an empty cell, raises Fault for what the column cannot hold and Unclear for what a
person should decide. Nothing is guessed, nothing is rounded, no text ever becomes zero.
"""

from capacity_portal.lib.spreadsheets.cells.codes import code, credit_code_cell
from capacity_portal.lib.spreadsheets.cells.days import day
from capacity_portal.lib.spreadsheets.cells.numbers import quantity, whole
from capacity_portal.lib.spreadsheets.cells.options import choice
from capacity_portal.lib.spreadsheets.cells.words import text

__all__ = ["choice", "code", "credit_code_cell", "day", "quantity", "text", "whole"]
