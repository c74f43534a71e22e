"""Reward schemes: loaded once from a list, kept in the back office."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from capacity_portal.journal.models import Entry
from tests.clients import signed_in
from tests.makers import make_officer, make_region
from tests.tip_makers import make_scheme
from tipoffs.models import RewardAmount, RewardScheme

pytestmark = pytest.mark.django_db
HEAD = "region,title,document,valid_from,valid_to,split,needs_name,claim_days,note,position,case,yuan\n"


def load(**options) -> str:
    told = StringIO()
    call_command("load_reward_schemes", stdout=told, **options)
    return told.getvalue()


def test_the_list_is_loaded_once_and_what_the_office_has_set_stays():
    make_region("3608")
    assert load() == "新增奖励办法 2 个。\n"
    assert RewardAmount.objects.count() == 4
    assert set(RewardScheme.objects.values_list("note", flat=True)) == {""}  # sources stay in the list
    RewardScheme.objects.update(claim_days=90)
    assert load() == "新增奖励办法 0 个。\n"
    assert set(RewardScheme.objects.values_list("claim_days", flat=True)) == {90}
    assert set(Entry.objects.values_list("subject", "step")) == {
        ("reward_scheme", "load"),
        ("reward_amount", "load"),
    }


def test_regions_the_portal_does_not_have_are_passed_over():
    assert load() == "新增奖励办法 0 个。\n"


@pytest.mark.parametrize(
    "row",
    ["3608,题,,2026-02-30,,first,yes,60,,1,例,1", "3608,题,,2026-01-01,,all,yes,60,,1,例,1", "3608,题,,2026-01-01,,first,maybe,60,,1,例,1", "3608,题,,2026-01-01,,first,yes,many,,1,例,1"],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_written(tmp_path, row):
    file = tmp_path / "schemes.csv"
    file.write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(CommandError, match="第2行"):
        load(file=file)
    assert not RewardScheme.objects.exists()


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="不能载入"):
        load(file=tmp_path / "none.csv")


def test_the_system_administrator_keeps_schemes_and_amounts():
    client, region = signed_in(make_officer("system_admin")), make_region("3608")
    add = reverse("admin:tipoffs_rewardscheme_add")
    typed = {
        "region": region.pk,
        "title": "新办法",
        "valid_from": "2026-01-01",
        "split": "first",
        "claim_days": "60",
    }
    assert client.post(add, typed).status_code == 302
    scheme = RewardScheme.objects.get()
    amount = {"scheme": scheme.pk, "case": "正在生产", "yuan": "20000", "position": "1"}
    assert client.post(reverse("admin:tipoffs_rewardamount_add"), amount).status_code == 302
    assert [entry.step for entry in Entry.objects.order_by("id")] == ["create", "create"]


@pytest.mark.parametrize("role", ["office_leader", "tipoff_handler", "auditor"])
def test_nobody_else_does(role):
    client, scheme = signed_in(make_officer(role)), make_scheme()
    client.post(reverse("admin:tipoffs_rewardscheme_change", args=[scheme.pk]), {"title": "改"})
    scheme.refresh_from_db()
    assert scheme.title == "演示奖励办法"
