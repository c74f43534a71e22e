"""The outline of a notice: issuer, mark, signature and what a draft leaves out."""

from datetime import date
from types import SimpleNamespace

import pytest

from capacity_portal.lib.typesetting.official.outline import Draft, Form, Signatory
from reports.rules.outlines import outline_of

OFFICE = SimpleNamespace(full_name="吉安市化解过剩产能工作领导小组办公室")
DAY = date(2026, 3, 2)


def a_notice(**values):
    fields = {
        "title": "标题", "content": {"blocks": [{"kind": "paragraph", "text": "正文。"}]}, "form": "ordinary", "direction": "down",
        "signing": "sealed", "serial": "", "urgency": "", "signers": [], "joint_with": [], "on_behalf_of": "",
        "is_single_sided": False, "is_preprinted": False, "is_public": False, "verify_code": None,
    }  # fmt: skip
    return SimpleNamespace(**(fields | values))


def test_issued_document():
    document = outline_of(
        a_notice(verify_code="ABCD"),
        office=OFFICE,
        number="吉化解产能办字〔2026〕1号",
        dated=DAY,
        verify_url="https://x/verify/ABCD/",
    )
    assert (document.issuers, document.mark_suffix) == ((OFFICE.full_name,), "文件")
    assert (document.number, document.verify_code, document.verify_url) == (
        "吉化解产能办字〔2026〕1号",
        "ABCD",
        "https://x/verify/ABCD/",
    )
    assert (document.dated, document.printed_on, document.printed_by) == (DAY, DAY, OFFICE.full_name)


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("", "此件公开发布"),
        ("联系处室：工业处", "联系处室：工业处；此件公开发布"),
        ("此件公开发布", "此件公开发布"),
    ],
)
def test_what_is_published_says_so_in_its_note(note, printed):
    content = {"blocks": [], "note": note}
    assert outline_of(a_notice(content=content, is_public=True), office=OFFICE).note == printed
    assert outline_of(a_notice(content=content), office=OFFICE).note == note


def test_a_draft_has_neither_number_nor_code():
    document = outline_of(
        a_notice(verify_code="ABCD"),
        office=OFFICE,
        draft=Draft("王明"),
        number="吉〔2026〕1号",
        verify_url="x",
    )
    assert (document.number, document.verify_code, document.verify_url) == ("", "", "")
    assert document.draft == Draft("王明")


@pytest.mark.parametrize(
    ("form", "suffix", "signs"), [("letter", "", 1), ("order", "令", 1), ("minutes", "纪要", 0)]
)
def test_other_forms(form, suffix, signs):
    document = outline_of(a_notice(form=form), office=OFFICE)
    assert (document.form, document.mark_suffix, len(document.signatories)) == (Form(form), suffix, signs)


def test_signers_stand_on_upward_documents_alone():
    assert outline_of(a_notice(signers=["李华"], direction="up"), office=OFFICE).signers == ("李华",)
    assert outline_of(a_notice(signers=["李华"], direction="down"), office=OFFICE).signers == ()


def test_another_unit_seals_for_the_office():
    """代章 is said behind the name, only where there is a seal."""
    sealed = outline_of(a_notice(on_behalf_of="市发展和改革委员会"), office=OFFICE)
    assert sealed.signatories == (Signatory(OFFICE.full_name, is_for_another=True),)
    assert outline_of(
        a_notice(on_behalf_of="市发展和改革委员会", signing="unsealed"), office=OFFICE
    ).signatories == (Signatory(OFFICE.full_name),)


def test_joint_issue_names_all_in_head_and_signature():
    document = outline_of(a_notice(joint_with=["市工业和信息化局"]), office=OFFICE)
    assert document.issuers == (OFFICE.full_name, "市工业和信息化局")
    assert [signatory.name for signatory in document.signatories] == [OFFICE.full_name, "市工业和信息化局"]
