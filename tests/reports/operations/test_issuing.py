"""Issuing freezes words, number and bytes; scans, links, ends and publication beside it."""

from datetime import timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from capacity_portal.journal.models import Entry
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.uploads import Upload, UploadRefused, read_upload
from capacity_portal.lib.workflow import StepRefused
from reports import background_flow, published
from reports.models import DocumentLink, Notice, NumberEntry
from reports.operations import ending, freezing, issuing, linking, publishing, scans
from reports.operations import secrecy as secrets
from reports.operations.drafting import save_draft
from reports.operations.issuing import issue
from reports.queries.blocking import reminders
from reports.queries.flow_offers import offer_for
from reports.queries.linked import linked_with, linking_to
from reports.rules.verify_codes import typed_code
from tests import evidence_makers
from tests.report_makers import MORNING, WORDS, an_officer, make_incoming, make_notice, make_recipient
from tests.reports.flow_world import LATER, approved, issued, make_people
from tests.tip_makers import make_tip
from tipoffs.operations import file_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_people()


def stored(notice) -> bytes:
    with notice.pdf.open("rb") as file:
        return file.read()


def upload(
    content: bytes = b"%PDF-1.4 sealed", name: str = "盖章件.pdf", content_type: str = "application/pdf"
) -> Upload:
    digest = sha256(content).hexdigest()
    return Upload(content, content_type, digest, digest, None, None, name)


def test_issuing_freezes_number_day_words_and_bytes(people):
    notice = issued(people)
    assert (notice.state, notice.dated, notice.issued_by, notice.entry.number) == (
        "issued",
        localdate(LATER),
        people.checker,
        1,
    )
    document = storing.from_json(notice.frozen)
    assert (document.number, document.dated, document.draft) == (
        "吉化解产能办字〔2026〕1号",
        localdate(LATER),
        None,
    )
    assert typed_code(document.verify_code) == notice.verify_code
    assert document.verify_url.endswith(f"/verify/{notice.verify_code}/")
    frozen = freezing.freeze(notice=notice, at=LATER)
    content = stored(frozen)
    assert sha256(content).hexdigest() == frozen.pdf_sha256
    assert freezing.rendered_again(frozen).content == content
    again = freezing.freeze(notice=frozen, at=LATER + timedelta(days=1))
    assert (again.pdf_sha256, stored(again)) == (frozen.pdf_sha256, content)


def test_words_changed_behind_the_back_do_not_change_the_copy(people):
    notice = issued(people)
    before = freezing.rendered_again(notice).content
    Notice.objects.filter(pk=notice.pk).update(title="另一个标题", content={})
    assert freezing.rendered_again(Notice.objects.get(pk=notice.pk)).content == before


def test_a_second_freeze_of_the_same_document_keeps_the_first(people):
    notice = issued(people)
    twin = Notice.objects.get(pk=notice.pk)
    first, second = freezing.freeze(notice=notice, at=LATER), freezing.freeze(notice=twin, at=LATER)
    assert first.pdf.name == second.pdf.name


@pytest.mark.parametrize("days", [1, -1])
def test_a_day_to_come_or_before_the_signature_is_refused(people, days):
    notice = approved(people)
    with pytest.raises(ValidationError, match="成文日期"):
        issue(
            notice=notice,
            version=notice.version,
            dated=localdate(LATER) + timedelta(days=days),
            by=people.checker,
            at=LATER,
        )


def test_a_day_after_the_signature_wants_its_reason_and_the_day_of_printing_is_its_own(people):
    notice, at = approved(people), LATER + timedelta(days=3)
    later = {
        "notice": notice,
        "version": notice.version,
        "dated": localdate(LATER) + timedelta(days=2),
        "at": at,
    }
    with pytest.raises(ValidationError, match="不是签发的日期2026-03-03") as refused:
        issue(**later, by=people.checker)
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError, match="最多 200 个字"):
        issue(**later, reason="长" * 201, by=people.checker)
    done = issue(**later, reason="联合行文，最后签发机关3月5日签发", by=people.checker)
    document = storing.from_json(done.frozen)
    assert (document.dated, document.printed_on) == (later["dated"], localdate(at))
    assert Entry.objects.get(subject="notice", step="issue").note == "联合行文，最后签发机关3月5日签发"


def test_the_signer_on_the_paper_is_who_signed_or_it_is_explained(people):
    up = {"direction": "up", "kind": "report", "content": WORDS | {"addressees": "省化解办"}}
    notice = approved(people, notice=make_notice("draft", drafted_by=people.writer, signers=["张三"], **up))
    given = {"notice": notice, "version": notice.version, "by": people.checker, "at": LATER}
    assert any("没有实际签发的" in sentence for sentence in reminders(notice))
    with pytest.raises(ValidationError, match=f"（张三）中没有实际签发的{people.leader.name}"):
        issue(**given)
    assert issue(**given, reason="张三在纸质稿上签发").state == "issued"
    own = make_notice("draft", drafted_by=people.writer, signers=["张三", people.leader.name], **up)
    assert issued(people, notice=own).state == "issued"


def test_a_wish_to_publish_is_signed_printed_and_carried_out_with_the_number(people):
    notice = make_notice("draft", drafted_by=people.writer)
    content = notice.content | {"addressees": ""}
    given = {
        "notice": notice,
        "version": 1,
        "title": notice.title,
        "content": content,
        "by": people.writer,
        "at": LATER,
    }
    notice = save_draft(**given, is_public=True)
    assert published.public_documents().lines == []
    notice = freezing.freeze(notice=issued(people, notice=notice), at=LATER)
    assert (notice.is_public, storing.from_json(notice.frozen).note) == (True, "此件公开发布")
    assert len(published.public_documents().lines) == 1


def test_what_concerns_a_tip_is_not_wished_public():
    notice, leader = make_notice("draft", tip=make_tip()), an_officer("office_leader")
    with pytest.raises(ValidationError, match="涉及举报"):
        save_draft(
            notice=notice, version=1, title=notice.title, content=notice.content, is_public=True, by=leader, at=LATER
        )  # fmt: skip


def test_a_due_day_that_is_over_keeps_the_number_back(people):
    notice = approved(people)
    Notice.objects.filter(pk=notice.pk).update(wants_return=True, due_on=localdate(LATER))
    with pytest.raises(StepRefused, match="反馈期限2026-03-03已过"):
        issue(notice=notice, version=notice.version, by=people.checker, at=LATER + timedelta(days=1))
    assert issue(notice=notice, version=notice.version, by=people.checker, at=LATER).state == "issued"


def test_that_nobody_in_the_portal_is_addressed_is_said_before_the_number(people):
    notice = approved(people)
    offer = offer_for(notice, people.checker, localdate(LATER))
    assert (offer.blocks, [sentence[:4] for sentence in offer.reminders]) == ([], ["主送机关"])
    make_recipient(notice)
    assert reminders(notice) == []


def test_what_only_the_layout_shows_keeps_the_number_back(people):
    notice = approved(people)
    joint = [f"市第{one}联合行文单位" for one in range(20)]
    Notice.objects.filter(pk=notice.pk).update(title="关于" + "精简" * 90 + "的通知", joint_with=joint)
    with pytest.raises(StepRefused, match="首页排不下正文"):
        issue(notice=Notice.objects.get(pk=notice.pk), version=notice.version, by=people.checker, at=LATER)
    assert NumberEntry.objects.count() == 0


def test_what_blocks_keeps_the_number_back(people):
    notice = approved(people)
    notice.content = notice.content | {
        "blocks": [{"kind": "paragraph", "text": "这里有\U000e0101一个\u2fff和\ue000"}]
    }
    notice.save()
    with pytest.raises(StepRefused, match="还不能编号印发"):
        issue(notice=notice, version=notice.version, by=people.checker, at=LATER)
    assert issued(people).entry.number == 1


def test_unreadable_words_and_wrong_states_are_refused(people):
    notice = make_notice("draft")
    with pytest.raises(StepRefused):
        issue(notice=notice, version=notice.version, by=people.checker, at=LATER)
    with pytest.raises(StepRefused):
        freezing.freeze(notice=notice, at=LATER)
    notice = approved(people)
    Notice.objects.filter(pk=notice.pk).update(content={"strange": 1})
    with pytest.raises(StepRefused, match="不认识的项"):
        issue(notice=notice, version=notice.version, by=people.checker, at=LATER)


def test_who_keeps_no_register_issues_nothing(people):
    notice = approved(people)
    with pytest.raises(PermissionDenied):
        issue(notice=notice, version=notice.version, by=people.unit_officer, at=LATER)


def test_a_copy_left_unmade_is_made_by_the_regular_work(people, monkeypatch):
    notice = issued(people)
    with monkeypatch.context() as broken:

        def fail(document):
            raise RenderFailed

        broken.setattr(freezing, "print_document", fail)
        assert not freezing.freeze_quietly(notice=notice, at=LATER)
        assert background_flow.make_missing_copies(LATER) == 0
    assert background_flow.make_missing_copies(LATER) == 1
    assert Notice.objects.get(pk=notice.pk).pages == 2  # the colophon stands on an even page
    assert background_flow.make_missing_copies(LATER) == 0


def test_one_document_that_cannot_be_set_does_not_keep_the_others_waiting(people, monkeypatch):
    broken, sound = issued(people), issued(people)
    Notice.objects.filter(pk=broken.pk).update(frozen={"strange": 1})
    monkeypatch.setattr(freezing, "print_document", lambda document: RenderedPdf(b"%PDF", 1))
    assert background_flow.make_missing_copies(LATER) == 1
    copies = dict(Notice.objects.values_list("pk", "pages"))
    assert copies == {broken.pk: None, sound.pk: 1}


def verified() -> str:
    out = StringIO()
    call_command("verify_notices", stdout=out)
    return out.getvalue()


def test_verify_notices_finds_a_changed_a_lost_and_an_unmade_copy(people):
    notice = issued(people)
    with pytest.raises(CommandError, match="1处不一致"):
        verified()
    notice = freezing.freeze(notice=notice, at=LATER)
    scans.attach_scan(
        notice=notice,
        version=notice.version,
        upload=upload(evidence_makers.jpeg(), "盖章件.jpg", "image/jpeg"),
        by=people.checker,
        at=LATER,
    )
    assert verified() == "核对了1份印发文件，全部一致。\n"
    path = file_store.path_of(notice.pdf.name)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(CommandError, match="1处不一致"):
        verified()
    path.unlink()
    with pytest.raises(CommandError, match="1处不一致"):
        verified()


def test_a_sealed_scan_stands_beside_the_copy_and_may_be_replaced(people):
    notice = freezing.freeze(notice=issued(people), at=LATER)
    first = upload(evidence_makers.jpeg(), "盖章件.jpg", "image/jpeg")
    notice = scans.attach_scan(
        notice=notice, version=notice.version, upload=first, by=people.checker, at=LATER
    )
    assert (notice.scan_sha256, notice.scan_type, notice.scan_name) == (
        first.sha256,
        "image/jpeg",
        "盖章件.jpg",
    )
    second = upload(evidence_makers.jpeg() + b"2", "盖章件2.jpg", "image/jpeg")
    name = notice.scan.name
    notice = scans.attach_scan(
        notice=notice, version=notice.version, upload=second, by=people.checker, at=LATER
    )
    assert notice.scan_sha256 == second.sha256
    assert file_store.read(name) == first.content
    assert stored(notice)
    with pytest.raises(PermissionDenied):
        scans.attach_scan(
            notice=notice, version=notice.version, upload=second, by=people.unit_officer, at=LATER
        )
    draft = make_notice("draft")
    with pytest.raises(StepRefused, match="印发后"):
        scans.attach_scan(notice=draft, version=draft.version, upload=second, by=people.checker, at=LATER)


def test_a_scan_with_fewer_pages_than_the_copy_is_refused(people, monkeypatch):
    notice = issued(people)
    Notice.objects.filter(pk=notice.pk).update(pages=3)
    notice.refresh_from_db()

    def attach(pages: int):
        scan = upload(evidence_makers.pdf(pages))
        return scans.attach_scan(
            notice=notice, version=notice.version, upload=scan, by=people.checker, at=LATER
        )

    with pytest.raises(UploadRefused, match="扫描件有2页，印发件有3页，少了1页"):
        attach(2)
    assert attach(3).scan_name == "盖章件.pdf"

    def fail(content):
        raise RenderFailed

    monkeypatch.setattr(scans.typesetting, "page_count", fail)
    with pytest.raises(UploadRefused, match="页数现在不能读取"):
        attach(3)


def test_files_marked_secret_are_refused(people, monkeypatch):
    notice = issued(people)
    pdf = read_upload(evidence_makers.Sent(evidence_makers.pdf(), "件.pdf"), most_bytes=10**7)
    assert secrets.insist_not_secret(pdf) is pdf
    with pytest.raises(UploadRefused, match="机密★1年"):
        scans.attach_scan(
            notice=notice,
            version=notice.version,
            upload=upload(name="机密★1年.pdf"),
            by=people.checker,
            at=LATER,
        )
    monkeypatch.setattr(secrets.typesetting, "text_of", lambda content: "普通文字\f密级：秘密")
    with pytest.raises(UploadRefused, match="涉密文件不得在本系统"):
        secrets.insist_not_secret(pdf)

    def fail(content):
        raise RenderFailed

    monkeypatch.setattr(secrets.typesetting, "text_of", fail)
    with pytest.raises(UploadRefused, match="不能检查"):
        secrets.insist_not_secret(pdf)


def test_a_document_is_replaced_by_another_that_is_in_force(people):
    old, new = issued(people), issued(people)
    draft = make_notice("draft")
    for wrong in (old, draft):
        with pytest.raises(ValidationError, match="不能代替"):
            ending.replace(
                notice=old, version=old.version, replaced_by=wrong, text="旧", by=people.leader, at=LATER
            )
    old = ending.replace(
        notice=old, version=old.version, replaced_by=new, text="以新文件为准", by=people.leader, at=LATER
    )
    assert (old.state, old.replaced_by, old.ended_reason) == ("replaced", new, "以新文件为准")
    assert DocumentLink.objects.get().relation == "replaces"
    assert [(row.relation, row.is_forward) for row in linked_with(old, people.leader)] == [("被代替", False)]
    with pytest.raises(StepRefused):
        ending.withdraw(notice=old, version=old.version, text="再", by=people.leader, at=LATER)


def test_an_earlier_document_does_not_take_the_place_of_a_later_one(people):
    first, second = issued(people), issued(people)
    for moved in ({}, {"issued_at": LATER + timedelta(hours=1)}):
        Notice.objects.filter(pk=second.pk).update(**moved or {"round": second.round})
        second.refresh_from_db()
        with pytest.raises(ValidationError, match="印发在前，不能代替"):
            ending.replace(
                notice=second,
                version=second.version,
                replaced_by=first,
                text="旧",
                by=people.leader,
                at=LATER,
            )
    assert Notice.objects.filter(state="issued").count() == 2


def test_what_a_leader_does_not_see_replaces_nothing(people, monkeypatch):
    old, new = issued(people), issued(people)
    monkeypatch.setattr(ending, "notices_visible_to", lambda officer: Notice.objects.none())
    with pytest.raises(ValidationError, match="没有找到"):
        ending.replace(
            notice=old, version=old.version, replaced_by=new, text="旧", by=people.leader, at=LATER
        )


def test_drafts_are_given_up_and_documents_withdrawn_with_a_reason(people):
    draft = make_notice("draft", drafted_by=people.writer)
    with pytest.raises(ValidationError):
        ending.drop(notice=draft, version=draft.version, text="", by=people.writer, at=LATER)
    assert (
        ending.drop(
            notice=draft, version=draft.version, text="合并到另一份", by=people.writer, at=LATER
        ).state
        == "dropped"
    )
    notice = issued(people)
    with pytest.raises(PermissionDenied):
        ending.withdraw(notice=notice, version=notice.version, text="错", by=people.checker, at=LATER)
    with pytest.raises(StepRefused, match="须由人员办理"):
        ending.withdraw(notice=notice, version=notice.version, text="错", by=None, at=LATER)
    assert (
        ending.withdraw(notice=notice, version=notice.version, text="错", by=people.leader, at=LATER).state
        == "withdrawn"
    )


def test_links_are_seen_from_both_sides_and_taken_back(people):
    notice, incoming = issued(people), make_incoming()
    made = linking.link(notice=notice, relation="implements", incoming=incoming, by=people.writer, at=LATER)
    assert (
        linking.link(notice=notice, relation="implements", incoming=incoming, by=people.writer, at=LATER)
        == made
    )
    assert [(row.relation, row.title) for row in linked_with(notice, people.writer)] == [
        ("贯彻", incoming.title)
    ]
    assert [(row.relation, row.notice) for row in linking_to(incoming, people.writer)] == [
        ("被贯彻", notice.pk)
    ]
    county = an_officer("county_staff", "360802")
    make_recipient(notice)
    assert [(row.title, row.incoming) for row in linked_with(notice, county)] == [("", None)]
    linking.unlink(link=made, by=people.writer, at=LATER)
    assert linked_with(notice, people.writer) == []


def test_that_one_document_took_the_place_of_another_is_not_unlinked(people):
    old, new = issued(people), issued(people)
    ending.replace(
        notice=old, version=old.version, replaced_by=new, text="以新文件为准", by=people.leader, at=LATER
    )
    with pytest.raises(StepRefused, match="不能解除"):
        linking.unlink(link=DocumentLink.objects.get(), by=people.writer, at=LATER)


@pytest.mark.parametrize(
    "values",
    [{"relation": "invented"}, {"other": None}, {"other": "itself"}, {"other": "foreign"}],
    ids=["relation", "nothing", "itself", "unseen"],
)
def test_impossible_links_are_refused(people, values):
    notice = issued(people)
    unseen = make_notice("draft", region_code="6207")
    others = {"itself": notice, "foreign": unseen}
    given = {"relation": "answers", "other": issued(people)} | values
    given["other"] = (
        others.get(given["other"], given["other"]) if isinstance(given["other"], str) else given["other"]
    )
    with pytest.raises(ValidationError):
        linking.link(notice=notice, by=people.writer, at=LATER, **given)


def test_only_what_is_in_force_and_of_no_tip_is_public(people):
    notice = issued(people)
    with pytest.raises(PermissionDenied):
        publishing.set_public(
            notice=notice, version=notice.version, is_public=True, by=people.checker, at=LATER
        )
    notice = publishing.set_public(
        notice=notice, version=notice.version, is_public=True, by=people.leader, at=LATER
    )
    assert notice.is_public
    notice = publishing.set_public(
        notice=notice, version=notice.version, is_public=False, by=people.leader, at=LATER
    )
    Notice.objects.filter(pk=notice.pk).update(tip=make_tip())
    with pytest.raises(StepRefused, match="涉及举报"):
        publishing.set_public(
            notice=notice, version=notice.version, is_public=True, by=people.leader, at=LATER
        )
    draft = make_notice("draft")
    with pytest.raises(StepRefused, match="现行有效"):
        publishing.set_public(notice=draft, version=draft.version, is_public=True, by=people.leader, at=LATER)


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("issued", {"verify_code": None}),
        ("issued", {"dated": None}),
        ("draft", {"frozen": {}}),
        ("approved", {"signed_by": None}),
        ("withdrawn", {"ended_reason": ""}),
        ("replaced", {"replaced_by": None}),
        ("reviewing", {"stage": ""}),
        ("draft", {"stage": "check"}),
        ("draft", {"wants_return": True}),
    ],
)
def test_the_database_refuses_impossible_documents(people, state, values):
    notice = make_notice(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**values)


def test_codes_are_unique_and_told_from_slips(people):
    notice = issued(people)
    other = make_notice("issued")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=other.pk).update(verify_code=notice.verify_code)
    code = notice.verify_code
    assert typed_code(f" {code[:4]}-{code[4:8].lower()}-{code[8:]} ") == code
    assert typed_code(code[1] + code[0] + code[2:]) in {"", code}
    assert issuing.address_of(code).endswith(f"/verify/{code}/")
    assert MORNING < LATER
