"""Forms of the documents: list filters, beginning, head of the editor, pasting, comments."""

import re

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import PortalForm, Text, choice_of, text_of
from reports.choices import DocumentForm, DocumentKind
from reports.models import Notice, NoticeComment, NoticeTemplate
from reports.rules.contacts import personal_number

_LIST = re.compile(r"[、，,;；\s]+")
ATTENDANCE = (("attending", "出席"), ("absent", "请假"), ("sitting_in", "列席"))


class NoticeFilterForm(PortalForm):
    """The filter bar of the list."""

    text = Text(label="标题或正文", longest=60, required=False)
    kind = forms.ChoiceField(label="文种", required=False, choices=[("", "全部文种"), *DocumentKind.choices])
    year = forms.ChoiceField(label="年份", required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部年份"), *((str(year), f"{year}年") for year in years)]


class BeginForm(PortalForm):
    """Which template a new document begins with."""

    template = forms.ModelChoiceField(
        label="模板", queryset=NoticeTemplate.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, templates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates
        self.fields["template"].label_from_instance = lambda template: (
            f"{template.name}（{template.get_form_display()}，{template.get_direction_display()}）"
        )


class HeadForm(PortalForm):
    """What stands around the body. No person's name and no mobile number in the contact line: it goes out in public copies."""

    title = Text(label="标题", longest=200)
    addressees = Text(
        label="主送机关",
        longest=2_000,
        lines=2,
        required=False,
        help_text="末尾的冒号由系统印出；公布的令、纪要不填",
    )
    contact = Text(
        label="联系方式",
        longest=300,
        required=False,
        help_text="正文最后一行。只写处室和办公电话，不写个人姓名和手机号码，例如“联系处室：市发改委工业处，电话：0796-8220000。”",
    )
    note = Text(
        label="附注",
        longest=300,
        required=False,
        help_text="印在成文日期下方的括号里；请示、报告在这里写联系处室和办公电话",
    )
    copies_to = Text(
        label="抄送机关", longest=2_000, lines=2, required=False, help_text="末尾的句号由系统印出"
    )
    attending = Text(label="出席", longest=2_000, lines=2, required=False)
    absent = Text(label="请假", longest=2_000, lines=2, required=False)
    sitting_in = Text(label="列席", longest=2_000, lines=2, required=False)
    form = choice_of(Notice, "form")
    direction = choice_of(Notice, "direction")
    signing = choice_of(Notice, "signing")
    urgency = forms.ChoiceField(
        label="紧急程度", required=False, choices=[("", "无"), ("加急", "加急"), ("特急", "特急")]
    )
    serial = Text(label="份号", longest=6, required=False, help_text="六位数字，不编份号的留空")
    signers = Text(label="签发人", longest=200, required=False, help_text="上行文填写，几个人用顿号分开")
    signer_title = Text(label="签发人职务", longest=40, required=False, help_text="令填写，例如“组长”")
    joint_with = Text(
        label="联合行文机关", longest=500, required=False, help_text="本办公室以外的机关，用顿号分开"
    )
    on_behalf_of = text_of(
        Notice, "on_behalf_of", help_text="盖本办公室以外单位印章时填写，署名后印“（代章）”"
    )
    is_single_sided = forms.BooleanField(label="单面印刷", required=False)
    is_preprinted = forms.BooleanField(label="套印在已有红头的纸上", required=False)
    is_public = forms.BooleanField(
        label="公开发布",
        required=False,
        help_text="签发并编号印发后任何人都能在公布页阅读全文，文末印“（此件公开发布）”；公开发布的可以不填主送机关",
    )
    remark = Text(label="本次修改说明", longest=200, required=False, help_text="写在版本记录里，不印出")

    WORDS = ("addressees", "contact", "note", "copies_to", "signer_title")
    PLAIN = (
        "form",
        "direction",
        "signing",
        "urgency",
        "serial",
        "on_behalf_of",
        "is_single_sided",
        "is_preprinted",
        "is_public",
    )

    def clean_contact(self) -> str:
        return _without_mobile(self.cleaned_data["contact"])

    def clean_note(self) -> str:
        return _without_mobile(self.cleaned_data["note"])

    def clean_serial(self) -> str:
        serial = self.cleaned_data["serial"]
        if serial and not re.fullmatch(r"[0-9]{6}", serial):
            raise ValidationError(f"“{serial}”不是份号；请填六位阿拉伯数字，例如000001。")
        return serial

    def words(self) -> dict:
        """The fields that belong to the words of the draft, as far as they are in order."""
        typed = self.cleaned_data
        found = {name: " ".join(typed[name].split()) for name in self.WORDS if name in typed}
        names = [(label, " ".join(typed.get(name, "").split())) for name, label in ATTENDANCE]
        found["attendance"] = [{"label": label, "names": text} for label, text in names if text]
        return found

    def settings(self) -> dict:
        """The fields that belong to the document beside its words, as far as they are in order."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in self.PLAIN if name in typed}
        return found | {name: listed(typed[name]) for name in ("signers", "joint_with") if name in typed}


def head_of(notice: Notice) -> dict:
    """The initial values of HeadForm."""
    content = notice.content
    known = {name: getattr(notice, name) for name in HeadForm.PLAIN} | {
        name: content.get(name, "") for name in HeadForm.WORDS
    }
    names = {row.get("label"): row.get("names", "") for row in content.get("attendance") or []}
    known |= {name: names.get(label, "") for name, label in ATTENDANCE}
    known |= {name: "、".join(getattr(notice, name)) for name in ("signers", "joint_with")}
    return known | {"title": notice.title}


def groups_of(form: HeadForm, kind: str) -> list[tuple[str, list]]:
    """Fields behind the body, in groups; attendance for minutes alone."""
    foot = ["contact", "note", "copies_to"]
    if kind == DocumentForm.MINUTES:
        foot = ["attending", "absent", "sitting_in", *foot]
    layout = ["form", "direction", "signing", "urgency", "serial", "signers", "signer_title", "joint_with", "on_behalf_of",
              "is_single_sided", "is_preprinted", "is_public"]  # fmt: skip
    return [("正文以后", [form[name] for name in foot]), ("版式和用印", [form[name] for name in layout])]


class PasteForm(PortalForm):
    """Text from Word or a web page."""

    text = Text(
        label="粘贴的文字",
        longest=100_000,
        lines=16,
        help_text="从 Word、WPS 或网页复制的文字；表格按制表符识别",
    )


class CommentForm(PortalForm):
    place = forms.ChoiceField(label="位置", required=False)
    text = text_of(NoticeComment, "text", lines=3)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "全文"), *((place, place) for place in places)]


class SettleForm(PortalForm):
    text = text_of(
        NoticeComment,
        "settled_text",
        label="处理情况",
        required=True,
        help_text="例如“已采纳”，或不采纳的理由",
    )


def listed(text: str) -> list[str]:
    return [name for name in _LIST.split(text) if name]


def _without_mobile(text: str) -> str:
    if wrong := personal_number(text):
        raise ValidationError(wrong)
    return text
