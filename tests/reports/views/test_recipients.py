"""The page of the addressees of a draft."""

import pytest
from django.urls import reverse

from tests.clients import signed_in
from tests.makers import make_office, make_region
from tests.report_makers import an_officer, make_notice, make_recipient, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    make_office()
    make_region("360802"), make_region("3608K01"), make_region("360802001", name="塘镇"), make_unit()
    return make_notice("draft")


@pytest.fixture
def client():
    return signed_in(an_officer())


def post(client, notice, step, **typed):
    return client.post(reverse("reports:recipients-change", args=[notice.pk, step]), typed)


def names(notice):
    return list(notice.recipients.order_by("position").values_list("name", "is_copy"))


def test_groups_and_single_places_are_added(client, draft):
    county, town = make_region("360802"), make_region("360802001")
    assert post(client, draft, "add", group="counties").status_code == 302
    assert post(client, draft, "add", picked=[f"r{town.pk}", "r0", "x"], **{"as": "copy"}).status_code == 302
    post(client, draft, "add", group=["units", county.code, "none"])
    assert names(draft) == [
        ("吉州区", False),
        ("井冈山经开区", False),
        ("市工业和信息化局", False),
        ("塘镇", True),
    ]
    page = client.get(reverse("reports:recipients", args=[draft.pk])).content.decode()
    assert "主送和抄送（4）" in page
    assert "吉州区人民政府，井冈山经开区管委会，市工业和信息化局" in page or "各县（市、区）" in page


def test_nothing_chosen_is_said(client, draft):
    response = post(client, draft, "add")
    assert (response.status_code, "请先勾选单位" in response.content.decode()) == (200, True)


def test_the_list_is_arranged(client, draft):
    post(client, draft, "add", group=["counties", "units"])
    first, second, third = draft.recipients.order_by("position")
    typed = {
        f"order-{first.pk}": "9",
        f"as-{second.pk}": "copy",
        f"out-{third.pk}": "1",
        f"order-{second.pk}": "x" * 50,
    }
    assert post(client, draft, "arrange", **typed).status_code == 302
    assert names(draft) == [(first.name, False), (second.name, True)]


def test_the_text_goes_into_the_draft(client, draft):
    post(client, draft, "add", group="units")
    assert post(client, draft, "text", version="1").status_code == 302
    draft.refresh_from_db()
    assert draft.content["addressees"] == "市工业和信息化局"


def test_what_is_asked_is_saved_and_keys_stay(client, draft):
    asked = {"acts": ["receive", "return"], "due_on": "2099-03-01", "figures": "排查企业（家）\r\n面积"}
    assert post(client, draft, "demand", **asked).status_code == 302
    post(client, draft, "demand", **asked | {"figures": "新项\n面积\n排查企业(座)"})
    draft.refresh_from_db()
    assert draft.figures_wanted == [
        {"key": "f3", "label": "新项", "unit": ""}, {"key": "f2", "label": "面积", "unit": ""}, {"key": "f1", "label": "排查企业", "unit": "座"},
    ]  # fmt: skip
    assert (draft.wants_receipt, draft.wants_return, draft.wants_meeting) == (True, True, False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"acts": "return"}, "请填写反馈期限"), ({"figures": "甲\n甲"}, "写了两次"), ({"figures": "长" * 61}, "最多 60 个字"), ({"figures": "\n".join(map(str, range(150)))}, "数据项共 150 个"), ({"due_on": "x\x00"}, "x"), ({"acts": "?"}, "要求收文单位")],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(client, draft, typed, sentence):
    response = post(client, draft, "demand", **typed)
    assert (response.status_code, sentence in response.content.decode()) == (200, True)


def test_an_issued_document_is_only_read(client):
    make_office()
    notice = make_recipient().notice
    assert "保存主送" not in client.get(reverse("reports:recipients", args=[notice.pk])).content.decode()
    assert "拟稿" not in names(notice)
    assert "不能修改" in post(client, notice, "add", group="counties").content.decode()


@pytest.mark.parametrize(
    ("role", "region"), [("county_staff", "360802"), ("tipoff_handler", "3608"), ("office_staff", "6207")]
)
def test_for_others_there_is_no_such_page(draft, role, region):
    client = signed_in(an_officer(role, region))
    assert client.get(reverse("reports:recipients", args=[draft.pk])).status_code == 404
    assert post(client, draft, "add", group="counties").status_code == 404


def test_an_unknown_step_is_none(client, draft):
    assert post(client, draft, "none").status_code == 404


@pytest.mark.parametrize("towns", [1, 3, 252])
def test_the_page_asks_as_often_for_many_places_as_for_one(client, draft, towns, django_assert_num_queries):
    for number in range(towns):
        make_recipient(draft, f"360802{number + 100}")
    client.get(reverse("reports:recipients", args=[draft.pk]))
    with django_assert_num_queries(9):
        assert client.get(reverse("reports:recipients", args=[draft.pk])).status_code == 200
