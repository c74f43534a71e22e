"""The verification record on a phone: what was found first, people chosen or typed, files that were sent before wait in it."""

import re
from collections.abc import Collection, Sequence

from django import forms

from capacity_portal.lib.form_fields import Day, PortalForm, Text
from capacity_portal.lib.kept_uploads import MOST_FILES
from enterprises.choices import CLOSED_STATUSES, KeyReason
from tipoffs.choices import Conclusion
from tipoffs.models import TipEnterprise, VerificationFile
from tipoffs.operations.standing import Standing
from tipoffs.rules.verifying import MOST_PEOPLE, FieldReport, Participant

_BETWEEN = re.compile(r"[\s,，、（(]+")


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PickedDay(Day):
    """A date with the device's own picker."""

    def __init__(self, **options):
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("help_text", "")
        super().__init__(**options)


class VerificationForm(PortalForm):
    """``people`` are the accounts that may be named, ``links`` the enterprises whose standing this officer may change."""

    began_on = PickedDay(label="核查开始日期")
    ended_on = PickedDay(label="核查结束日期")
    place_text = Text(label="核查地点", longest=200)
    conclusion = forms.ChoiceField(label="核查结论", choices=Conclusion.choices, widget=forms.RadioSelect)
    findings = Text(
        label="核查情况",
        longest=4000,
        lines=6,
        help_text="写明现场看到的设备、原料、产品和人员；不要写举报人的任何情况",
    )
    people = forms.MultipleChoiceField(
        label="核查人员（有账户的）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="至少两人到场",
    )
    others = Text(
        label="其他核查人员（没有账户的）",
        longest=2000,
        lines=2,
        required=False,
        help_text="一行一人，先姓名后单位，例如：张三 市供电公司",
    )
    revive = forms.MultipleChoiceField(
        label="报告疑似复产",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="结论为属实或部分属实时生效",
    )
    listed = forms.MultipleChoiceField(
        label="列入重点监管",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="结论为属实或部分属实时生效",
    )
    key_reason = forms.ChoiceField(
        label="列入原因", required=False, choices=[("", "请选择"), *KeyReason.choices]
    )
    kept = forms.MultipleChoiceField(
        label="已上传、随本次提交的文件", required=False, widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(
        label="现场照片和材料（照片或 PDF）",
        required=False,
        help_text=f"可选多个，一次最多 {MOST_FILES} 个，每个不超过 10 MB；提交没有通过时文件会保留",
        widget=ManyFiles(attrs={"accept": "image/*,.pdf"}),
    )

    def __init__(
        self,
        *args,
        people: Sequence,
        waiting: Collection[VerificationFile] = (),
        links: Sequence[TipEnterprise] = (),
        may_list: bool = False,
        may_revive: bool = False,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one.pk), introduced(one)) for one in people]
        open_links = [link for link in links if link.settled_at is None]
        closed = [link for link in open_links if link.enterprise.status in CLOSED_STATUSES]
        self._offer("revive", closed if may_revive else [], lambda link: link.enterprise.name)
        self._offer("listed", open_links if may_list else [], lambda link: link.enterprise.name)
        self._offer("kept", waiting, str)
        if "listed" not in self.fields:
            del self.fields["key_reason"]
        if not people:
            del self.fields["people"]
        self.initial["kept"] = [str(record.pk) for record in waiting]

    def _offer(self, name: str, records: Collection, named) -> None:
        if records:
            self.fields[name].choices = [(str(record.pk), named(record)) for record in records]
        else:
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("listed") and not cleaned.get("key_reason"):
            self.add_error("key_reason", "列入重点监管的，请选择列入原因。")
        return cleaned

    def report(self) -> FieldReport:
        """What was typed, as the operation wants it."""
        typed = self.cleaned_data
        chosen = [Participant("", officer_id=int(number)) for number in typed.get("people", [])]
        plain = {
            name: typed[name] for name in ("began_on", "ended_on", "place_text", "conclusion", "findings")
        }
        return FieldReport(**plain, people=(*chosen, *named_in(typed["others"])))

    def standings(self) -> list[Standing]:
        typed = self.cleaned_data
        listed, revived = set(typed.get("listed", [])), set(typed.get("revive", []))
        return [
            Standing(int(link), typed.get("key_reason", "") if link in listed else "", link in revived)
            for link in sorted(listed | revived)
        ]

    def kept_ids(self) -> list[int]:
        return [int(value) for value in self.cleaned_data.get("kept", [])]


def introduced(officer) -> str:
    unit = officer.department.name if officer.department else officer.role_entry.label
    return f"{officer.name}（{unit}）"


def named_in(text: str) -> list[Participant]:
    """One line one person: the name up to the first gap or comma, the rest is the unit."""
    found = []
    for line in text.splitlines()[: MOST_PEOPLE + 1]:
        name, *unit = _BETWEEN.split(line.strip().rstrip("）)"), maxsplit=1)
        if name:
            found.append(Participant(name, unit[0].strip() if unit else ""))
    return found
