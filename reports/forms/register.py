"""The register: its filter bar, beginning a series, a number for a paper document, voiding one, and files of it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.lib.pages import choice_param, int_param, text_param
from reports.operations.numbering import HIGHEST_FIRST, LONGEST_REASON
from reports.queries.registers import STATES, RegisterQuestion

_ALL = ("", "全部")
FORMATS = [("xlsx", "电子表格（.xlsx）"), ("csv", "文本表格（.csv）"), ("pdf", "打印件（PDF）")]


class RegisterFilterForm(PortalForm):
    """Nothing typed here is ever refused."""

    text = Text(label="查找", longest=100, required=False)
    code = forms.ChoiceField(label="机关代字", required=False)
    year = forms.ChoiceField(label="年份", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[_ALL, *STATES.items()])

    def __init__(self, *args, codes: list[str], years: list[int], **options):
        super().__init__(*args, **options)
        self.fields["code"].choices = [_ALL, *((code, code) for code in codes)]
        self.fields["year"].choices = [_ALL, *((str(year), f"{year}年") for year in years)]
        self.fields["text"].widget.attrs["placeholder"] = "标题或正文的一部分"


def asked_of(parameters: Mapping[str, str], codes: list[str]) -> RegisterQuestion:
    """The question in an address; what cannot be is left out."""
    return RegisterQuestion(
        code=choice_param(parameters, "code", codes),
        year=int_param(parameters, "year", default=0, least=1949, most=2100) or None,
        state=choice_param(parameters, "state", STATES),
        text=text_param(parameters, "text"),
    )


def as_parameters(question: RegisterQuestion) -> dict[str, str]:
    """The question as the address writes it."""
    found = {
        "text": question.text,
        "code": question.code,
        "year": str(question.year or ""),
        "state": question.state,
    }
    return {name: value for name, value in found.items() if value}


def applied(question: RegisterQuestion) -> list[tuple[str, str]]:
    """(text, address without it) of each filter in force."""
    parameters = as_parameters(question)
    words = {"state": STATES.get(question.state, ""), "year": f"{question.year}年"}
    return [
        (
            words.get(name, value),
            f"?{urlencode({other: kept for other, kept in parameters.items() if other != name})}",
        )
        for name, value in parameters.items()
    ]


class SeriesForm(PortalForm):
    """``codes``: the word parts the office numbers by."""

    code = forms.ChoiceField(label="机关代字")
    year = forms.IntegerField(
        label="年份", widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    )
    first = forms.IntegerField(
        label="起始顺序号",
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=f"本年度已经用纸质登记簿编到5号的，填6；1到{HIGHEST_FIRST}",
    )

    def __init__(self, *args, codes: list[str], **options):
        super().__init__(*args, **options)
        self.fields["code"].choices = [(code, code) for code in codes]


class PaperForm(PortalForm):
    """``series``: registers that numbers are given of."""

    series = forms.ModelChoiceField(None, label="登记簿", empty_label=None)
    title = Text(
        label="文件标题",
        longest=200,
        help_text="不在系统中拟稿、只有纸质件的文件，编号后同样登记，号码不重复",
    )

    def __init__(self, *args, series, **options):
        super().__init__(*args, **options)
        self.fields["series"].queryset = series


class VoidForm(PortalForm):
    text = Text(
        label="作废原因", longest=LONGEST_REASON, lines=3, help_text="作废的字号保留在登记簿中，不再使用"
    )


class FormatForm(PortalForm):
    format = forms.ChoiceField(label="格式", widget=forms.RadioSelect, initial="xlsx", choices=FORMATS)
