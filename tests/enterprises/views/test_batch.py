"""Batch actions: first what will happen, row by row, then what did; never more than may be, never another county's."""

import pytest
from django.urls import reverse

from capacity_portal.journal.models import Entry
from capacity_portal.organization.roles import ROLES
from enterprises.models import Enterprise
from enterprises.views import selection
from enterprises.views.batch_actions import ACTIONS
from tests import hostile
from tests.clients import signed_in
from tests.makers import make_department, make_enterprise, make_officer, make_region

pytestmark = pytest.mark.django_db
BATCH = "/enterprises/batch/"


def told(response) -> dict[str, tuple[str, bool]]:
    return {
        row["enterprise"].name: (row["effect"].text, row["effect"].is_refused)
        for row in response.context["rows"]
    }


def results(response) -> dict[str, tuple[bool, str]]:
    return {row["name"]: (row["done"], row["message"]) for row in response.context["rows"]}


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_only_roles_with_the_permission_may_begin(role, name):
    enterprise = make_enterprise("360802001")
    response = signed_in(make_officer(role)).get(BATCH, {"action": name, "selected": enterprise.pk})
    may = ACTIONS[name].permission in ROLES[role].permissions
    assert response.status_code == ((302 if name == "export" else 200) if may else 404)


def test_confirming_says_first_and_reports_afterwards():
    enterprise = make_enterprise("360802", name="演示甲")
    other = make_enterprise("360803", name="外县乙")
    client = signed_in(make_officer("county_staff", "360802"))
    chosen = {"action": "confirm", "selected": [enterprise.pk, other.pk]}
    assert told(client.get(BATCH, chosen)) == {"演示甲": ("确认时间改为现在，内容不变", False)}
    assert Entry.objects.filter(step="confirm").count() == 0
    response = client.post(BATCH, chosen | {"asked": "1"}, follow=True)
    assert results(response) == {"演示甲": (True, "已确认")}
    assert Entry.objects.filter(step="confirm").count() == 1


def test_assigning_names_the_refusals_before_and_after():
    near = make_enterprise("360802", name="本地")
    far = make_enterprise("360803", name="外地")
    officer = make_officer("county_staff", "360802", name="张演示")
    client = signed_in(make_officer("office_staff"))
    chosen = {"action": "assign", "selected": [near.pk, far.pk]}
    first = client.get(BATCH, chosen)
    assert first.context["is_ready"] is False
    filled = chosen | {"asked": "1", "supervising_officer": officer.pk}
    assert told(client.get(BATCH, filled)) == {
        "本地": ("改为：张演示", False),
        "外地": ("张演示负责的地区不含该企业。", True),
    }
    response = client.post(BATCH, filled, follow=True)
    assert results(response) == {"本地": (True, "已指定"), "外地": (False, "张演示负责的地区不含该企业。")}
    assert response.context["summary"] == "处理1家，1家没有处理"


def test_nothing_chosen_is_said_with_the_remedy():
    enterprise = make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.get(BATCH, {"action": "assign", "selected": enterprise.pk, "asked": "1"})
    assert "请选择监管部门或监管人员，至少一项。" in response.content.decode()
    assert response.context["is_ready"] is False


def test_key_list_on_and_off():
    enterprise = make_enterprise("360802", name="演示甲")
    client = signed_in(make_officer("county_leader", "360802"))
    on = {"action": "key", "selected": enterprise.pk, "asked": "1", "reason": "other", "note": ""}
    assert "请写明具体原因" in client.get(BATCH, on).content.decode()
    response = client.post(BATCH, on | {"note": "群众反映"}, follow=True)
    assert results(response) == {"演示甲": (True, "已列入重点监管")}
    off = {"action": "unkey", "selected": enterprise.pk, "asked": "1", "note": "已核实"}
    assert results(client.post(BATCH, off, follow=True)) == {"演示甲": (True, "已移出重点监管")}
    assert told(client.get(BATCH, off)) == {"演示甲": ("不在名单中", True)}


def test_what_listing_will_change_is_said_first():
    client = signed_in(make_officer("county_leader", "360802"))
    fresh = make_enterprise("360802", name="新列")
    same = make_enterprise("360802", name="已列", is_key=True, key_reason="fake_foundry")
    other = make_enterprise("360802", name="改列", is_key=True, key_reason="banned_before")
    chosen = {
        "action": "key",
        "selected": [fresh.pk, same.pk, other.pk],
        "asked": "1",
        "reason": "fake_foundry",
    }
    assert told(client.get(BATCH, chosen)) == {
        "新列": ("列入名单：假借铸造名义", False),
        "已列": ("已在名单，原因相同", True),
        "改列": ("原因改为：假借铸造名义", False),
    }


def test_what_the_operation_refuses_is_said_on_the_page():
    enterprise = make_enterprise("360802", is_key=True, key_reason="fake_foundry")
    client = signed_in(make_officer("county_leader", "360802"))
    posted = {"action": "unkey", "selected": enterprise.pk, "asked": "1", "note": "很" * 250}
    response = client.post(BATCH, posted)
    assert "最多 200 个字" in response.content.decode()
    assert Enterprise.objects.get().is_key is True


def test_more_ids_than_the_bound_are_refused(monkeypatch):
    monkeypatch.setattr("enterprises.views.batch.MOST", 2)
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.get(BATCH, {"action": "confirm", "selected": ["1", "2", "3"]})
    assert "一次最多处理2家。" in response.content.decode()


def test_all_that_match_the_filter_and_no_others():
    make_enterprise("360802", name="停产一", status="suspended")
    make_enterprise("360802", name="停产二", status="suspended")
    make_enterprise("360802", name="在产")
    make_enterprise("360803", name="外县停产", status="suspended")
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.get(BATCH, {"action": "confirm", "all_matching": "1", "status": "suspended"})
    assert sorted(told(response)) == ["停产一", "停产二"]


def test_more_than_the_bound_are_refused(monkeypatch):
    monkeypatch.setattr(selection, "MOST", 2)
    monkeypatch.setattr("enterprises.views.batch.MOST", 2)
    for _ in range(3):
        make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.get(BATCH, {"action": "confirm", "all_matching": "1"})
    assert "一次最多处理2家。" in response.content.decode()
    assert list(response.context["rows"]) == []


def test_merged_files_are_never_chosen():
    merged = make_enterprise("360802", merged_into=make_enterprise("360802"))
    client = signed_in(make_officer("county_staff", "360802"))
    assert client.get(BATCH, {"action": "confirm", "selected": merged.pk}).context["rows"] == []


def test_a_double_click_acts_once():
    enterprise = make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    posted = {
        "action": "confirm",
        "selected": enterprise.pk,
        "asked": "1",
        "once": "7d1f0d2e-6f4b-4a51-9d39-0d3f0c2b7a11",
    }
    first, second = client.post(BATCH, posted), client.post(BATCH, posted)
    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(step="confirm").count() == 1


def test_results_belong_to_the_session_that_made_them():
    enterprise = make_enterprise("360802")
    response = signed_in(make_officer("county_staff", "360802")).post(
        BATCH, {"action": "confirm", "selected": enterprise.pk, "asked": "1"}
    )
    assert signed_in(make_officer("county_staff", "360802")).get(response["Location"]).status_code == 404


def test_printing_many_leads_to_a_job():
    enterprise = make_enterprise("360802")
    officer = make_officer("county_staff", "360802")
    response = signed_in(officer).post(BATCH, {"action": "print", "selected": enterprise.pk, "asked": "1"})
    job = officer.jobs.get()
    assert response["Location"] == reverse("jobs:detail", args=[job.pk])
    assert (job.kind, job.parameters) == ("enterprises.dossiers", {"enterprises": [enterprise.pk]})
    assert Entry.objects.filter(subject="enterprise", subject_id=enterprise.pk, step="print").count() == 1


def test_export_goes_to_the_export_page_with_the_selection():
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.get(BATCH, {"action": "export", "selected": ["3", "4"], "status": "suspended"})
    assert response["Location"] == "/enterprises/export/?selected=3&selected=4&status=suspended"


@pytest.mark.parametrize(
    "name",
    ["selected", "all_matching", "supervising_officer", "supervising_department", "asked", "back", "q"],
)
def test_hostile_parameters_never_break_the_preview(name):
    enterprise = make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    for value in hostile.SOME:
        response = client.get(
            BATCH, {"action": "assign", "selected": enterprise.pk, "asked": "1", name: value}
        )
        assert response.status_code == 200, value


@pytest.mark.parametrize("name", ["note", "reason"])
def test_hostile_values_never_break_the_act(name):
    client = signed_in(make_officer("county_leader", "360802"))
    for value in hostile.SOME:
        enterprise = make_enterprise("360802")
        posted = {
            "action": "key",
            "selected": enterprise.pk,
            "asked": "1",
            "reason": "other",
            "note": "说明",
            name: value,
        }
        assert client.post(BATCH, posted).status_code in (200, 302), value
        assert client.get("/enterprises/").status_code == 200, value


def test_departments_of_the_own_area_only():
    make_department(make_region("360803"), name="外县单位")
    own = make_department(make_region("360802"), name="本县单位")
    enterprise = make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    text = client.get(BATCH, {"action": "assign", "selected": enterprise.pk}).content.decode()
    assert "本县单位" in text
    assert "外县单位" not in text
    posted = {"action": "assign", "selected": enterprise.pk, "asked": "1", "supervising_department": own.pk}
    client.post(BATCH, posted)
    assert Enterprise.objects.get(pk=enterprise.pk).supervising_department == own
