"""A report from its opening to the final copy."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from enterprises.models import Enterprise
from reports.models import Assessment
from reports.operations import assessments as operations
from reports.operations.assessment_door import AssessmentChanged
from reports.operations.assessments import AssessmentBlocked
from reports.queries.assessment_blocks import blocks
from reports.queries.assessments import told_of
from reports.queries.figures import figure_rows
from reports.rules.narrative import keys_in
from tests import makers, report_makers
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db
LATE = MORNING + timedelta(days=300)


def leader(region="360802"):
    return report_makers.an_officer("county_leader", region)


def steps(assessment):
    return list(
        Entry.objects.filter(subject="assessment", subject_id=assessment.pk)
        .order_by("pk")
        .values_list("step", flat=True)
    )


def test_the_whole_way_is_written_down():
    final = world.final()
    assert steps(final) == ["open", "write", "mark", "submit", "review", "finish"]
    assert (final.state, final.is_late, final.self_total, final.review_total, final.full_total) == (
        "final", False, Decimal("3.00"), Decimal("3.00"), Decimal("5.00"),
    )  # fmt: skip


def test_a_report_is_opened_once():
    scheme = world.scheme()
    assert world.opened(scheme) == world.opened(scheme)
    assert Assessment.objects.get().scores.count() == 2


def test_nobody_opens_another_regions_report():
    scheme = world.scheme()
    county = makers.make_region("360802")
    with pytest.raises(PermissionDenied):
        operations.open_assessment(scheme=scheme, region=county, by=report_makers.an_officer(), at=MORNING)
    with pytest.raises(PermissionDenied):
        operations.open_assessment(scheme=scheme, region=county, by=leader("360803"), at=MORNING)


def test_a_scheme_that_is_not_in_force_or_asks_others_opens_nothing():
    scheme = world.scheme()
    with pytest.raises(StepRefused, match="没有要求"):
        operations.open_assessment(
            scheme=scheme, region=makers.make_region("3608"), by=report_makers.an_officer(), at=MORNING
        )
    scheme.is_active = False
    scheme.save()
    with pytest.raises(StepRefused, match="还没有启用"):
        world.opened(scheme)


def test_unknown_figures_secret_marks_and_long_texts_are_refused_by_their_heading():
    assessment = world.opened()
    texts = {"opening": "{nothing}", "all": "机密★1年", "other": "不在提纲里"}
    with pytest.raises(ValidationError) as refused:
        operations.write(assessment=assessment, version=1, texts=texts, by=assessment.created_by, at=MORNING)
    assert sorted(refused.value.message_dict) == ["text-all", "text-opening"]


def test_a_long_contact_is_refused():
    assessment = world.opened()
    with pytest.raises(ValidationError, match="最多 40 个字"):
        operations.write(
            assessment=assessment,
            version=1,
            contact={"contact_telephone": "1" * 41},
            by=assessment.created_by,
            at=MORNING,
        )


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("contact_telephone", "13900001234", "手机号码"), ("contact_telephone", "张三 0796-8888888", "不写姓名"),
    ("contact_office", "产业科 139 0000 1234", "手机号码"),
])  # fmt: skip
def test_what_public_variants_print_names_no_person(field, value, sentence):
    assessment = world.opened()
    given = {"assessment": assessment, "version": 1, "by": assessment.created_by, "at": MORNING}
    with pytest.raises(ValidationError, match=sentence) as refused:
        operations.write(contact={field: value}, **given)
    assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError, match="手机号码"):
        operations.write(texts={"opening": "联系人电话：１３９００００１２３４。"}, **given)
    assert operations.write(contact={"contact_mobile": "13900001234"}, **given).contact_mobile


def test_only_fields_of_the_contact_are_written():
    assessment = world.opened()
    with pytest.raises(ValueError, match="state"):
        operations.write(
            assessment=assessment, version=1, contact={"state": "final"}, by=assessment.created_by, at=MORNING
        )


def test_who_was_first_wins():
    assessment = world.opened()
    operations.write(
        assessment=assessment, version=1, texts={"opening": "甲"}, by=assessment.created_by, at=MORNING
    )
    with pytest.raises(AssessmentChanged) as refused:
        operations.write(
            assessment=assessment, version=1, texts={"opening": "乙"}, by=assessment.created_by, at=MORNING
        )
    assert refused.value.current.texts["opening"] == "甲"


def test_what_blocks_is_said_and_nothing_is_frozen():
    assessment = world.opened()
    with pytest.raises(AssessmentBlocked) as refused:
        operations.submit(assessment=assessment, version=1, by=leader(), at=MORNING)
    assert refused.value.sentences == [
        "指标“其他工作”还没有自评分，请在“评分”中填写。",
        "没有填写联系处室和办公电话，请在“文字”中填写。",
        "没有填写署名单位，请在“文字”中填写。",
    ]
    assert assessment.figures.count() == 0


def test_staff_do_not_submit():
    assessment = world.ready()
    with pytest.raises(PermissionDenied):
        operations.submit(
            assessment=assessment, version=assessment.version, by=assessment.created_by, at=MORNING
        )


def test_late_is_late_after_mending_too():
    assessment = world.ready()
    late = operations.submit(assessment=assessment, version=assessment.version, by=leader(), at=LATE)
    assert late.is_late
    office = report_makers.an_officer()
    back = operations.send_back(assessment=late, version=late.version, text="补充数据", by=office, at=LATE)
    again = operations.submit(assessment=back, version=back.version, by=leader(), at=MORNING)
    assert (back.state, again.is_late) == ("sent_back", True)


def test_what_was_in_time_stays_in_time_when_it_is_mended_late():
    submitted = world.submitted()
    back = operations.send_back(
        assessment=submitted, version=submitted.version, text="补充", by=report_makers.an_officer(), at=LATE
    )
    assert not operations.submit(assessment=back, version=back.version, by=leader(), at=LATE).is_late


def test_sending_back_needs_words_and_takes_review_marks_back():
    reviewed = world.reviewed()
    office = report_makers.an_officer()
    with pytest.raises(ValidationError):
        operations.send_back(assessment=reviewed, version=reviewed.version, text=" ", by=office, at=MORNING)
    back = operations.send_back(
        assessment=reviewed, version=reviewed.version, text="重报", by=office, at=MORNING
    )
    assert (back.review_total, back.reviewed_by, back.send_back_comment) == (None, None, "重报")
    assert set(back.scores.values_list("review_mark", flat=True)) == {None}


def test_nobody_reviews_or_finishes_what_he_submitted():
    prefecture = world.opened(world.scheme(level="prefecture"), "3608")
    submitted = world.submitted(prefecture)
    boss = submitted.submitted_by
    with pytest.raises(StepRefused, match="另一个人"):
        operations.review(assessment=submitted, version=submitted.version, by=boss, at=MORNING)
    reviewed = operations.review(
        assessment=submitted, version=submitted.version, by=makers.make_officer("office_staff", "3608"), at=MORNING
    )  # fmt: skip
    with pytest.raises(StepRefused, match="另一个人"):
        operations.finish(assessment=reviewed, version=reviewed.version, by=boss, at=MORNING)


def test_nobody_reviews_or_finishes_what_he_wrote_or_marked_in_any_round():
    submitted = world.submitted(world.opened(world.scheme(level="prefecture"), "3608"))
    writer, boss = submitted.created_by, submitted.submitted_by
    back = operations.send_back(
        assessment=submitted, version=submitted.version, text="补", by=writer, at=MORNING
    )
    again = operations.submit(assessment=back, version=back.version, by=boss, at=MORNING)
    with pytest.raises(StepRefused, match="由您填写过"):
        operations.review(assessment=again, version=again.version, by=writer, at=MORNING)
    other = makers.make_officer("office_staff", "3608")
    reviewed = operations.review(assessment=again, version=again.version, by=other, at=MORNING)
    with pytest.raises(StepRefused, match="由您填写过"):
        operations.finish(assessment=reviewed, version=reviewed.version, by=writer, at=MORNING)
    assert (
        operations.finish(assessment=reviewed, version=reviewed.version, by=other, at=MORNING).state
        == "final"
    )


def test_a_county_reviews_nothing():
    submitted = world.submitted()
    with pytest.raises(PermissionDenied):
        operations.review(assessment=submitted, version=submitted.version, by=leader(), at=MORNING)


@pytest.mark.parametrize("act", ["write", "mark"])
def test_what_was_submitted_is_not_written_any_more(act):
    submitted = world.submitted()
    given = {"texts": {"opening": "改"}} if act == "write" else {"marks": {}}
    with pytest.raises(StepRefused, match="不能再"):
        getattr(operations, act)(
            assessment=submitted, version=submitted.version, **given, by=submitted.created_by, at=MORNING
        )


def test_a_mark_below_what_is_computed_needs_its_reason_and_stays_within_the_full_mark():
    assessment = world.opened()
    first, second = assessment.scores.order_by("indicator__position")
    report_makers.make_meeting("360802")
    marks = {
        first.indicator_id: (Decimal(1), ""),
        second.indicator_id: (Decimal(4), ""),
        10**9: (Decimal(1), ""),
    }
    with pytest.raises(ValidationError) as refused:
        operations.mark(assessment=assessment, version=1, marks=marks, by=assessment.created_by, at=MORNING)
    assert refused.value.message_dict == {
        f"mark-{first.indicator_id}": ["“组织领导”的分数与自动计分 2 分不同，请写明理由。"],
        f"mark-{second.indicator_id}": ["“其他工作”填写了 4 分，应在 0 至 3 分之间。"],
    }


def test_a_reason_may_not_be_endless():
    assessment = world.opened()
    score = assessment.scores.first()
    marks = {score.indicator_id: (Decimal(1), "长" * 501)}
    with pytest.raises(ValidationError, match="最多 500 个字"):
        operations.mark(assessment=assessment, version=1, marks=marks, by=assessment.created_by, at=MORNING)


def test_a_review_mark_needs_its_reason():
    submitted = world.submitted()
    pk = submitted.scores.get(indicator__method="manual").indicator_id
    office = report_makers.an_officer()
    with pytest.raises(ValidationError, match="与自评分 3 分不同"):
        operations.review(
            assessment=submitted,
            version=submitted.version,
            marks={pk: (Decimal(1), "")},
            by=office,
            at=MORNING,
        )
    reviewed = operations.review(
        assessment=submitted,
        version=submitted.version,
        marks={pk: (Decimal(1), "缺佐证")},
        by=office,
        at=MORNING,
    )
    assert (reviewed.self_total, reviewed.review_total) == (Decimal("3.00"), Decimal("1.00"))


def test_a_veto_is_marked():
    indicators = [
        {
            "name": "死灰复燃",
            "full_mark": 5,
            "rule": "一票否决",
            "method": "deduct_each",
            "figure": "revivals",
            "unit_mark": 5,
            "is_veto": True,
        }
    ]
    makers.make_finding(kind="revival", is_confirmed=True)
    submitted = world.submitted(world.opened(world.scheme(indicators=indicators)))
    assert (submitted.is_vetoed, submitted.self_total) == (True, Decimal(0))


def test_frozen_figures_and_words_stay_when_the_ledger_changes():
    world.a_year()
    submitted = world.submitted()
    before = dict(submitted.figures.values_list("key", "value"))
    frozen_rows, sentences = dict(submitted.figures.values_list("key", "rows")), submitted.sentences
    firm = makers.make_enterprise("360802")
    report_makers.make_meeting("360802")
    Enterprise.objects.filter(pk=frozen_rows["enterprises_rolling"][0]).update(
        status="banned", status_document="x", closed_on=date(2026, 1, 1)
    )
    live = figure_rows("enterprises", "360802", 2026)
    assert (firm.pk in live.ids, live.ids == tuple(frozen_rows["enterprises"])) == (True, False)
    stored = Assessment.objects.select_related("scheme", "region").get(pk=submitted.pk)
    assert {key: told.value for key, told in told_of(stored).items()} == before
    assert stored.sentences == sentences


def test_every_figure_of_the_words_is_frozen_with_its_rows():
    world.a_year()
    submitted = world.submitted()
    told = set(keys_in(world.ALL_WORDS)) - {"tasks", "exits", "coverage", "rectification"}
    frozen = {row.key: row for row in submitted.figures.all()}
    assert told <= set(frozen)
    assert all(row.rows for row in frozen.values()), [key for key, row in frozen.items() if not row.rows]


def test_a_submission_after_mending_freezes_anew_and_drops_what_is_told_no_more():
    submitted = world.submitted()
    report_makers.make_meeting("360802")
    back = operations.send_back(
        assessment=submitted, version=submitted.version, text="补", by=report_makers.an_officer(), at=MORNING
    )
    written = operations.write(
        assessment=back, version=back.version, texts={"all": "{=meetings}"}, by=back.created_by, at=MORNING
    )
    again = operations.submit(assessment=written, version=written.version, by=leader(), at=MORNING)
    assert dict(again.figures.values_list("key", "value")) == {
        "steel_tasks": 0,
        "new_capacity": 0,
        "meetings": 1,
    }
    assert again.sentences["all"] == "召开会议1次"


def test_a_heading_needs_words_unless_others_stand_beneath_it():
    outline = [
        {"key": "work", "heading": "工作", "level": 1, "text": ""},
        {"key": "visits", "heading": "排查", "level": 2, "text": ""},
        {"key": "plans", "heading": "打算", "level": 1, "text": ""},
    ]
    assessment = world.opened(world.scheme(outline=outline, indicators=[]))
    assert [sentence[:4] for sentence in blocks(assessment) if "还没有文字" in sentence] == [
        "“排查”",
        "“打算”",
    ]
