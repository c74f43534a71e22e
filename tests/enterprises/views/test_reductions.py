"""Reduction tasks: totals, parts and difference as the document states them, entered in rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.organization.roles import ROLES, Permission
from enterprises.models import ReductionTask
from tests import hostile
from tests.clients import signed_in
from tests.crawl import forms_of
from tests.makers import make_enterprise, make_officer, make_product, make_region

pytestmark = pytest.mark.django_db
LIST = "/enterprises/reductions/"
NEW = "/enterprises/reductions/new/"


@pytest.fixture
def prefecture():
    return signed_in(make_officer("office_staff", "6207"))


def task_values(product, **changes) -> dict:
    """张掖 2016: 16 mines and 96 stated; 9/51 and 6/39 named."""
    values = {
        "region": make_region("6207").pk, "year": "2016", "industry": "coal", "title": "煤炭去产能任务",
        "document": "2016年工作报告", "note": "",
        "totals-TOTAL_FORMS": "2", "totals-INITIAL_FORMS": "0",
        "totals-0-product": "", "totals-0-stated": "16", "totals-0-unit": "处",
        "totals-1-product": product.pk, "totals-1-stated": "96", "totals-1-unit": "",
        "items-TOTAL_FORMS": "5", "items-INITIAL_FORMS": "0",
        "items-0-label": "山丹县", "items-0-amount": "9", "items-0-unit": "处",
        "items-1-label": "肃南县", "items-1-amount": "6", "items-1-unit": "处",
        "items-2-label": "山丹县", "items-2-product": product.pk, "items-2-amount": "51",
        "items-3-label": "肃南县", "items-3-product": product.pk, "items-3-amount": "39",
    }  # fmt: skip
    return values | changes


@pytest.fixture
def coal():
    return make_product("coal", name="煤炭", industry="coal", unit="万吨/年")


def test_what_does_not_add_up_is_shown_and_not_repaired(prefecture, coal):
    response = prefecture.post(NEW, task_values(coal))
    task = ReductionTask.objects.get()
    assert response["Location"] == f"{LIST}{task.pk}/"
    page = prefecture.get(response["Location"])
    assert [
        (m["name"], m["stated_text"], m["parts_text"], m["difference_text"]) for m in page.context["measures"]
    ] == [
        ("数量", "16处", "15处", "1处"),
        ("煤炭", "96万吨/年", "90万吨/年", "6万吨/年"),
    ]
    assert len(page.context["warnings"]) == 2
    assert "有差额" in prefecture.get(LIST).content.decode()


def test_a_task_without_figures_is_a_statement_too(prefecture, coal):
    empty = {"totals-TOTAL_FORMS": "2", "items-TOTAL_FORMS": "5"}
    values = {k: v for k, v in task_values(coal).items() if not k.startswith(("totals-", "items-"))}
    values |= {"totals-INITIAL_FORMS": "0", "items-INITIAL_FORMS": "0"} | empty
    assert prefecture.post(NEW, values).status_code == 302
    assert "没有压减数量" in prefecture.get(f"{LIST}{ReductionTask.objects.get().pk}/").content.decode()


def test_rows_are_changed_withdrawn_and_added(prefecture, coal):
    prefecture.post(NEW, task_values(coal))
    task = ReductionTask.objects.get()
    address = f"{LIST}{task.pk}/edit/"
    context = prefecture.get(address).context
    rows = {form.prefix: form.initial for form in context["formset"] if form.initial}
    assert [row["label"] for row in rows.values()] == ["山丹县", "肃南县", "山丹县", "肃南县"]
    ids = {f"{prefix}-id": row["id"] for prefix, row in rows.items()}
    values = task_values(coal, version=context["version"]) | ids | {
        "totals-TOTAL_FORMS": "4", "totals-INITIAL_FORMS": "2", "items-TOTAL_FORMS": "9", "items-INITIAL_FORMS": "4",
        "items-0-amount": "10", "items-3-DELETE": "on", "items-4-label": "新列", "items-4-amount": "1", "items-4-unit": "处",
    }  # fmt: skip
    assert prefecture.post(address, values).status_code == 302
    kept = [
        (item.label, str(item.amount.normalize()))
        for item in task.items.filter(is_withdrawn=False).order_by("position")
    ]
    assert kept == [("山丹县", "1E+1"), ("肃南县", "6"), ("山丹县", "51"), ("新列", "1")]
    assert task.items.filter(is_withdrawn=True).count() == 1
    stale = prefecture.post(address, values | {"title": "我改的名称"})
    assert stale.status_code == 409
    assert "我改的名称" in stale.content.decode()


def test_a_conflict_shows_what_was_opened_what_stands_and_what_is_typed(prefecture, coal):
    prefecture.post(NEW, task_values(coal))
    address = f"/enterprises/reductions/{ReductionTask.objects.get().pk}/edit/"
    opened = {
        name: given[0] for form in forms_of(prefecture.get(address).content.decode())
        if form.method == "post" and "opened" in form.values for name, given in form.values.items() if given
    }  # fmt: skip
    values = {name: value for name, value in opened.items() if name != "once"} | {"note": ""}
    amount = values["items-0-amount"]
    assert prefecture.post(address, values | {"items-0-amount": "7"}).status_code == 302
    stale = prefecture.post(address, values | {"items-0-amount": "8", "title": "我改的名称"})
    rows = {
        row.label: (row.opened, row.saved, row.typed, row.differs) for row in stale.context["conflict"].rows
    }
    assert stale.status_code == 409
    assert rows == {
        "名称": (values["title"], values["title"], "我改的名称", False),
        "分项第1行，数量": (amount, "7", "8", True),
    }
    again = {**values, "items-0-amount": "8", "title": "我改的名称", "version": stale.context["version"]}
    assert prefecture.post(address, again).status_code == 302
    assert ReductionTask.objects.get().title == "我改的名称"


def test_a_task_of_the_same_name_is_refused(prefecture, coal):
    prefecture.post(NEW, task_values(coal))
    assert "这个地区本年度已有同名任务。" in prefecture.post(NEW, task_values(coal)).content.decode()


def test_errors_of_the_rows_are_named_above(prefecture, coal):
    text = prefecture.post(
        NEW, task_values(coal, **{"totals-0-stated": "许多", "items-0-unit": "", "title": ""})
    ).content.decode()
    for said in ("合计第1行", "“许多”不是数字", "请填写单位，例如：处、户、座。", "请填写名称。"):
        assert said in text, said
    assert ReductionTask.objects.count() == 0


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_reads_and_who_writes(role, coal):
    permissions = ROLES[role].permissions
    signed_in(make_officer("office_staff", "6207")).post(NEW, task_values(coal))
    task = ReductionTask.objects.get()
    ReductionTask.objects.update(region=make_region("360802001"), region_code="360802001")
    client = signed_in(make_officer(role))
    reads = 200 if Permission.VIEW_LEDGER in permissions else 404
    writes = 200 if Permission.EDIT_REDUCTION_TASKS in permissions else 404
    assert (client.get(LIST).status_code, client.get(f"{LIST}{task.pk}/").status_code) == (reads, reads)
    assert (client.get(NEW).status_code, client.get(f"{LIST}{task.pk}/edit/").status_code) == (writes, writes)


def test_another_region_finds_nothing(prefecture, coal):
    prefecture.post(NEW, task_values(coal))
    other = signed_in(make_officer("office_staff", "3608"))
    assert other.get(f"{LIST}{ReductionTask.objects.get().pk}/").status_code == 404
    assert other.get(LIST).context["rows"] == []


def test_an_enterprise_is_named_by_its_number(prefecture, coal):
    enterprise = make_enterprise("620702", name="甘州某矿")
    other = make_enterprise("360802")
    wrong = prefecture.post(NEW, task_values(coal, **{"items-0-enterprise_pk": other.pk}))
    assert f"没有编号为 {other.pk} 的档案" in wrong.content.decode()
    response = prefecture.post(
        NEW, task_values(coal, **{"items-0-enterprise_pk": enterprise.pk}), follow=True
    )
    assert f'href="/enterprises/{enterprise.pk}/"' in response.content.decode()


def test_number_of_queries_does_not_depend_on_the_rows(prefecture, coal):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            prefecture.get(LIST)
        return len(counted)

    prefecture.post(NEW, task_values(coal))
    prefecture.get(LIST)
    once = queries()
    prefecture.post(NEW, task_values(coal, year="2017"))
    prefecture.post(NEW, task_values(coal, year="2018"))
    assert queries() == once


def test_hostile_values_never_break_the_form(prefecture, coal):
    names = [
        "title",
        "document",
        "note",
        "year",
        "totals-0-stated",
        "totals-0-unit",
        "items-0-label",
        "items-0-amount",
        "items-0-completed_on",
        "items-0-enterprise_pk",
        "items-0-id",
        "items-TOTAL_FORMS",
        "totals-INITIAL_FORMS",
        "version",
    ]
    for number, value in enumerate(hostile.SOME):
        for group in (names[:3], names[3:6], names[6:11], names[11:]):
            values = task_values(coal, title=f"任务{number}") | dict.fromkeys(group, value)
            assert prefecture.post(NEW, values).status_code in (200, 302), (group, value)
    assert prefecture.get(LIST).status_code == 200
