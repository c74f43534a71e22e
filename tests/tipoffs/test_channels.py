"""Telephones and addresses for the public: kept in the back office, loaded from a list, through operation and journal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from capacity_portal.jobs import schedule
from capacity_portal.journal.models import Entry
from tests.clients import signed_in
from tests.makers import NOON, make_officer
from tipoffs.models import RateWindow, ReportChannel

pytestmark = pytest.mark.django_db
ADD = reverse("admin:tipoffs_reportchannel_add")
CHANNEL = {"department": "演示工信局", "telephone": "0796-0000001", "position": "1", "is_shown": "on"}


def entries():
    return list(Entry.objects.order_by("id").values_list("subject", "step", "by_name"))


def test_the_system_administrator_adds_and_changes_with_an_entry_each():
    officer = make_officer("system_admin")
    client = signed_in(officer)
    assert client.post(ADD, CHANNEL).status_code == 302
    channel = ReportChannel.objects.get()
    change = reverse("admin:tipoffs_reportchannel_change", args=[channel.pk])
    assert client.post(change, CHANNEL | {"telephone": "0796-0000002"}).status_code == 302
    channel.refresh_from_db()
    assert channel.telephone == "0796-0000002"
    assert entries() == [("report_channel", "create", str(officer)), ("report_channel", "edit", str(officer))]


def test_a_department_stands_once():
    client = signed_in(make_officer("system_admin"))
    client.post(ADD, CHANNEL)
    assert client.post(ADD, CHANNEL).status_code == 200
    assert ReportChannel.objects.count() == 1


@pytest.mark.parametrize(
    "role", ["office_leader", "tipoff_handler", "security_admin", "auditor", "county_staff"]
)
def test_nobody_else(role):
    assert signed_in(make_officer(role)).post(ADD, CHANNEL).status_code in (302, 403)
    assert ReportChannel.objects.count() == 0


def load(**options) -> str:
    told = StringIO()
    call_command("load_report_channels", stdout=told, **options)
    return told.getvalue()


def test_the_list_is_loaded_once_and_what_the_office_has_set_stays():
    assert load() == "新增举报渠道 5 个。\n"
    ReportChannel.objects.filter(position=1).update(telephone="0796-1234567")
    assert load() == "新增举报渠道 0 个。\n"
    assert ReportChannel.objects.get(position=1).telephone == "0796-1234567"
    assert entries() == [("report_channel", "load", "系统")] * 5


def test_every_number_of_the_list_is_invented():
    load()
    numbers = {
        number
        for row in ReportChannel.objects.values_list("telephone", "telephone_off_hours")
        for number in row
    }
    assert all(number.startswith("0796-000000") for number in numbers - {""})


@pytest.mark.parametrize(
    "content",
    [
        b"department\nx\n",
        b"\xff\xfe",
        b"department,telephone,telephone_off_hours,hours,letter_address,visit_address\n,1,2,3,4,5\n",
    ],
)
def test_a_wrong_list_loads_nothing(tmp_path, content):
    path = tmp_path / "channels.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="没有写入任何内容"):
        load(file=path)
    assert ReportChannel.objects.count() == 0


def test_a_missing_list_is_said_to_be(tmp_path):
    with pytest.raises(CommandError):
        load(file=tmp_path / "none.csv")


def test_old_counters_go_with_the_regular_work():
    RateWindow.objects.create(key="k", began_at="2026-03-01T00:00Z")
    assert "tipoffs.limits" in schedule.run_due(NOON)
    assert RateWindow.objects.count() == 0
    assert schedule.label_of("tipoffs.limits") == "举报频次记录清理"
