"""Words and files that bear a 密级 mark are refused wherever people write in documents, meetings and reports."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from capacity_portal.lib.uploads import UploadRefused
from reports.models import UnitDuty
from reports.operations import (
    assessments,
    commenting,
    ending,
    mechanism,
    meetings,
    preparing,
    reviewing,
    schemes,
)
from reports.operations.demanding import demand
from reports.operations.drafting import save_draft
from reports.operations.secrecy import insist_unmarked
from reports.rules.return_figures import Wanted
from tests import report_makers as makers
from tests.report_makers import MORNING
from tests.reports import assessment_world as world
from tests.reports.flow_world import make_people, sent
from tests.reports.operations.test_incoming_scans import photo

pytestmark = pytest.mark.django_db
MARKED = "秘密级★1年"


def opinion():
    people = make_people()
    notice = sent(people)
    reviewing.decide(
        notice=notice, version=notice.version, step="check", text=MARKED, by=people.checker, at=MORNING
    )


def word_to_the_reviewers():
    people = make_people()
    notice = makers.make_notice(drafted_by=people.writer)
    reviewing.submit(notice=notice, version=1, text=MARKED, by=people.writer, at=MORNING)


def reason_of_the_end():
    ending.drop(notice=makers.make_notice(), version=1, text=MARKED, by=makers.an_officer(), at=MORNING)


def title():
    notice, by = makers.make_notice(), makers.an_officer()
    save_draft(notice=notice, version=1, title=MARKED, content=notice.content, by=by, at=MORNING)


def settings_of_a_draft():
    notice, by = makers.make_notice(), makers.an_officer()
    save_draft(
        notice=notice, version=1, title=notice.title, content=notice.content, joint_with=[MARKED], by=by, at=MORNING
    )  # fmt: skip


def place_of_a_remark():
    commenting.comment(
        notice=makers.make_notice(), place=MARKED, text="改", by=makers.an_officer(), at=MORNING
    )


def figures_wanted():
    demand(
        notice=makers.make_notice(), wanted={}, figures=[Wanted("f1", MARKED)], by=makers.an_officer(), at=MORNING
    )  # fmt: skip


def decisions_of_a_meeting():
    words = meetings.MeetingWords(date(2026, 3, 2), "joint", "联席会议", decisions=MARKED)
    by = makers.an_officer()
    meetings.record_meeting(region_code="3608", words=words, by=by, at=MORNING)


def duty_of_a_unit():
    values = {"year": 2025, "department": makers.make_unit(), "duty": MARKED}
    mechanism.add_part(model=UnitDuty, region_code="3608", values=values, by=makers.an_officer(), at=MORNING)


def result_of_an_inspection():
    inspection = makers.make_superior_inspection()
    by = makers.an_officer("office_leader")
    preparing.close_inspection(inspection=inspection, result=MARKED, version=1, by=by, at=MORNING)


def contact_of_a_report():
    report = world.opened()
    contact = {"contact_office": MARKED}
    assessments.write(assessment=report, version=1, contact=contact, by=report.created_by, at=MORNING)


def signatory_of_a_report():
    report = world.opened()
    names = [{"name": MARKED}]
    assessments.write(assessment=report, version=1, signatories=names, by=report.created_by, at=MORNING)


def reason_of_a_mark():
    report = world.opened()
    marks = {report.scores.first().indicator_id: (Decimal(1), MARKED)}
    assessments.mark(assessment=report, version=1, marks=marks, by=report.created_by, at=MORNING)


def name_of_a_scheme():
    made = world.scheme()
    values = {"name": MARKED}
    schemes.save_scheme(scheme=made, version=made.version, values=values, by=makers.an_officer(), at=MORNING)


def rule_of_an_indicator():
    made = world.scheme()
    values, row = {"rule": MARKED}, made.indicators.first()
    schemes.save_indicator(
        scheme=made, version=made.version, indicator=row, values=values, by=makers.an_officer(), at=MORNING
    )


@pytest.mark.parametrize(
    "write",
    [
        opinion, word_to_the_reviewers, reason_of_the_end, title, settings_of_a_draft, place_of_a_remark, figures_wanted,
        decisions_of_a_meeting, duty_of_a_unit, result_of_an_inspection, contact_of_a_report, signatory_of_a_report, reason_of_a_mark,
        name_of_a_scheme, rule_of_an_indicator,
    ],
)  # fmt: skip
def test_marked_words_are_refused(write):
    with pytest.raises(ValidationError, match="带有密级标志“秘密级★1年”"):
        write()


def test_a_marked_paper_of_a_meeting_is_refused(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(UploadRefused, match="密级标志"):
        meetings.attach_meeting_file(
            meeting=makers.make_meeting(), upload=photo("绝密★.png"), by=makers.an_officer(), at=MORNING
        )
    assert not list(tmp_path.rglob("*.png"))


def test_the_field_is_named_and_what_holds_no_words_is_passed_over():
    insist_unmarked({"text": "为举报人保守秘密", "on": date(2026, 3, 2), "number": 1, "list": ["a"]})
    with pytest.raises(ValidationError) as refused:
        insist_unmarked({"text": "好", "names": [{"name": MARKED}], "title": MARKED})
    assert list(refused.value.error_dict) == ["names", "title"]
