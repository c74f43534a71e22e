"""Drafts: who begins and who changes them, a version a saving, nothing lost when two write, no secrets."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from reports.models import Notice, NoticeVersion
from reports.operations import drafting
from reports.operations.door import NoticeChanged
from tests.makers import make_department, make_office, make_region
from tests.report_makers import MORNING, WORDS, an_officer, make_notice
from tests.tip_makers import make_tip

pytestmark = pytest.mark.django_db
CONTENT = {key: value for key, value in WORDS.items() if key != "title"}
LATER = MORNING + timedelta(hours=1)


@pytest.fixture(autouse=True)
def office():
    return make_office(make_region("3608"))


def begun(**values):
    fields = {
        "kind": "notice",
        "title": WORDS["title"],
        "content": CONTENT,
        "by": an_officer(),
        "at": MORNING,
    }
    return drafting.draft_notice(**(fields | values))


def saved(notice, **values):
    fields = {
        "version": notice.version,
        "content": notice.content,
        "title": notice.title,
        "by": an_officer(),
        "at": LATER,
    }
    return drafting.save_draft(notice=notice, **(fields | values))


@pytest.mark.parametrize("field", ["contact", "note"])
def test_contact_and_note_carry_no_mobile_number(field):
    notice = begun()
    words = CONTENT | {field: "联系人：产业科，电话：13900001234"}
    for write in (lambda: begun(content=words), lambda: saved(notice, content=words)):
        with pytest.raises(ValidationError, match="手机号码") as refused:
            write()
        assert list(refused.value.message_dict) == [field]


def test_a_draft_and_its_first_version():
    notice = begun()
    assert (notice.state, notice.version, notice.region_code) == ("draft", 1, "3608")
    assert list(notice.versions.values_list("number", "note")) == [(1, "拟稿")]
    assert "提高思想认识" in notice.search_text
    assert Entry.objects.filter(subject="notice", step="draft").count() == 1


def test_the_host_department_seals_for_the_office(office):
    office.host_department = make_department(office.region, name="市发展和改革委员会")
    office.save()
    assert begun().on_behalf_of == "市发展和改革委员会"


@pytest.mark.parametrize("role", ["county_staff", "county_leader", "member_unit", "auditor"])
def test_who_may_not_begin(role):
    region = make_region("3608") if role == "auditor" else make_region("360802")
    with pytest.raises(PermissionDenied):
        begun(by=an_officer(role, region))


def test_only_handlers_make_documents_of_tips():
    tip = make_tip()
    with pytest.raises(PermissionDenied):
        begun(tip=tip)
    assert begun(tip=tip, by=an_officer("tipoff_handler")).tip == tip


def test_every_saving_is_a_version():
    notice = saved(begun(), title="关于做好四月份排查工作的通知", note="改月份", urgency="特急")
    assert (notice.version, notice.title, notice.urgency) == (2, "关于做好四月份排查工作的通知", "特急")
    assert list(notice.versions.order_by("number").values_list("number", "note")) == [
        (1, "拟稿"),
        (2, "改月份"),
    ]


def test_saving_what_is_there_writes_nothing():
    notice = begun()
    before = Entry.objects.count()
    assert saved(notice).version == 1
    assert (NoticeVersion.objects.count(), Entry.objects.count()) == (1, before)


def test_two_at_once_lose_nothing():
    notice = begun()
    saved(notice, title="甲的标题")
    with pytest.raises(NoticeChanged) as refused:
        saved(notice, title="乙的标题", version=1)
    assert refused.value.current.title == "甲的标题"


@pytest.mark.parametrize("state", ["reviewing", "approved", "issued", "withdrawn", "dropped"])
def test_only_drafts_are_changed(state):
    notice = make_notice(state)
    with pytest.raises(StepRefused, match="不能修改"):
        saved(notice, title="别的")


def test_a_handler_changes_his_own_drafts_alone():
    handler = an_officer("tipoff_handler")
    own, other = begun(by=handler), begun()
    assert saved(own, title="新标题", by=handler).title == "新标题"
    with pytest.raises(PermissionDenied):
        saved(other, title="新标题", by=handler)


@pytest.mark.parametrize("title", ["", "  ", "长" * 201])
def test_refused_titles(title):
    with pytest.raises(ValidationError) as refused:
        begun(title=title)
    assert list(refused.value.error_dict) == ["title"]


@pytest.mark.parametrize(
    "content", [{"blocks": [{"kind": "picture"}]}, {"secrecy": "机密★1年"}, {"blocks": "x"}, {"note": 3}]
)
def test_refused_words(content):
    with pytest.raises(ValidationError) as refused:
        begun(content=content)
    assert list(refused.value.error_dict) == ["content"]
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("text", ["机密★1年", "秘密★", "绝密★长期"])
def test_secret_marks_are_refused(text):
    with pytest.raises(ValidationError, match="涉密文件不得在本系统"):
        begun(content={"blocks": [{"kind": "paragraph", "text": text}]})


def test_a_setting_that_is_none():
    with pytest.raises(TypeError, match="state"):
        saved(begun(), title="x", state="issued")


def test_a_document_about_one_that_concerns_a_tip_concerns_it_too():
    handler = an_officer("tipoff_handler")
    about = make_notice("issued", tip=make_tip(), drafted_by=handler)
    assert begun(about=about, by=handler).tip == about.tip
    with pytest.raises(PermissionDenied):
        begun(about=about)
    assert begun(about=make_notice("issued")).tip is None
