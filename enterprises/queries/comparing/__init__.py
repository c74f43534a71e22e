"""An uploaded sheet beside the ledger: what would be new, what would change, what wants a word. Nothing is written."""

from collections.abc import Sequence

from capacity_portal.imports.registry import Compared, Comparison, Context
from capacity_portal.lib.spreadsheets.checking import Checked
from enterprises.queries.comparing.beside import Beside
from enterprises.queries.comparing.describing import describe
from enterprises.queries.comparing.known import load
from enterprises.queries.comparing.reference import reference_for

_AT_ONCE = 1_000

__all__ = ["compare", "describe"]


def compare(context: Context, checked: Sequence[Checked]) -> Comparison:
    """Compare the rows with the files that ``context.officer`` may see; six queries for each thousand rows.

    Of files elsewhere only one thing shows: that a 统一社会信用代码 has been handed to the prefecture to look at.
    """
    beside = Beside(context, reference_for(context))
    rows: list[Compared] = []
    for start in range(0, len(checked), _AT_ONCE):
        chunk = checked[start : start + _AT_ONCE]
        known = load(context.officer, chunk)
        rows += [beside.row(one, known) for one in chunk]
    return Comparison(rows, beside.whole.findings(), beside.whole.totals())
