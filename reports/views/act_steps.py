"""The steps of a document as a table: which form, which operation, what is said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.forms import Form
from django.utils.timezone import localdate

from capacity_portal.organization.models import Department
from capacity_portal.organization.roles import Permission
from reports.forms import flow as forms
from reports.models import Notice
from reports.operations import ending, linking, publishing, reviewing
from reports.operations.freezing import freeze_quietly
from reports.operations.issuing import issue
from reports.queries.reviews import asked_last

MakeForm = Callable[[Notice, object, object, datetime], Form]


@dataclass(frozen=True)
class Handling:
    """``form(notice, data, officer, at)``; ``save(notice, version, form, by, at)`` calls one operation; ``lead`` says what will happen;
    ``other``: the second answer on the same page; ``beside``: no step of the workflow, offered by ``views.acting``."""

    name: str
    label: str
    permission: Permission
    form: MakeForm
    save: Callable[..., object]
    done: str
    lead: str = ""
    is_grave: bool = False
    other: str = ""
    beside: bool = False


def _nothing(notice: Notice, data, officer, at: datetime) -> Form:
    return forms.NothingForm(data)


def _word(notice: Notice, data, officer, at: datetime) -> Form:
    return forms.WordForm(data)


def _reason(label: str) -> MakeForm:
    return lambda notice, data, officer, at: forms.ReasonForm(data, label=label)


def _submit(notice: Notice, data, officer, at: datetime) -> Form:
    asked = Department.objects.filter(region__code=notice.region_code, is_active=True)
    last = {"countersigners": asked_last(notice)}
    return forms.SubmitForm(data, departments=asked.order_by("id"), initial=last)


def _issue(notice: Notice, data, officer, at: datetime) -> Form:
    return forms.IssueForm(
        data, initial={"dated": localdate(notice.signed_at) if notice.signed_at else localdate(at)}
    )


def _of_officer(form: type[Form]) -> MakeForm:
    return lambda notice, data, officer, at: form(data, officer=officer)


def _bare(operation: Callable) -> Callable[..., object]:
    return lambda notice, version, form, by, at: operation(notice=notice, version=version, by=by, at=at)


def _with(operation: Callable, *names: str) -> Callable[..., object]:
    """An operation that wants the named values of the form besides."""

    def save(notice, version, form, by, at):
        values = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        return operation(notice=notice, version=version, by=by, at=at, **values)

    return save


def _decide(step: str) -> Callable[..., object]:
    return _with(partial(reviewing.decide, step=step), "text")


def _issued(notice: Notice, version: int, form, by, at: datetime) -> object:
    """The copy is made when the number is safe; what fails then is made by the regular work."""
    issued = issue(notice=notice, version=version, **form.cleaned_data, by=by, at=at)
    transaction.on_commit(lambda: freeze_quietly(notice=issued, at=at))
    return issued


def _link(notice: Notice, version: int, form, by, at: datetime) -> object:
    typed = form.cleaned_data
    return linking.link(
        notice=notice,
        relation=typed["relation"],
        other=typed["other"],
        incoming=typed["incoming"],
        by=by,
        at=at,
    )


_D, _C, _U, _S, _K = (
    Permission.DRAFT_DOCUMENTS, Permission.CHECK_DOCUMENTS, Permission.COUNTERSIGN_DOCUMENTS, Permission.SIGN_DOCUMENTS, Permission.KEEP_REGISTER,
)  # fmt: skip
_BACK = "退回拟稿人修改，理由拟稿人和其他审核人都能看到；再次送审从核稿重新开始。"
_AGAIN = "文件回到拟稿，可以修改后再次送审。"
HANDLINGS: dict[str, Handling] = {
    row.name: row
    for row in [
        Handling("submit", "送审", _D, _submit, _with(reviewing.submit, "countersigners", "text"), "已送审", "送审后不能修改；先核稿，再会签，最后签发。"),
        Handling("check", "核稿同意", _C, _word, _decide("check"), "已核稿", "核对行文理由、依据、文种、格式和文字。", other="return_check"),
        Handling("return_check", "退回修改", _C, _reason("退回理由"), _decide("return_check"), "已退回", _BACK, is_grave=True, other="check"),
        Handling("countersign", "会签同意", _U, _word, _decide("countersign"), "已会签", "对涉及本单位职责的内容负责。", other="return_countersign"),
        Handling("return_countersign", "退回修改", _U, _reason("退回理由"), _decide("return_countersign"), "已退回", _BACK, is_grave=True,
                 other="countersign"),
        Handling("sign", "签发", _S, _word, _decide("sign"), "已签发，待编号印发", "签发的日期就是成文日期。", other="return_sign"),
        Handling("return_sign", "退回修改", _S, _reason("退回理由"), _decide("return_sign"), "已退回", _BACK, is_grave=True, other="sign"),
        Handling("take_back", "撤回修改", _D, _nothing, _bare(reviewing.take_back), "已撤回", _AGAIN),
        Handling("reopen", "撤销签发", _S, _reason("撤销的理由"), _with(reviewing.reopen, "text"), "已撤销签发", _AGAIN, is_grave=True),
        Handling("issue", "编号印发", _K, _issue, _issued, "已编号印发", "编号后内容、字号和日期不能再改；写错的只能废止或以新文件代替。"),
        Handling("drop", "不再办理", _D, _reason("理由"), _with(ending.drop, "text"), "已停止办理", "文稿保留，不能再修改和送审。", is_grave=True),
        Handling("replace", "以新文件代替", _S, _of_officer(forms.ReplaceForm), _with(ending.replace, "replaced_by", "text"), "已标为被代替",
                 "核验页和各收文单位看到它已被新文件代替。", is_grave=True),
        Handling("withdraw", "废止", _S, _reason("废止的理由"), _with(ending.withdraw, "text"), "已废止", "核验页和各收文单位看到它已废止；字号不再使用。",
                 is_grave=True),
        Handling("link", "关联文件", _D, _of_officer(forms.LinkForm), _link, "已关联", "两份文件的页面都会列出这条关联。", beside=True),
        Handling("publish", "公开发布", _S, _nothing, _with(partial(publishing.set_public, is_public=True)), "已公开发布",
                 "任何人都能在公布页看到标题、字号并阅读全文；请确认不含应当保密的内容和个人电话。", is_grave=True, beside=True),
        Handling("unpublish", "停止公开", _S, _nothing, _with(partial(publishing.set_public, is_public=False)), "已停止公开", beside=True),
    ]
}  # fmt: skip
