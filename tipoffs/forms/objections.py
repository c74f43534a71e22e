"""The leader's decision on an objection."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.organization.models import Officer
from tipoffs.forms.office import Checked

_NOBODY = "没有未经办这件举报的举报专管员可选。异议成立的，请先由安全管理员开立举报专管员账户，再来决定"


class ObjectionForm(PortalForm):
    """``handlers``: those who had no hand in the tip."""

    decision = forms.ChoiceField(
        label="决定",
        choices=[("uphold", "异议成立，换人重新办理"), ("reject", "异议不成立，维持原处理结果")],
        widget=forms.RadioSelect,
    )
    new_handler = forms.ModelChoiceField(
        label="改由谁办理（异议成立的必选）",
        queryset=Officer.objects.none(),
        required=False,
        empty_label="（维持原处理结果的不选）",
        help_text="只列出没有经办过这件举报的举报专管员",
    )
    text = Text(
        label="理由",
        longest=500,
        lines=5,
        help_text="举报人会看到；异议成立的，承办单位也会看到。请不要写举报人和被举报单位以外的个人信息",
    )

    checked = Checked()

    def __init__(self, *args, handlers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_handler"].queryset = handlers
        if not handlers:
            self.fields["new_handler"].help_text = _NOBODY
        self.fields["new_handler"].label_from_instance = lambda officer: officer.name

    @property
    def is_upheld(self) -> bool:
        return self.cleaned_data["decision"] == "uphold"
