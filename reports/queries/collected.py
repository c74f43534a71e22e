"""What came back on a document, as its summary tells it."""

from datetime import date

from reports.models import Notice
from reports.queries.matrix import Matrix
from reports.rules.circular import Answer, Collected
from reports.rules.numbers import listed
from reports.rules.ranking import ranked
from reports.rules.return_figures import wanted_figures
from reports.rules.sending import RETURN


def number_of(notice: Notice) -> str:
    """The number as the register says it, “无字号” for a document without one."""
    return listed(notice.form, (notice.frozen or {}).get("number", "")) or "无字号"


def collected_of(notice: Notice, matrix: Matrix, today: date) -> Collected:
    """From the rows of the matrix; asks nothing. A return counts once it was submitted and while it is not sent back; copies (抄送) are
    not ranked."""
    came = [row for row in matrix.rows if RETURN in row.standing.done and RETURN in row.standing.owed]
    return Collected(
        title=notice.title,
        number=number_of(notice),
        today=today,
        placed=ranked(row.entrant for row in matrix.rows if not row.recipient.is_copy),
        rates=matrix.rates,
        wanted=wanted_figures(notice.figures_wanted),
        answers=[Answer(row.recipient.name, row.written.figures) for row in came],
        silent=[row.recipient.name for row in matrix.rows if RETURN in row.standing.missing],
        wants_return=notice.wants_return,
    )
