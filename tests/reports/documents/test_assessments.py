"""A report on paper: what stands in which variant, and that what is final does not change."""

import pytest

from capacity_portal.lib.typesetting.official.plain import to_text
from capacity_portal.lib.typesetting.official.problems import problems
from reports.documents.assessments import comparison_of, document_for, file_name
from reports.models import Assessment
from reports.operations.assessment_figures import override
from tests import report_makers
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db


def printed(assessment, **values):
    return document_for(assessment, viewer="张三", seen_at="2026-03-02 09:00", **values)


def titles(document) -> list[str]:
    return [attachment.title for attachment in document.attachments]


@pytest.mark.parametrize("make", [world.ready, world.submitted, world.final], ids=lambda make: make.__name__)
def test_persons_and_mobile_numbers_stand_in_the_internal_variant_alone(make):
    assessment = make()
    public, internal = to_text(printed(assessment)), to_text(printed(assessment, is_internal=True))
    for private in ("张三丰", "13900001234"):
        assert (private in public, private in internal) == (False, True)
    for open_ in ("产业科", "0796-8888888"):
        assert (open_ in public, open_ in internal) == (True, True)


def test_a_draft_bears_the_viewers_name_until_it_is_final():
    submitted = world.submitted()
    assert printed(submitted).draft.viewer == "张三"
    assert printed(world.final(world.opened(world.scheme(kind="work_report")))).draft is None


def test_two_signatures_with_one_for_another_the_marks_and_the_basis_documents():
    report_makers.make_basis("360802")
    assessment = world.submitted()
    document = printed(assessment)
    assert [(one.name, one.is_for_another) for one in document.signatories] == [
        ("吉州区化解过剩产能办", False), ("吉州区工信局", True),
    ]  # fmt: skip
    assert titles(document) == ["评分表", "依据文件"]
    assert document.attachments[0].is_landscape
    assert [problem.place for problem in problems(document)] == ["发文机关标志"]  # it has no head
    assert file_name(assessment, "pdf") == "吉州区2026年化解过剩产能工作自评报告.pdf"


def test_numbers_typed_by_hand_are_printed_with_their_reason():
    assessment = world.opened()
    override(
        assessment=assessment,
        version=1,
        key="meetings",
        value=9,
        reason="漏录九次",
        by=assessment.created_by,
        at=MORNING,
    )
    assessment.refresh_from_db()
    document = printed(assessment)
    assert titles(document)[-1] == "手工改填的数据"
    assert "漏录九次" in to_text(document)
    assert "召开会议9次（手工改填）" in to_text(document)


def test_reviewed_marks_are_printed_beside_the_own_ones():
    assessment = world.reviewed()
    columns = [column.title for column in printed(assessment).attachments[0].blocks[0].columns]
    assert columns[-2:] == ["复核分", "复核理由"]


def test_what_is_final_does_not_change():
    final = world.final()
    before = printed(final)
    report_makers.make_basis("360802", title="后来的文件")
    Assessment.objects.filter(pk=final.pk).update(sentences={})
    assert printed(Assessment.objects.get(pk=final.pk)) == before


def test_last_years_figures_are_printed_on_request():
    report_makers.make_meeting("360802", held_on=MORNING.date().replace(year=2025))
    last = world.submitted(world.opened(world.scheme(year=2025)))
    assessment = world.submitted(world.opened(world.scheme()))
    assert comparison_of(last) == []
    assert titles(printed(assessment, with_comparison=True))[-1] == "与上年对比"
    assert titles(printed(last, with_comparison=True)) == ["评分表"]
    meetings = next(row for row in comparison_of(assessment) if row.label == "召开会议")
    assert (meetings.before, meetings.now, meetings.change) == (1, 0, -1)


def test_a_prefectures_report_lists_its_counties():
    world.submitted(world.opened(world.scheme()))
    prefecture = world.opened(world.scheme(level="prefecture"), "3608")
    document = printed(prefecture)
    assert titles(document) == ["评分表", "各县（市、区）得分"]
    assert ("吉州区", "已报送", "5", "3", "—", "1（暂定）") in document.attachments[1].blocks[0].rows
