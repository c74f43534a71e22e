"""A new file: the sections that a file cannot begin without, then the likely links before it is saved."""

from django import forms

from capacity_portal.lib.form_fields import choice_of, day_of, text_of
from enterprises.choices import LinkDecision, Status
from enterprises.forms.sections import AddressForm, BasicsForm, IndustryForm, PowerForm, SectionForm
from enterprises.models import Enterprise

# A file begins with what is seen on the spot; closing needs a document and has its own step.
OPENING_STATUSES = [Status.UNDER_CONSTRUCTION, Status.IN_PRODUCTION, Status.SUSPENDED]


class StatusAtOpening(forms.Form):
    status = choice_of(
        Enterprise, "status", choices=[("", "请选择"), *((s.value, s.label) for s in OPENING_STATUSES)]
    )
    status_on = day_of(Enterprise, "status_on")


class EnterpriseForm(BasicsForm, AddressForm, IndustryForm, PowerForm, StatusAtOpening):
    """Everything a new file is asked for."""

    process = text_of(Enterprise, "process", help_text="例如：中频炉熔炼—砂型铸造")

    GROUPS = [
        ("企业", ["name", "credit_code", "no_code_reason", "legal_representative", "employees"]),
        ("联系", ["contact_name", "contact_phone"]),
        (
            "地址",
            [
                "region",
                "village",
                "registered_address",
                "actual_address",
                "longitude",
                "latitude",
                "coordinate_system",
            ],
        ),
        ("行业和监管", ["industry", "supervision_class", "industry_code", "industry_edition", "process"]),
        ("状态和用电", ["status", "status_on", "power_account", "transformer_kva"]),
        ("其他", ["remarks"]),
    ]
    field_order = [name for _, names in GROUPS for name in names]  # errors are listed as the page goes

    @classmethod
    def values_of(cls, enterprise):
        raise NotImplementedError("a new file has no values yet")

    def groups(self):
        """``[(legend, [bound fields])]`` for the page; a field that is not offered is left out."""
        return [
            (legend, [self[name] for name in names if name in self.fields]) for legend, names in self.GROUPS
        ]


OWN_DECISIONS = [(LinkDecision.PENDING.value, "暂不能确定，请市办核对")] + [
    (value, label) for value, label in LinkDecision.choices if value != LinkDecision.PENDING
]


class SeenLinksForm(forms.Form):
    """What the officer says about the likely links he was shown: one choice a link, one note for all."""

    def __init__(self, *args, links, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for link in links:
            self.fields[f"decision_{link.enterprise.pk}"] = forms.ChoiceField(
                label=f"与“{link.enterprise.name}”的关系",
                choices=OWN_DECISIONS,
                initial=LinkDecision.PENDING.value,
                error_messages={"invalid_choice": "没有这个结论，请重新选择。", "required": "请选择结论。"},
            )


__all__ = ["EnterpriseForm", "SectionForm", "SeenLinksForm"]
