"""seed_demo: a whole prefecture, journalled record by record, and harmless the second time."""

import csv
from io import StringIO
from itertools import groupby

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from capacity_portal.dashboards.demonstration.grid import BLIND_CELLS, BLIND_COUNTY, LEFT_COUNTY
from capacity_portal.dashboards.demonstration.seeding import open_office
from capacity_portal.journal.queries import drift, verification_report
from capacity_portal.organization.models import GridCell, GridPost, Office, Officer
from capacity_portal.organization.roles import ROLES
from enterprises.models import Capacity, Enterprise, Equipment, Licence, Link
from inspections.models import MonthlyReturn, Round
from inspections.queries.tallies import differences
from reports.models import IncomingDocument, Meeting, Notice, NumberEntry, Recipient
from tests.makers import NOON, make_region
from tipoffs.models import CustodyShare, ReportChannel, SealedIdentity, Tip
from tipoffs.operations.channels import load_channels

pytestmark = pytest.mark.django_db
_CHANNELS = settings.FIXTURES_DIR / "report_channels.csv"


def seeded(scale: int, months: int = 0) -> str:
    out = StringIO()
    call_command("seed_demo", scale=scale, months=months, stdout=out)
    return out.getvalue()


def test_a_prefecture_stands_and_the_journal_knows_all_of_it():
    assert seeded(120).startswith("已建立 120 家演示企业")
    assert Enterprise.objects.count() == 120
    assert {officer.username for officer in Officer.objects.all()} == set(ROLES)
    assert Equipment.objects.count() >= 120
    assert (Capacity.objects.count(), Licence.objects.count() > 120, Link.objects.exists()) == (
        120,
        True,
        True,
    )
    assert list(drift()) == []
    assert verification_report().findings == []


def test_the_office_has_the_telephones_of_the_public_list():
    """The footer and the list of channels stand on the same pages."""
    make_region("3608")
    open_office(NOON)
    rows = csv.DictReader(_CHANNELS.read_text(encoding="utf-8").splitlines())
    load_channels(rows=rows, by=None, at=NOON)
    office, first = Office.objects.get(), ReportChannel.objects.get(position=1)
    told = (office.hotline_work, office.hotline_off_hours, office.address)
    assert told[:2] == (first.telephone, first.telephone_off_hours)
    assert first.letter_address.startswith(told[2])
    assert "（" not in "".join(told[:2])


def test_months_tips_and_documents_are_told_and_the_journal_knows_all_of_it():
    """One telling for all of them: it takes half a minute."""
    text = seeded(40, months=2)
    assert "此前 2 个月和本月的排查" in text
    assert_months_are_told()
    assert_tips_are_told(text)
    assert_documents_are_told()
    call_command("verify_rounds", stdout=StringIO())
    assert list(drift()) == []
    assert verification_report().findings == []


def assert_months_are_told() -> None:
    """Two past months: the first is closed, the last has two returns under review, this one goes on."""
    rounds = list(Round.objects.order_by("period"))
    assert [round_.is_closed for round_ in rounds] == [True, False, False]
    assert [differences(round_) for round_ in rounds] == [{}, {}, {}]
    last = MonthlyReturn.objects.filter(round=rounds[1]).values_list("state", flat=True)
    assert set(last) <= {"draft", "submitted", "sent_back", "accepted"}
    grid = GridCell.objects.filter(county_code=BLIND_COUNTY)
    assert grid.exclude(posts__to_on=None, posts__kind="responsible").count() == BLIND_CELLS
    (left,) = GridPost.objects.filter(to_on=None, officer__is_active=False)
    assert left.cell.county_code == LEFT_COUNTY


def assert_tips_are_told(text: str) -> None:
    """Twenty-four of them: a key in two hands, a matter reported three times whose first reporter was paid, stages, refusals."""
    assert Tip.objects.count() == 24
    assert CustodyShare.objects.values("officer").distinct().count() == 2
    assert SealedIdentity.objects.count() == 24
    assert set(Tip.objects.values_list("state", flat=True)) >= {"received", "verifying", "closed", "refused"}
    assert Tip.objects.filter(state="refused", refusal="repeated").count() == 2
    assert "举报查询示例：举报〔" in text or "查询码" not in text


def assert_documents_are_told() -> None:
    """Fourteen of them, issued ones with their copy and a gapless number; counties have received and answered; reports of the year."""
    issued = Notice.objects.filter(state="issued")
    assert (Notice.objects.count(), issued.exclude(pdf_sha256="").count()) == (14, issued.count())
    numbers = NumberEntry.objects.order_by("series", "number").values_list("series", "number")
    assert [number for _, number in numbers] == [
        place + 1 for _, group in groupby(numbers, key=lambda row: row[0]) for place, _ in enumerate(group)
    ]
    assert Recipient.objects.filter(received_at__isnull=False).exists()
    assert IncomingDocument.objects.filter(state="done").exists()
    assert Meeting.objects.exists()


def test_months_have_a_range():
    with pytest.raises(CommandError, match="--months 应在 0 至 60 之间，现为 61"):
        seeded(10, months=61)


def test_a_second_run_keeps_the_data():
    seeded(12)
    before = list(Enterprise.objects.order_by("id").values())
    assert seeded(30) == "已有企业，保留现有数据。\n"
    assert list(Enterprise.objects.order_by("id").values()) == before


def test_it_refuses_outside_the_demonstration_and_silly_sizes():
    with override_settings(DEMO=False, TESTING=False), pytest.raises(CommandError, match="只能在演示环境"):
        seeded(10)
    with pytest.raises(CommandError, match="1 至 200000"):
        seeded(0)
