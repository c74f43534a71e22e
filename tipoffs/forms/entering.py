"""What staff type of a tip that came by another way than the web: the reporter's form, the way it came, the day, the scans."""

from datetime import date

from django import forms

from capacity_portal.lib import dates
from capacity_portal.lib.form_fields import Day, PortalForm, Text
from tipoffs.choices import Channel, Daytime, TipKind
from tipoffs.forms.intake import IdentityFields
from tipoffs.forms.places import PlaceFields
from tipoffs.rules.report import LONGEST, LONGEST_IDENTITY, Identity, TipReport

_CHANNELS = [("", "请选择"), *((value, label) for value, label in Channel.choices if value != Channel.WEB)]
_WHAT = ("place_text", "firm_name", "text", "seen_text", "source_number")
_ACCEPTED = ".jpg,.jpeg,.png,.webp,.pdf"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class Scans(forms.FileField):
    """Any number of files, cleaned to a list."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [super(Scans, self).clean(file, initial) for file in data or []]


class EnterForm(PortalForm, PlaceFields, IdentityFields):
    channel = forms.ChoiceField(label="来源", choices=_CHANNELS)
    received_on = Day(label="收到日期", help_text="来电、来信、转办件收到的日期，例如 2026-03-05。")
    source_number = Text(label="来文或转办编号", longest=LONGEST["source_number"], required=False)
    kind = forms.ChoiceField(label="举报类型", choices=[("", "请选择"), *TipKind.choices])
    place_text = Text(label="具体地点", longest=LONGEST["place_text"], required=False)
    firm_name = Text(label="被举报单位", longest=LONGEST["firm_name"], required=False)
    text = Text(
        label="举报内容", longest=LONGEST["text"], lines=8,
        help_text="按原意转录，不写举报人的姓名、电话和住址；这些写在下面，封存保管。",
    )  # fmt: skip
    seen_text = Text(label="发现时间", longest=LONGEST["seen_text"], required=False)
    daytime = forms.ChoiceField(
        label="时段", choices=Daytime.choices, initial=Daytime.UNKNOWN, required=False
    )
    scans = Scans(
        label="来信、来文扫描件", required=False,
        help_text="照片或 PDF，可以选几个；封存保管，代录人自己以后也看不到。",
        widget=SeveralFiles(attrs={"accept": _ACCEPTED}),
    )  # fmt: skip

    def __init__(self, *args, today: date, may_seal: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("received_on", today)
        self.offer_places(today)
        if not may_seal:
            for name in ("scans", *LONGEST_IDENTITY):
                del self.fields[name]

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(f"{dates.label(day)}还没有到，收到日期不能晚于今天。")
        return day

    def report(self) -> TipReport:
        """The report of a valid form."""
        cleaned = self.cleaned_data
        return TipReport(
            kind=cleaned["kind"],
            place=cleaned["town"] or cleaned["county"],
            daytime=cleaned["daytime"] or Daytime.UNKNOWN,
            channel=cleaned["channel"],
            received_on=cleaned["received_on"],
            identity=Identity(**{name: cleaned.get(name, "") for name in LONGEST_IDENTITY}),
            **{name: cleaned[name] for name in _WHAT},
        )

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(legend, hint, fields) in the order of the page."""
        found = [
            ("来源", "", ["channel", "received_on", "source_number"]),
            (
                "地点和单位",
                "地区、具体地点、被举报单位，至少填一项。",
                ["county", "town", "place_text", "firm_name"],
            ),
            ("举报内容", "", ["kind", "text", "seen_text", "daytime"]),
            ("举报人", "保存后立即封存，任何人不经审批不能再看。匿名的不填。", list(LONGEST_IDENTITY)),
            ("扫描件", "", ["scans"]),
        ]
        shown = [
            (legend, hint, [self[n] for n in names if n in self.fields]) for legend, hint, names in found
        ]
        return [section for section in shown if section[2]]
