"""Figures, signatories and words changed around the operations are found; large ones by their digest."""

import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries import drift
from reports.operations import packs, schemes
from reports.operations.drafting import draft_notice
from tests import report_makers
from tests.makers import make_office, make_region
from tests.report_makers import MORNING
from tests.reports import assessment_world, sending_world

pytestmark = pytest.mark.django_db


def drifted(subject):
    return [sorted(found.fields) for found in drift() if found.subject == subject]


def tampered(record, subject, **values):
    before = drifted(subject)
    type(record).objects.filter(pk=record.pk).update(**values)
    return before, drifted(subject)


def test_words_and_signatories_of_a_report():
    changed = {"texts": {"x": "1"}, "sentences": {}, "signatories": [], "frozen": {"title": "别的"}}
    assert tampered(assessment_world.final(), "assessment", **changed) == ([], [sorted(changed)])


def test_figures_of_a_return():
    changed = {"figures": {"firms": "13", "area": "3.5"}}
    assert tampered(sending_world.written(), "notice_return", **changed) == ([], [["figures"]])


def test_words_and_settings_of_a_document():
    make_office(make_region("3608"))
    words = {"blocks": [{"kind": "paragraph", "text": "请按期报送。"}]}
    notice = draft_notice(
        kind="notice", title="关于报送的通知", content=words, by=report_makers.an_officer(), at=MORNING
    )
    changed = {"content": {}, "signers": ["张三"], "joint_with": ["工信局"], "figures_wanted": [{"key": "a"}]}
    assert tampered(notice, "notice", **changed) == ([], [sorted(changed)])
    assert tampered(notice.versions.get(), "notice_version", content={}) == ([], [["content"]])
    told = Entry.objects.get(subject="notice").changes["content"]
    assert told[1].startswith("sha256:")
    assert "请按期报送" not in str(told)


def test_outline_of_a_scheme():
    make_region("3608")
    scheme = schemes.create_scheme(
        year=2026, kind="self_assessment", level="county", region_code="3608", name="自评报告", due_on="2026-12-05",
        outline=assessment_world.OUTLINE, by=None, at=MORNING,
    )  # fmt: skip
    assert tampered(scheme, "report_scheme", outline=[]) == ([], [["outline"]])


def test_a_pack_with_its_job_is_what_the_journal_says():
    leader, region = report_makers.an_officer("office_leader"), make_region("3608")
    pack = packs.ask_pack(
        region=region, period_from=MORNING.date(), period_to=MORNING.date(), by=leader, at=MORNING
    )
    assert (pack.job is None, drifted("evidence_pack")) == (False, [])
