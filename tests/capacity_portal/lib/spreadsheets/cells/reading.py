"""What a reader makes of a cell, as one value to compare: ("value", v), ("fault", sentence), ("unclear", suggestion)."""

from capacity_portal.lib.spreadsheets.columns import Fault, Unclear


def outcome(read, cell, unit=""):
    try:
        value = read(cell, unit)
    except Fault as fault:
        return "fault", str(fault)
    except Unclear as unclear:
        return "unclear", unclear.suggestion
    return type(value).__name__, value
