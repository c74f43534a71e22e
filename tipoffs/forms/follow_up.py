"""The reporter's forms: number and code; a word, a file, an opinion, an objection."""

from secrets import token_urlsafe

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from tipoffs.rules import follow_up

WRONG = (
    "编号或查询码不正确。请对照回执逐字核对：编号形如“举报〔2026〕000123号”，查询码是16个字母和数字，"
    "不区分大小写，中间的短横线可以不填。"
)
_SCORES = [(5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意")]
_QUIET = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class LookupForm(PortalForm):
    """Whatever is wrong with either field is said in the same words."""

    number = Text(
        label="举报编号",
        longest=100,
        widget=forms.TextInput(attrs=_QUIET),
        help_text="例如：举报〔2026〕000123号，括号可以不填，也可以写成 2026-123",
    )
    code = Text(
        label="查询码",
        longest=100,
        widget=forms.TextInput(attrs=_QUIET),
        help_text="回执上的16个字母和数字，例如 ABCD-EFGH-JKMN-PQRS",
    )


class ReplyForm(PortalForm):
    """``secret``: makes a repeated posting the same message."""

    secret = forms.CharField(
        widget=forms.HiddenInput, max_length=100, initial=lambda: token_urlsafe(24), required=False
    )
    text = Text(
        label="补充情况或回答提问",
        longest=follow_up.LONGEST_MESSAGE,
        lines=5,
        help_text="这里的内容举报专管员和办公室负责人看得到；姓名、电话请不要写在这里。",
    )


class FileForm(PortalForm):
    """Required, but the view says why there is none: not chosen, or too large to be taken in."""

    file = forms.FileField(
        label="材料",
        required=False,
        allow_empty_file=True,
        help_text="每次一个，照片、视频、PDF 或办公文档，最大20 MB。照片会自动去掉拍摄地点等信息。",
    )


class RatingForm(PortalForm):
    score = forms.TypedChoiceField(label="满意程度", choices=_SCORES, coerce=int, widget=forms.RadioSelect)
    text = Text(label="意见", longest=follow_up.LONGEST_OPINION, lines=3, required=False)


class ObjectionForm(PortalForm):
    text = Text(
        label="不同意的理由",
        longest=follow_up.LONGEST_MESSAGE,
        lines=5,
        help_text="请写明哪一点不属实或没有处理到位。",
    )
