"""The chain before issue: in order, by others than the writer, each department once; returns keep what was said."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer
from reports.models import NoticeComment, NoticeReview
from reports.operations import ending, reviewing
from reports.operations.addressing import address
from reports.operations.demanding import demand
from reports.operations.door import NoticeChanged
from reports.operations.drafting import save_draft
from reports.queries import reviews
from tests.makers import make_officer, make_region
from tests.report_makers import MORNING, an_officer, make_notice, make_unit
from tests.reports.flow_world import LATER, approved, decided, make_people, sent
from tests.tip_makers import make_assignment, make_tip

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_people()


def parts(notice) -> list[tuple[int, str, str]]:
    return list(
        NoticeReview.objects.filter(notice=notice).order_by("id").values_list("round", "stage", "decision")
    )


def test_the_chain_goes_from_check_by_every_department_to_the_signature(people):
    other = make_unit("市财政局")
    other_officer = make_officer("member_unit", "3608", department=other)
    notice = sent(people, people.unit, other, people.unit)
    assert parts(notice) == [
        (1, "check", "waiting"),
        (1, "countersign", "waiting"),
        (1, "countersign", "waiting"),
        (1, "sign", "waiting"),
    ]
    assert (notice.state, notice.stage, notice.round) == ("reviewing", "check", 1)
    notice = decided(notice, "check", people.checker)
    notice = decided(notice, "countersign", people.unit_officer, "同意")
    assert notice.stage == "countersign"
    with pytest.raises(StepRefused, match="没有等您办理"):
        decided(notice, "countersign", people.unit_officer)
    notice = decided(notice, "countersign", other_officer)
    assert notice.stage == "sign"
    notice = decided(notice, "sign", people.leader)
    assert (notice.state, notice.stage, notice.signed_by, notice.signed_at) == (
        "approved",
        "",
        people.leader,
        LATER,
    )
    assert [decision for _, _, decision in parts(notice)] == ["agreed"] * 4
    steps = (
        Entry.objects.filter(subject="notice", subject_id=notice.pk)
        .order_by("id")
        .values_list("step", flat=True)
    )
    assert list(steps) == ["submit", "check", "countersign", "countersign", "sign"]


def test_without_departments_the_check_leads_to_the_signature(people):
    assert decided(sent(people), "check", people.checker).stage == "sign"


@pytest.mark.parametrize(
    ("step", "who"),
    [("return_check", "checker"), ("return_countersign", "unit_officer"), ("return_sign", "leader")],
)
def test_a_return_has_its_reason_goes_to_the_writer_and_keeps_the_round(people, step, who):
    notice = sent(people, people.unit)
    for before, person in (("check", people.checker), ("countersign", people.unit_officer)):
        if step != f"return_{before}" and notice.stage == before:
            notice = decided(notice, before, person)
    with pytest.raises(ValidationError):
        decided(notice, step, getattr(people, who), "  ")
    notice = decided(notice, step, getattr(people, who), "依据不足")
    assert (notice.state, notice.stage) == ("draft", "")
    assert NoticeReview.objects.get(notice=notice, decision="returned").text == "依据不足"
    assert not NoticeReview.objects.filter(notice=notice, decision="waiting").exists()
    again = sent(people, notice=notice)
    assert again.round == 2
    assert NoticeReview.objects.filter(notice=notice, round=1, decision="returned").count() == 1


def test_nobody_reviews_what_he_wrote_or_sent(people):
    """The leader has the permission for every stage, and still not for his own."""
    own = make_notice("draft", drafted_by=people.leader)
    own = reviewing.submit(notice=own, version=own.version, by=people.leader, at=LATER)
    with pytest.raises(StepRefused, match="由您拟稿"):
        decided(own, "check", people.leader)
    foreign = make_notice("draft", drafted_by=people.writer)
    foreign = reviewing.submit(notice=foreign, version=foreign.version, by=people.leader, at=LATER)
    with pytest.raises(StepRefused, match="由您送审"):
        decided(foreign, "check", people.leader)
    assert decided(foreign, "check", people.checker).stage == "sign"


def test_nobody_reviews_what_he_rewrote_in_any_round(people):
    notice = make_notice("draft", drafted_by=people.writer)
    notice = save_draft(
        notice=notice, version=notice.version, title="关于另一事项的通知", content=notice.content, by=people.leader, at=LATER
    )  # fmt: skip
    notice = sent(people, notice=notice)
    notice = reviewing.take_back(notice=notice, version=notice.version, by=people.writer, at=LATER)
    notice = decided(sent(people, notice=notice), "check", people.checker)
    with pytest.raises(StepRefused, match="由您改过"):
        decided(notice, "sign", people.leader)
    assert decided(notice, "sign", make_officer("office_leader", "3608")).state == "approved"


@pytest.mark.parametrize("what", ["recipients", "demands"])
def test_nobody_reviews_a_document_whose_recipients_he_settled(people, what):
    notice = make_notice("draft", drafted_by=people.writer)
    if what == "recipients":
        address(notice=notice, regions=[make_region("360802")], by=people.checker, at=LATER)
    else:
        demand(notice=notice, wanted={"cascade": True}, by=people.checker, at=LATER)
    notice = sent(people, notice=notice)
    with pytest.raises(StepRefused, match="由您改过"):
        decided(notice, "check", people.checker)
    assert decided(notice, "check", make_officer("office_staff", "3608")).stage == "sign"


def test_check_and_signature_are_two_peoples_where_there_are_two(people):
    notice = sent(people)
    with pytest.raises(StepRefused, match="只有您能签发"):
        decided(notice, "check", people.leader)
    other = make_officer("office_leader", "3608")
    notice = decided(notice, "check", people.leader)
    with pytest.raises(StepRefused, match="由您核稿"):
        decided(notice, "sign", people.leader)
    assert decided(notice, "sign", other).state == "approved"


def test_who_is_alone_with_both_rights_may_check_and_sign(people):
    """The office has one leader and no second clerk: the writer's document would never go out."""
    Officer.objects.filter(pk=people.checker.pk).update(is_active=False, deactivated_at=LATER)
    notice = decided(sent(people), "check", people.leader)
    assert decided(notice, "sign", people.leader).state == "approved"


def test_without_the_rule_the_database_still_refuses_who_sent_it(people, monkeypatch):
    """Control: the rule taken away, the constraint stands behind it."""
    monkeypatch.setattr(reviews, "against_reviewing", lambda **_: "")
    monkeypatch.setattr(reviews, "_against_both", lambda *_: "")
    notice = make_notice("draft", drafted_by=people.leader)
    notice = reviewing.submit(notice=notice, version=notice.version, by=people.leader, at=LATER)
    with pytest.raises(ValidationError, match="不能审核自己送审"), transaction.atomic():
        decided(notice, "check", people.leader)


def test_a_stage_is_taken_in_its_turn_by_who_may(people):
    notice = sent(people, people.unit)
    with pytest.raises(StepRefused, match="不能签发"):
        decided(notice, "sign", people.leader)
    with pytest.raises(PermissionDenied):
        decided(notice, "check", people.unit_officer)
    notice = decided(notice, "check", people.checker)
    stranger = make_officer("member_unit", "3608", department=make_unit("市水利局"))
    with pytest.raises(PermissionDenied):
        decided(notice, "countersign", stranger)
    notice = decided(notice, "countersign", people.unit_officer)
    with pytest.raises(PermissionDenied):
        decided(notice, "sign", people.checker)
    with pytest.raises(StepRefused, match="不是审核环节"):
        decided(notice, "take_back", people.writer)


def test_who_comes_second_is_told(people):
    notice = sent(people)
    decided(notice, "check", people.checker)
    with pytest.raises(NoticeChanged):
        decided(notice, "check", people.leader)


def test_writer_or_sender_takes_it_back_and_nobody_else(people):
    notice = sent(people)
    with pytest.raises(StepRefused, match="只有拟稿人或送审人"):
        reviewing.take_back(notice=notice, version=notice.version, by=people.checker, at=LATER)
    notice = reviewing.take_back(notice=notice, version=notice.version, by=people.writer, at=LATER)
    assert (notice.state, notice.stage) == ("draft", "")
    assert {decision for _, _, decision in parts(notice)} == {"dropped"}


def test_a_signature_is_taken_back_with_its_reason(people):
    notice = approved(people)
    with pytest.raises(PermissionDenied):
        reviewing.reopen(notice=notice, version=notice.version, text="改", by=people.checker, at=LATER)
    notice = reviewing.reopen(
        notice=notice, version=notice.version, text="数字有误", by=people.leader, at=LATER
    )
    assert (notice.state, notice.signed_at, notice.signed_by) == ("draft", None, None)


def test_open_comments_and_a_wrong_addressee_keep_it_from_review(people):
    notice = make_notice(
        "draft",
        drafted_by=people.writer,
        direction="up",
        content={"addressees": "省政府，省发改委", "blocks": []},
    )
    comment = NoticeComment.objects.create(
        notice=notice, number=1, text="改", written_at=MORNING, written_by=people.checker
    )
    with pytest.raises(StepRefused) as refused:
        sent(people, notice=notice)
    for words in ("一个上级机关", "签发人", "1条修改意见", "正文没有内容"):
        assert words in str(refused.value)
    comment.delete()
    notice.direction, notice.content = "down", make_notice("draft").content
    notice.save()
    assert sent(people, notice=notice).state == "reviewing"


def test_too_many_departments_are_refused(people):
    units = [make_unit(f"单位{number}") for number in range(21)]
    with pytest.raises(ValidationError, match="最多20个"):
        sent(people, *units)


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "agreed"},
        {"decision": "waiting", "decided_by": "checker"},
        {"decision": "returned", "decided_by": "checker", "decided_at": LATER, "text": ""},
        {"decision": "agreed", "decided_by": "writer", "decided_at": LATER},
    ],
    ids=["nobody", "waiting yet decided", "no reason", "himself"],
)
def test_the_database_refuses_impossible_reviews(people, values):
    values = {
        name: getattr(people, value) if name == "decided_by" else value for name, value in values.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeReview.objects.create(
            notice=make_notice("draft"),
            round=1,
            stage="check",
            asked_at=MORNING,
            asked_by=people.writer,
            **values,
        )


def test_the_database_refuses_a_settled_comment_without_a_person(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeComment.objects.create(
            notice=make_notice("draft"),
            number=1,
            text="改",
            written_at=MORNING,
            written_by=people.checker,
            settled_at=LATER,
        )


def test_a_unit_without_the_tip_is_not_asked_to_countersign_what_concerns_it(people):
    handler = an_officer("tipoff_handler")
    tip = make_tip("handed_over")
    notice = make_notice("draft", drafted_by=handler, tip=tip)
    asked = {"notice": notice, "version": 1, "countersigners": [people.unit], "by": handler, "at": LATER}
    with pytest.raises(ValidationError, match="没有承办举报"):
        reviewing.submit(**asked)
    make_assignment(tip, people.unit.region, people.unit)
    assert reviewing.submit(**asked).state == "reviewing"


def test_who_neither_drafted_it_nor_keeps_the_papers_does_not_submit_or_drop_it(people):
    first, second = an_officer("tipoff_handler"), make_officer("tipoff_handler", "3608")
    notice = make_notice("draft", drafted_by=first, tip=make_tip())
    taking = {"notice": notice, "version": 1, "at": LATER}
    for step in (reviewing.submit, partial(ending.drop, text="不需要")):
        with pytest.raises(PermissionDenied, match="办理范围"):
            step(**taking, by=second)
    assert ending.drop(**taking, text="不需要", by=first).state == "dropped"
