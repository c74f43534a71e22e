"""Clocks of tips: the list that is shipped, the command, the back office."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.organization.sheets import read_rows
from tests.clients import signed_in
from tests.makers import NOON, make_officer
from tipoffs.choices import TipKind
from tipoffs.models import ClockRule
from tipoffs.operations.clock_rules import COLUMNS, load_clock_rules
from tipoffs.queries.clock_rules import clock_of
from tipoffs.rules.clocks import Clock

pytestmark = pytest.mark.django_db
ROW = {"kind": "production", "handover_days": "2", "result_days": "15", "extension_days": "5", "warning_days": "3", "source": "演办〔2026〕1号"}  # fmt: skip


def test_the_shipped_list_has_every_kind_with_the_days_that_were_announced(capsys):
    call_command("load_clock_rules")
    assert set(ClockRule.objects.values_list("kind", flat=True)) == set(TipKind.values)
    assert {clock_of(kind) for kind in TipKind.values} == {Clock(1, 10, 10, 2)}
    assert all("公告" in source for source in ClockRule.objects.values_list("source", flat=True))
    assert {(entry.subject, entry.step) for entry in Entry.objects.all()} == {("clock_rule", "load")}
    call_command("load_clock_rules")
    assert capsys.readouterr().out.splitlines() == ["新增举报时限 7 条。", "新增举报时限 0 条。"]


def test_the_shipped_list_can_be_read():
    assert len(read_rows(settings.FIXTURES_DIR / "clock_rules.csv", COLUMNS)) == len(TipKind.values)


def test_what_the_office_has_set_stays():
    ClockRule.objects.create(kind="production", result_days=7)
    assert load_clock_rules(rows=[ROW], by=None, at=NOON) == 0
    assert clock_of("production").result_days == 7


@pytest.mark.parametrize(
    "values", [{"kind": "nonsense"}, {"result_days": "0"}, {"warning_days": "x"}, {"extension_days": "400"}]
)
def test_nonsense_in_the_list_writes_nothing(values, tmp_path):
    with pytest.raises(ValidationError):
        load_clock_rules(rows=[ROW | values], by=None, at=NOON)
    row = ROW | values
    file = tmp_path / "rules.csv"
    file.write_text(",".join(COLUMNS) + "\n" + ",".join(row[name] for name in COLUMNS), encoding="utf-8")
    with pytest.raises(CommandError, match="没有写入任何内容"):
        call_command("load_clock_rules", file=file)
    assert not ClockRule.objects.exists()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"handover_days": 0}, "clock_rule_days_plausible"),
        ({"result_days": 366}, "clock_rule_days_plausible"),
        ({"extension_days": 366}, "clock_rule_allowances_plausible"),
        ({"warning_days": 31}, "clock_rule_allowances_plausible"),
    ],
)
def test_the_database_keeps_what_can_be_counted(values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ClockRule.objects.create(kind="other", **values)


def test_the_system_administrator_changes_days_through_the_journal():
    rule = ClockRule.objects.create(kind="production")
    client, url = signed_in(make_officer("system_admin")), f"/admin/tipoffs/clockrule/{rule.pk}/change/"
    typed = {
        "handover_days": 1,
        "result_days": 12,
        "extension_days": 5,
        "warning_days": 2,
        "source": "演办〔2026〕1号",
    }
    refused = client.post(url, typed | {"result_days": 0})
    assert "反馈期限应为 1 至 365 个工作日" in refused.content.decode()
    assert client.post(url, typed | {"kind": "other"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.kind, rule.result_days) == ("production", 12)
    assert Entry.objects.get().step == "edit"


@pytest.mark.parametrize(
    ("role", "status"), [("system_admin", 200), ("security_admin", 403), ("county_leader", 302)]
)
def test_others_do_not_open_the_back_office(role, status):
    assert signed_in(make_officer(role)).get("/admin/tipoffs/clockrule/").status_code == status


def test_a_new_rule_names_its_kind():
    client = signed_in(make_officer("system_admin"))
    typed = {"kind": "furnace", "handover_days": 1, "result_days": 5, "extension_days": 0, "warning_days": 1}
    assert client.post("/admin/tipoffs/clockrule/add/", typed).status_code == 302
    assert clock_of("furnace") == Clock(1, 5, 0, 1)
