"""Forms of meetings: what is written down, papers, the filter bar."""

from django import forms
from django.db.models import Q, QuerySet

from capacity_portal.lib.form_fields import PortalForm, Text, choice_of, day_of, text_of
from reports.choices import MeetingKind
from reports.forms.links import OFFERED, LinkField, offer_documents
from reports.models import Meeting
from reports.operations.meetings import MeetingWords


class MeetingForm(PortalForm):
    """``officer``: whose documents may be named as conveyed; ``meeting``: the one being corrected."""

    held_on = day_of(Meeting, "held_on")
    kind = choice_of(Meeting, "kind")
    title = text_of(Meeting, "title")
    participants = text_of(Meeting, "participants", lines=3)
    decisions = text_of(Meeting, "decisions", lines=6)
    incoming = LinkField(label="所传达的收文", help_text=f"最近登记的{OFFERED}份")
    notice = LinkField(label="所传达的发文", help_text=f"最近印发的{OFFERED}份")

    def __init__(self, *args, officer, meeting: Meeting | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        offer_documents(self, officer, meeting)

    def words(self) -> MeetingWords:
        return MeetingWords(**self.cleaned_data)


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
