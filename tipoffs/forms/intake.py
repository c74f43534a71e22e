"""The forms of the five steps, one question page each; what they clean goes into the draft as it stands."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from capacity_portal.lib.form_fields import PortalForm, Text
from tipoffs.choices import Daytime
from tipoffs.forms.places import PlaceFields
from tipoffs.rules.plain_kinds import IN_PLAIN_WORDS
from tipoffs.rules.report import LONGEST, LONGEST_IDENTITY

ANONYMOUS, NAMED = "anonymous", "named"
_ONE_LINE = {"autocomplete": "off"}


def _line(label: str, longest: int, hint: str = "", **attrs) -> Text:
    widget = forms.TextInput(attrs=_ONE_LINE | attrs)
    return Text(label=label, longest=longest, required=False, help_text=hint, widget=widget)


def _kinds() -> list[tuple[str, str]]:
    """Each kind with its hint below, all of it the label of one button."""
    row = '<span class="choice">{}<span class="choice-hint">{}</span></span>'
    return [(kind, format_html(row, words, hint)) for kind, (words, hint) in IN_PLAIN_WORDS.items()]


class WhereForm(PortalForm, PlaceFields):
    place_text = _line(
        "具体地点", LONGEST["place_text"], "例如：某某镇某某村河边、原砖瓦厂院内、高速口往东500米。"
    )
    firm_name = _line("单位或老板的名称", LONGEST["firm_name"], "不知道的可以不填。")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_places(today)
        self.order_fields(["county", "town", "place_text", "firm_name"])

    def clean(self):
        cleaned = super().clean()
        if not (self.errors or any(cleaned.get(name) for name in ("county", "place_text", "firm_name"))):
            raise ValidationError(
                {"place_text": "请选择所在县（市、区），或用文字写明地点、单位名称，填一项即可。"}
            )
        return cleaned


class WhatForm(PortalForm):
    kind = forms.ChoiceField(label="您看到的是哪一种情况", choices=_kinds, widget=forms.RadioSelect)
    text = Text(
        label="您看到的情况", longest=LONGEST["text"], lines=8,
        help_text="几台炉子、多大、什么时候开炉、原料和产品从哪里进出、有没有人看守。请不要写能看出您是谁的内容。",
    )  # fmt: skip
    seen_text = _line("什么时候看到的", LONGEST["seen_text"], "例如：今年3月以来，上周三晚上。")
    daytime = forms.ChoiceField(
        label="一般在什么时段",
        choices=Daytime.choices,
        initial=Daytime.UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_daytime(self) -> str:
        return self.cleaned_data["daytime"] or Daytime.UNKNOWN


class IdentityFields(forms.Form):
    """Who reports; what is filled in here is sealed."""

    name = _line("姓名", LONGEST_IDENTITY["name"])
    telephone = _line("联系电话", LONGEST_IDENTITY["telephone"], inputmode="tel")
    address = _line("联系地址", LONGEST_IDENTITY["address"])
    bank = _line("开户银行（可不填）", LONGEST_IDENTITY["bank"], "只用于发放奖励，也可以在领奖时再提供。")
    account = _line("银行账号（可不填）", LONGEST_IDENTITY["account"], inputmode="numeric")
    other = _line(
        "联名举报人（可不填）",
        LONGEST_IDENTITY["other"],
        "几个人一起举报的，写明各人姓名和推举的代表；奖励由代表领取。",
    )


class ContactForm(PortalForm, IdentityFields):
    named = forms.ChoiceField(
        label="是否留下联系方式",
        choices=[(ANONYMOUS, "匿名举报，不留联系方式"), (NAMED, "实名举报，留下联系方式")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["named", *LONGEST_IDENTITY])

    def clean(self):
        """An anonymous report carries nothing that was typed below, whatever the browser filled in by itself."""
        cleaned = super().clean()
        if cleaned.get("named") == ANONYMOUS:
            return cleaned | dict.fromkeys(LONGEST_IDENTITY, "")
        if cleaned.get("named") == NAMED and not self.errors:
            self._insist_on_contact(cleaned)
        return cleaned

    def _insist_on_contact(self, cleaned: dict) -> None:
        if not cleaned.get("name"):
            self.add_error("name", "实名举报请填写姓名；不愿留姓名的，请选择匿名举报。")
        if not (cleaned.get("telephone") or cleaned.get("address")):
            self.add_error("telephone", "请填写联系电话或联系地址，至少一项；不愿留的，请选择匿名举报。")


class CheckForm(PortalForm):
    truthful = forms.BooleanField(
        label="我确认所写的是我看到或者知道的真实情况，不是捏造、诬告",
        error_messages={"required": "请先确认内容真实，再提交。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["truthful"].error_messages["required"] = "请先确认内容真实，再提交。"
