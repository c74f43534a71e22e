import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.operations import seal
from capacity_portal.journal.queries import head
from capacity_portal.journal.rules.heads import Head, parse
from capacity_portal.organization.roles import ROLES
from tests.capacity_portal.journal.entries import new_entry, write_entries
from tests.clients import signed_in
from tests.crawl import forms_of
from tests.hostile import VALUES
from tests.makers import NOON, make_office, make_officer, make_region

pytestmark = pytest.mark.django_db
LIST = "/journal/"


@pytest.fixture
def auditor():
    browser = signed_in(make_officer("auditor", name="审计员"))
    browser.get(LIST)
    return browser


def page(browser, address: str = LIST, **parameters) -> str:
    response = browser.get(address, parameters)
    assert response.status_code == 200
    return response.content.decode()


def shown(text: str) -> list[int]:
    """Subject numbers of the entries in the order shown."""
    return [int(number) for number in re.findall(r'row-note">编号(\d+)<', text)]


# --- who ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"auditor"}))
def test_for_every_other_role_the_journal_does_not_exist(role):
    write_entries(1)
    seal(at=NOON)
    browser = signed_in(make_officer(role))
    addresses = [
        LIST,
        f"/journal/entries/{Entry.objects.first().pk}/",
        "/journal/head/",
        "/journal/head/file/",
    ]
    assert [browser.get(address).status_code for address in addresses] == [404] * 4
    assert browser.post("/journal/seal/").status_code == 404


# --- list ---------------------------------------------------------------------------------------------------------------
def test_list_is_chronological_newest_first(auditor):
    Entry.objects.bulk_create([new_entry(3), new_entry(1), new_entry(2)])
    text = page(auditor)
    assert shown(text) == [3, 2, 1]
    assert "修改前后" not in text
    assert "name、employees" in text


def test_pages_follow_without_gaps_or_repetition(auditor):
    write_entries(120)
    numbers, address = [], LIST
    while address:
        text = page(auditor, address)
        numbers += shown(text)
        following = re.search(r'rel="next" href="(\?[^"]+)"', text)
        address = following and LIST + following[1].replace("&amp;", "&")
    assert numbers == list(range(120, 0, -1))


def test_queries_do_not_grow(auditor, django_assert_num_queries):
    write_entries(3)
    with django_assert_num_queries(6) as few:
        page(auditor)
    write_entries(100, first=10)
    with django_assert_num_queries(len(few)):
        page(auditor)


def test_empty_journal(auditor):
    assert "日志还是空的" in page(auditor)


# --- filters ------------------------------------------------------------------------------------------------------------
def test_filter_by_officer_name_user_name_or_the_portal_itself(auditor):
    zhang = make_officer(name="张三", username="zhang-san")
    Entry.objects.bulk_create([new_entry(1, by=zhang), new_entry(2, by=make_officer()), new_entry(3)])
    assert shown(page(auditor, officer="张三")) == [1]
    assert shown(page(auditor, officer="zhang")) == [1]
    assert shown(page(auditor, officer="系统")) == [3]
    assert shown(page(auditor, officer="没有此人")) == []


def test_filter_by_subject_and_step(auditor):
    Entry.objects.bulk_create(
        [
            new_entry(1, subject="enterprise", step="create"),
            new_entry(2, subject="equipment", step="create"),
            new_entry(3, subject="equipment", step="edit"),
        ]
    )
    assert shown(page(auditor, subject="equipment")) == [3, 2]
    assert shown(page(auditor, step="create")) == [2, 1]
    assert shown(page(auditor, subject="equipment", step="edit")) == [3]


def test_filter_by_days_of_beijing(auditor):
    midnight = NOON + timedelta(hours=12)
    Entry.objects.bulk_create(
        [new_entry(1, at=midnight - timedelta(seconds=1)), new_entry(2, at=midnight), new_entry(3, at=NOON)]
    )
    assert shown(page(auditor, since="2026-03-03")) == [2]
    assert shown(page(auditor, until="2026-03-02")) == [1, 3]
    assert shown(page(auditor, since="2026-03-02", until="2026-03-02")) == [1, 3]


def test_filter_by_region_takes_what_lies_inside(auditor):
    make_region("360802")
    Entry.objects.bulk_create(
        [
            new_entry(1, region_code="360802001"),
            new_entry(2, region_code="360803"),
            new_entry(3, region_code=""),
        ]
    )
    assert shown(page(auditor, region="360802")) == [1]
    assert shown(page(auditor, region="3608")) == [2, 1]


def test_filters_in_force_can_be_taken_off_one_by_one(auditor):
    write_entries(1)
    text = page(auditor, officer="张三", step="edit")
    assert 'href="?officer=%E5%BC%A0%E4%B8%89"' in text
    assert 'href="?step=edit"' in text
    assert "没有符合条件的条目" in text
    (form,) = [form for form in forms_of(text) if form.method == "get"]
    assert (form.values["officer"], form.values["step"]) == (["张三"], ["edit"])


def test_hostile_parameters_give_a_page(auditor):
    write_entries(1)
    names = ("officer", "subject", "step", "since", "until", "region", "cursor")
    for text in VALUES:
        assert auditor.get(LIST, dict.fromkeys(names, text)).status_code == 200
    for name in names:
        assert auditor.get(f"{LIST}?{name}=%00&{name}=%ff").status_code == 200


# --- one entry ------------------------------------------------------------------------------------------------------------
def test_entry_shows_before_and_after_in_words(auditor):
    region, other = make_region("360802"), make_region("360803")
    entry = new_entry(
        1,
        subject="officer",
        step="edit_role",
        region_code="360802",
        note="轮岗",
        changes={
            "role": ["county_staff", "county_leader"],
            "region_id": [region.pk, other.pk],
            "is_active": [False, True],
            "deactivated_at": ["2026-03-02T04:00:00+00:00", None],
            "department_id": [None, 404],
        },
    )
    entry.save(force_insert=True)
    text = page(auditor, reverse("journal:entry", args=[entry.pk]))
    cells = re.findall(r'data-label="修改[前后]">(.*?)</td>', text)
    assert [re.sub("<[^>]+>", "", cell) for cell in cells] == [
        "县市区经办", "县市区负责人",
        "吉州区", "青原区",
        "空", "编号 404",
        "否", "是",
        "2026-03-02 12:00:00", "空",
    ]  # fmt: skip
    assert ("变更角色或地区" in text, "轮岗" in text, "尚未封存" in text) == (True, True, True)


def test_entry_names_the_block_that_sealed_it(auditor):
    first = write_entries(1)[0].pk
    Entry.objects.bulk_create([new_entry(3, id=first + 2)])
    seal(at=NOON)
    late = new_entry(2, id=first + 1)
    late.save(force_insert=True)
    assert "尚未封存" in page(auditor, reverse("journal:entry", args=[late.pk]))
    seal(at=NOON)
    assert "第 2 块" in page(auditor, reverse("journal:entry", args=[late.pk]))
    assert "第 1 块" in page(auditor, reverse("journal:entry", args=[first]))


def test_of_what_a_reporter_does_the_day_alone_is_shown(auditor):
    """Nobody's entry at midnight: its block was sealed within the minute and would tell the hour."""
    noon = localtime(NOON)
    midnight = noon.replace(hour=0, minute=0)
    told, work = new_entry(1, at=midnight, by_name="系统"), new_entry(2, at=midnight + timedelta(seconds=1))
    for entry in (told, work):
        entry.save(force_insert=True)
    seal(at=NOON)
    day = page(auditor, reverse("journal:entry", args=[told.pk]))
    assert (f"{noon:%H:%M:%S}" in day, "00:00" in day, "只记日期" in day) == (False, False, True)
    assert f"{noon:%H:%M:%S}" in page(auditor, reverse("journal:entry", args=[work.pk]))  # the control
    assert "00:00:00" not in page(auditor, reverse("journal:list"))


@pytest.mark.parametrize(
    "changes", [[], "text", {"name": "x"}, {"name": {"a": 1}}, {"x": [[1], {"b": 2}]}, None, 7]
)
def test_entry_whose_changes_were_tampered_with_is_still_shown(auditor, changes):
    entry = new_entry(1, subject="officer", changes=changes if changes is not None else {})
    entry.save(force_insert=True)
    page(auditor, reverse("journal:entry", args=[entry.pk]))
    page(auditor)


@pytest.mark.parametrize("number", [0, 9**30])
def test_entry_that_is_none_is_404(auditor, number):
    assert auditor.get(f"/journal/entries/{number}/").status_code == 404


# --- head -----------------------------------------------------------------------------------------------------------------
def test_head_is_shown_printed_and_exported(auditor):
    make_office(make_region("3608"))
    write_entries(3)
    seal(at=NOON)
    newest = head()
    assert newest.hash in page(auditor)
    printed = page(auditor, "/journal/head/")
    assert (newest.short in printed, "吉安市化解过剩产能工作领导小组办公室" in printed) == (True, True)
    response = auditor.get("/journal/head/file/")
    assert parse(response.content.decode()) == [Head(newest.number, newest.hash)]
    assert "封存时间：2026年03月02日 12:00:00" in response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="journal-head-1.txt"'
    assert "no-store" in response["Cache-Control"]


def test_before_the_first_block_there_is_no_head(auditor):
    assert "日志尚未封存" in page(auditor)
    assert "日志尚未封存" in page(auditor, "/journal/head/")
    assert auditor.get("/journal/head/file/").status_code == 404


def test_sealing_on_demand(auditor):
    write_entries(3)
    response = auditor.post("/journal/seal/", follow=True)
    assert "已封存，新增 1 块。" in response.content.decode()
    assert Block.objects.count() == 1
    assert "没有尚未封存的条目。" in auditor.post("/journal/seal/", follow=True).content.decode()
    assert auditor.get("/journal/seal/").status_code == 405


def test_buttons_lead_to_the_checks_in_the_background(auditor):
    actions = {form.action for form in forms_of(page(auditor)) if form.method == "post"}
    assert {reverse("journal:seal"), reverse("jobs:check-journal")} <= actions
