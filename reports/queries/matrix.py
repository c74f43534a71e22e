"""The matrix of a document: each addressee the officer sees, what it owes and has done, how late it is, with the proof."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from capacity_portal.organization.queries import work_calendar
from reports.models import Notice, NoticeReturn, Recipient, RecipientFile
from reports.queries.scope import recipients_visible_to, return_files_visible_to
from reports.queries.sending import standing_of, written_of
from reports.rules.ranking import Entrant
from reports.rules.sending import Lateness, Rate, Standing, lateness, rates


@dataclass(frozen=True)
class MatrixRow:
    recipient: Recipient
    standing: Standing
    late: Lateness | None
    files: dict[str, list[RecipientFile]]
    written: NoticeReturn | None

    def is_overdue(self, today: date) -> bool:
        return self.standing.is_overdue(today)

    @property
    def entrant(self) -> Entrant:
        return Entrant(self.recipient.pk, self.recipient.name, self.standing, self.late)


@dataclass(frozen=True)
class Matrix:
    """``rows`` in the order of the document; ``rates`` over all of them."""

    rows: Sequence[MatrixRow]
    rates: list[Rate] = field(default_factory=list)

    def overdue(self, today: date) -> list[MatrixRow]:
        return [row for row in self.rows if row.is_overdue(today)]


def matrix_of(notice: Notice, officer, today: date) -> Matrix:
    """The addressees of ``notice`` that ``officer`` sees, in two queries and the calendar's one."""
    calendar = work_calendar()
    rows = []
    for recipient in recipients_of(notice, officer):
        recipient.notice = notice
        standing = standing_of(recipient)
        files: dict[str, list[RecipientFile]] = {}
        for file in recipient.proof:
            files.setdefault(file.purpose, []).append(file)
        late = lateness(standing, today, calendar)
        rows.append(MatrixRow(recipient, standing, late, files, written_of(recipient)))
    return Matrix(rows, rates(row.standing for row in rows))


def recipients_of(notice: Notice, officer) -> QuerySet[Recipient]:
    """The visible addressees with return, receiver and proof (``proof``)."""
    rows = (
        recipients_visible_to(officer)
        .filter(notice=notice)
        .select_related("written_return", "received_by", "region", "department__region")
    )
    proof = return_files_visible_to(officer).order_by("id")
    return rows.prefetch_related(Prefetch("files", proof, to_attr="proof")).order_by(
        "is_copy", "position", "id"
    )
