"""Naming registered documents on a record: what came in and what was issued, as far as the officer sees it."""

from django import forms
from django.db.models import QuerySet

from reports.models import IncomingDocument, Notice
from reports.queries.linkable import incoming_linkable_by, notices_linkable_by

OFFERED = 100
_LONG = ("content", "frozen", "search_text")


class LinkField(forms.ChoiceField):
    """One of the documents that ``offer`` was given; cleaned to the record or None."""

    def __init__(self, **options):
        super().__init__(required=False, **options)
        self.rows: dict[str, Notice | IncomingDocument] = {}

    def offer(self, latest: QuerySet, held) -> None:
        """The first OFFERED of ``latest``, and ``held``, which is named already."""
        found = [*latest[:OFFERED], *([held] if held else [])]
        self.rows = {str(row.pk): row for row in found}
        self.choices = [("", "（不填）"), *((key, _label(row)) for key, row in self.rows.items())]

    def prepare_value(self, value):
        return getattr(value, "pk", value)

    def clean(self, value):
        return self.rows.get(super().clean(value))


def offer_documents(form: forms.Form, officer, record=None) -> None:
    """Fill the fields ``incoming`` and ``notice`` of a form; ``record``: what is being corrected."""
    notices = notices_linkable_by(officer).defer(*_LONG).order_by("-issued_at", "-id")
    form.fields["notice"].offer(notices, record and record.notice)
    came = incoming_linkable_by(officer).order_by("-received_on", "-id")
    form.fields["incoming"].offer(came, record and record.incoming)


def _label(row: Notice | IncomingDocument) -> str:
    day = getattr(row, "received_on", None) or row.dated
    number = getattr(row, "printed_number", "")
    return f"{day:%Y-%m-%d} {number}{row.title}"[:80]
