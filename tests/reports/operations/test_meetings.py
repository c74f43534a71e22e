from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.uploads import read_upload
from capacity_portal.lib.workflow import StepRefused
from reports.operations import meetings
from reports.operations.meetings import MeetingWords
from tests import report_makers as makers
from tests.evidence_makers import pdf
from tests.makers import make_officer

pytestmark = pytest.mark.django_db
WORDS = MeetingWords(date(2026, 3, 2), "conveying", "传达会议", "市工信局", "按月\x00排查 ")


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office():
    return makers.an_officer()


def recorded(by, words=WORDS, region="3608"):
    return meetings.record_meeting(region_code=region, words=words, by=by, at=makers.MORNING)


def test_a_meeting_is_written_down_with_its_entry(office):
    meeting = recorded(office)
    assert (meeting.title, meeting.decisions, meeting.recorded_by) == ("传达会议", "按月排查", office)
    assert Entry.objects.get(subject="meeting").step == "create"


def test_a_county_keeps_its_own_and_nobody_else_s(office):
    county = make_officer("county_staff", "360802")
    assert recorded(county, region="360802").region_code == "360802"
    for by, region in ((office, "360802"), (county, "3608"), (make_officer("member_unit", "3608"), "3608")):
        with pytest.raises(PermissionDenied):
            recorded(by, region=region)


def test_it_is_corrected_at_its_version(office):
    meeting = recorded(office)
    changed = MeetingWords(date(2026, 3, 1), "joint", "联席会议")
    assert (
        meetings.edit_meeting(meeting=meeting, words=changed, version=1, by=office, at=makers.MORNING).version
        == 2
    )
    with pytest.raises(StepRefused, match="已有他人改动"):
        meetings.edit_meeting(meeting=meeting, words=changed, version=1, by=office, at=makers.MORNING)


def test_what_is_still_to_come_is_no_meeting_yet(office):
    coming = MeetingWords(date(2026, 3, 3), "joint", "联席会议")
    with pytest.raises(ValidationError, match="2026-03-03还没有到，请在会后登记"):
        recorded(office, coming)
    meeting = recorded(office)
    with pytest.raises(ValidationError, match="还没有到"):
        meetings.edit_meeting(meeting=meeting, words=coming, version=1, by=office, at=makers.MORNING)


def test_what_it_conveyed_must_be_seen_and_issued(office):
    draft, issued, came = makers.make_notice(), makers.make_notice("issued"), makers.make_incoming()
    with pytest.raises(ValidationError) as refused:
        recorded(office, MeetingWords(date(2026, 3, 2), "joint", "会", notice=draft))
    assert "notice" in refused.value.error_dict
    assert (
        recorded(office, MeetingWords(date(2026, 3, 2), "joint", "会", notice=issued, incoming=came)).incoming
        == came
    )
    with pytest.raises(ValidationError) as refused:
        recorded(
            make_officer("county_staff", "360802"),
            MeetingWords(date(2026, 3, 2), "joint", "会", incoming=came),
            "360802",
        )
    assert "incoming" in refused.value.error_dict


def test_the_system_may_write_the_past_down():
    by = makers.an_officer()
    words = MeetingWords(date(2020, 1, 3), "joint", "会", notice=makers.make_notice("issued"))
    meeting = meetings.record_meeting(
        region_code="3608", words=words, by=by, at=makers.MORNING.replace(year=2020)
    )
    assert meeting.recorded_at.year == 2020


@pytest.mark.parametrize("values", [{"kind": "party"}, {"title": "长" * 201}, {"held_on": date(1, 1, 1)}])
def test_what_the_table_cannot_hold_is_refused_by_field(office, values):
    words = {"held_on": date(2026, 3, 2), "kind": "joint", "title": "会"} | values
    with pytest.raises(ValidationError) as refused:
        recorded(office, MeetingWords(**words))
    assert list(refused.value.error_dict) == list(values)


PAPER = pdf()


def sent(name="签到表.pdf"):
    return read_upload(BytesIO(PAPER), most_bytes=10**7, name=name)


def test_papers_come_once_and_leave_with_a_reason(office):
    meeting = recorded(office)
    file = meetings.attach_meeting_file(meeting=meeting, upload=sent(), by=office, at=makers.MORNING)
    assert (
        meetings.attach_meeting_file(meeting=meeting, upload=sent("再传.pdf"), by=office, at=makers.MORNING)
        == file
    )
    with pytest.raises(ValidationError, match="请写明移除理由"):
        meetings.remove_meeting_file(file=file, note=" ", by=office, at=makers.MORNING)
    gone = meetings.remove_meeting_file(file=file, note="传错了", by=office, at=makers.MORNING)
    assert gone.removed_at == makers.MORNING
    assert (
        meetings.remove_meeting_file(file=file, note="传错了", by=office, at=makers.MORNING).removed_at
        == makers.MORNING
    )
    assert meeting.files.filter(removed_at=None).count() == 0
    assert file.file.storage.exists(file.file.name)


def test_bytes_of_a_paper_that_is_not_registered_are_taken_back(office, monkeypatch, tmp_path):
    meeting = recorded(office)
    monkeypatch.setattr(meetings, "created", lambda *args, **values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meetings.attach_meeting_file(meeting=meeting, upload=sent(), by=office, at=makers.MORNING)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_another_region_sends_no_papers(office):
    meeting = recorded(office)
    with pytest.raises(PermissionDenied):
        meetings.attach_meeting_file(
            meeting=meeting, upload=sent(), by=make_officer("county_staff"), at=makers.MORNING
        )
