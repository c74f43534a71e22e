"""Forms of meetings: what is written down, papers, the filter bar."""

from django import forms
from django.db.models import Q, QuerySet

from capacity_portal.lib.form_fields import PortalForm, Text, choice_of, day_of, text_of
from reports.choices import OUT_STATES, MeetingKind
from reports.models import IncomingDocument, Meeting, Notice
from reports.operations.meetings import MeetingWords
from reports.queries.scope import incoming_visible_to, notices_visible_to

OFFERED = 100


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


class MeetingForm(PortalForm):
    """``officer``: whose documents may be named as conveyed; ``meeting``: the one being corrected."""

    held_on = day_of(Meeting, "held_on")
    kind = choice_of(Meeting, "kind")
    title = text_of(Meeting, "title")
    participants = text_of(Meeting, "participants", lines=3)
    decisions = text_of(Meeting, "decisions", lines=6)
    incoming = forms.ChoiceField(label="所传达的收文", required=False, help_text="最近登记的100份")
    notice = forms.ChoiceField(label="所传达的发文", required=False, help_text="最近印发的100份")

    def __init__(self, *args, officer, meeting: Meeting | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        held = (meeting.notice_id, meeting.incoming_id) if meeting else (None, None)
        notices = notices_visible_to(officer).filter(state__in=OUT_STATES, tip=None)
        self.rows = {
            "notice": _offered(Notice, notices.order_by("-issued_at", "-id"), held[0]),
            "incoming": _offered(
                IncomingDocument, incoming_visible_to(officer).order_by("-received_on", "-id"), held[1]
            ),
        }
        for name, rows in self.rows.items():
            self.fields[name].choices = [
                ("", "（不填）"),
                *((str(pk), _label(row)) for pk, row in rows.items()),
            ]

    def words(self) -> MeetingWords:
        typed = dict(self.cleaned_data)
        for name, rows in self.rows.items():
            typed[name] = rows.get(_number(typed[name]))
        return MeetingWords(**typed)


def _offered(model, rows: QuerySet, held: int | None) -> dict[int, object]:
    """The latest ones, and the one that is named already."""
    found = {row.pk: row for row in rows[:OFFERED]}
    if held and held not in found:
        found[held] = model.objects.get(pk=held)
    return found


def _label(row) -> str:
    day = getattr(row, "received_on", None) or row.dated
    number = getattr(row, "printed_number", "")
    return f"{day:%Y-%m-%d} {number}{row.title}"[:80]


class FileForm(PortalForm):
    """One paper at a time, so that a refused one is named."""

    file = forms.FileField(
        label="签到表、记录或照片",
        help_text="PDF 或照片，不超过 10 MB",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )


class ReasonForm(PortalForm):
    note = Text(label="理由", longest=200, lines=2)


class MeetingFilterForm(PortalForm):
    """Nothing typed is ever refused."""

    text = Text(label="查找", longest=60, required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *MeetingKind.choices])
    year = forms.ChoiceField(label="年份", required=False)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部"), *((str(year), f"{year}年") for year in years)]
        self.fields["text"].widget.attrs["placeholder"] = "会议名称、参加单位、议定事项的一部分"


def matching(rows: QuerySet[Meeting], text: str, kind: str, year: int | None) -> QuerySet[Meeting]:
    """The meetings under the filters."""
    if text:
        rows = rows.filter(
            Q(title__icontains=text) | Q(participants__icontains=text) | Q(decisions__icontains=text)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(held_on__year=year) if year else rows
