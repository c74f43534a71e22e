"""Which documents are printed together."""

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import PortalForm
from reports.choices import OUT_STATES, NoticeState
from reports.models import Notice
from reports.operations.giving_register import FORMS, MOST_PRINTED
from reports.queries.notices import LARGE
from reports.queries.scope import notices_visible_to

_TABS = {
    "issued": tuple(sorted(OUT_STATES)),
    "draft": (NoticeState.DRAFT, NoticeState.REVIEWING, NoticeState.APPROVED),
}


class PrintForm(PortalForm):
    """``tab``: issued or draft; the documents the officer sees, the latest first, by number."""

    form = forms.ChoiceField(
        label="打印成", choices=list(FORMS.items()), initial="zip", widget=forms.RadioSelect
    )
    notices = forms.MultipleChoiceField(label="文件", widget=forms.CheckboxSelectMultiple, required=False)
    all = forms.BooleanField(label="列出的全部打印", required=False)

    def __init__(self, *args, officer, tab: str, **options):
        super().__init__(*args, **options)
        rows = notices_visible_to(officer).filter(state__in=_TABS[tab]).select_related("entry__series")
        self.rows = list(rows.defer(*LARGE).order_by("-issued_at", "-id")[:MOST_PRINTED])
        self.fields["notices"].choices = [(str(row.pk), _label(row)) for row in self.rows]

    def clean(self) -> dict:
        cleaned = super().clean()
        wanted = set(cleaned.get("notices") or [])
        if not wanted and not cleaned.get("all"):
            raise ValidationError({"notices": "请选择要打印的文件，或勾选“列出的全部打印”。"})
        return cleaned

    @property
    def chosen(self) -> list[Notice]:
        """What was chosen, the oldest number first."""
        wanted = set(self.cleaned_data["notices"])
        return [row for row in reversed(self.rows) if self.cleaned_data["all"] or str(row.pk) in wanted]


def _label(notice: Notice) -> str:
    entry = getattr(notice, "entry", None)
    return f"{entry.label if entry else notice.get_state_display()}　{notice.title}"
