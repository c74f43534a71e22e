from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from capacity_portal.journal.models import Entry
from inspections.models import MonthlyReturn
from inspections.operations.returns import submit_confirmed
from tests.clients import signed_in
from tests.makers import (
    NOON,
    PASSWORD,
    make_cell,
    make_duty,
    make_enterprise,
    make_finding,
    make_officer,
    make_region,
    make_return,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)
HERE = {"month": 202603, "code": "360802"}


def url(name: str, **more) -> str:
    return reverse(f"inspections:{name}", kwargs=HERE | more)


def client(role: str, region: str | None = None):
    return signed_in(make_officer(role, region))


def submitted(county: str = "360802", **values) -> MonthlyReturn:
    leader = make_officer("county_leader", county)
    return submit_confirmed(
        record=make_return(county, **values), version=1, is_zero=False, by=leader, at=APRIL
    )


def filled(county: str) -> None:
    make_duty(enterprise=make_enterprise(f"{county}001"), gap_reason="停电", title=f"{county}厂")


# --- the list ---------------------------------------------------------------------------------------------------------
def test_the_office_sees_every_county_zeros_too():
    make_round(), make_region("360803"), make_region("3608K01")
    submitted()
    page = client("office_staff").get(reverse("inspections:returns"))
    assert [slot.label for slot in page.context["slots"]] == ["待审核", "未编制", "未编制"]
    assert [county.code for county, _ in page.context["lines"]] == ["360802", "360803", "3608K01"]


def test_a_county_sees_its_own_returns_only():
    make_region("360803")
    make_return("360803", text="外县正文")
    make_return()
    page = client("county_staff").get(reverse("inspections:returns"))
    assert [slot.county.code for slot in page.context["slots"]] == ["360802"]
    assert "青原区" not in page.content.decode()


def test_the_list_of_no_month_says_so():
    assert "还没有开启月排查" in client("office_staff").get(reverse("inspections:returns")).content.decode()


def test_a_grid_officer_has_no_returns():
    make_return()
    page = client("grid_officer").get(reverse("inspections:returns"))
    assert (page.context["slots"], "没有您的监管月报" in page.content.decode()) == ([], True)


@pytest.mark.parametrize("month", ["2026-02", "9999-99", "x", "2026-03\x00"])
def test_another_month_can_be_chosen_and_nonsense_gives_the_newest(month):
    make_round(202602), make_round(202603)
    make_region("360802")
    page = client("office_staff").get(reverse("inspections:returns"), {"month": month})
    assert page.context["chosen"].period == (202602 if month == "2026-02" else 202603)


def test_the_list_takes_as_many_queries_for_many_counties_as_for_one(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    submitted()
    office = client("office_staff")
    office.get(reverse("inspections:returns"))
    with CaptureQueriesContext(connection) as few:
        office.get(reverse("inspections:returns"))
    submitted("360803"), submitted("360821")
    with django_assert_num_queries(len(few)):
        office.get(reverse("inspections:returns"))


# --- one return -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role",
    ["office_leader", "office_staff", "county_leader", "county_staff", "tipoff_handler", "member_unit"],
)
def test_who_may_see_a_return(role):
    make_return()
    assert client(role).get(url("return")).status_code == 200


@pytest.mark.parametrize(("role", "region"), [("grid_officer", None), ("county_staff", "360803"), ("power_company", "3608"), ("auditor", "3608")])  # fmt: skip
def test_for_others_it_does_not_exist(role, region):
    make_return()
    visitor = client(role, region)
    for name in ("return", "return-pdf", "return-sheet", "return-scan", "return-text", "return-sign"):
        assert visitor.get(url(name)).status_code == 404
    assert visitor.post(url("return-step", step="accept")).status_code == 404


@pytest.mark.parametrize(
    "kwargs", [{"month": 202604}, {"code": "360899"}, {"code": "360802001"}, {"code": "3608"}]
)
def test_what_is_no_county_or_month_does_not_exist(kwargs):
    make_return()
    make_region("360802001")
    assert client("office_staff").get(url("return", **kwargs)).status_code == 404


def test_before_it_is_begun_the_figures_of_now_are_shown():
    make_duty(make_round())
    page = client("county_staff").get(url("return")).content.decode()
    assert "开始编制" in page
    assert "排查情况" in page


def test_a_return_is_begun_by_the_county_and_by_nobody_else():
    make_round(), make_region("360802")
    assert client("office_staff").post(url("return-begin")).status_code == 404
    answer = client("county_staff").post(url("return-begin"))
    assert (answer.status_code, MonthlyReturn.objects.get().region_code) == (302, "360802")


def test_what_blocks_stands_on_the_page_in_sentences():
    make_return(text="")
    make_duty(title="甲厂")
    page = client("county_staff").get(url("return")).content.decode()
    assert "有1项任务没有查到，也没有说明原因：甲厂。请排查或逐项说明原因。" in page
    assert "“本月工作情况”还没有填写" in page


def test_the_buttons_are_those_of_the_role():
    submitted()
    office, leader = (client(role).get(url("return")) for role in ("office_staff", "county_leader"))
    assert (office.context["steps"], leader.context["steps"]) == (
        {"accept", "send_back"},
        {"withdraw", "attach"},
    )
    assert client("member_unit").get(url("return")).context["steps"] == set()


def test_a_signed_return_shows_the_figures_it_was_signed_with():
    submitted()
    make_duty(title="后加的厂")
    page = client("office_staff").get(url("return")).content.decode()
    assert "后加的厂" not in page


def test_a_closed_month_shows_only_what_was_signed():
    make_duty(title="甲厂", gap_reason="停电")
    record = make_return(text="旧正文")
    type(record.round).objects.update(state="closed", closed_at=NOON)
    page = client("county_staff").get(url("return"))
    assert (page.context["tables"], page.context["steps"]) == ([], set())
    assert "没有签报本月月报" in page.content.decode()


def test_a_closed_zero_report_shows_its_flags_and_denominators():
    leader = make_officer("county_leader")
    record = submit_confirmed(record=make_return(), version=1, is_zero=True, by=leader, at=APRIL)
    type(record.round).objects.update(state="closed", closed_at=NOON)
    page = client("county_staff").get(url("return"))
    assert page.context["denominators"][0] == ("已查任务／应查任务", "0/0")


def test_what_was_opened_after_signing_is_shown_beside_a_zero_report():
    leader = make_officer("county_leader")
    submit_confirmed(record=make_return(), version=1, is_zero=True, by=leader, at=APRIL)
    make_finding(make_visit(make_duty(make_round(202602)), outcome="problem"), title="旧问题")
    page = client("county_staff").get(url("return"))
    assert page.context["flags"] == ["以前月份发现的问题还有1个没有销号：旧问题。"]


# --- writing ----------------------------------------------------------------------------------------------------------
def test_the_countys_words_are_saved():
    make_return(text="")
    staff = client("county_staff")
    assert staff.get(url("return-text")).status_code == 200
    answer = staff.post(url("return-text"), {"text": "已排查", "problems": "", "version": "1"})
    assert (answer.status_code, MonthlyReturn.objects.get().text) == (302, "已排查")


def test_two_officers_at_once_see_both_versions():
    make_return(text="原文")
    one, other = client("county_staff"), client("county_staff")
    opened = one.get(url("return-text")).context["opened"]
    other.post(url("return-text"), {"text": "别人的", "problems": "", "version": "1"})
    answer = one.post(url("return-text"), {"text": "我的", "problems": "", "version": "1", "opened": opened})
    (row,) = answer.context["conflict"].rows
    assert (answer.status_code, row.opened, row.saved, row.typed) == (409, "原文", "别人的", "我的")
    assert "我的" in answer.content.decode()
    again = {"text": "我的", "problems": "", "version": answer.context["version"]}
    assert one.post(url("return-text"), again).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"text": "字" * 4001},
        {"version": "9" * 5000},
        {"text": "\x00\ud800".encode("utf-8", "ignore").decode()},
    ],
)
def test_bad_words_are_refused_and_kept(typed):
    make_return()
    answer = client("county_staff").post(
        url("return-text"), {"text": "好", "problems": "", "version": "0"} | typed
    )
    assert answer.status_code in (200, 409)


def test_a_signed_return_takes_no_words():
    submitted()
    answer = client("county_staff").post(url("return-text"), {"text": "改", "problems": "", "version": "2"})
    assert "当前状态为“待审核”，不能填写文字" in answer.content.decode()


# --- signing ----------------------------------------------------------------------------------------------------------
def signing(visitor, **typed):
    values = {"kind": "ordinary", "password": PASSWORD, "version": "1"} | typed
    return visitor.post(url("return-sign"), values)


def test_the_leader_signs_with_his_password():
    make_return()
    leader = client("county_leader")
    assert leader.get(url("return-sign")).status_code == 200
    assert signing(leader).status_code == 302
    assert MonthlyReturn.objects.get().state == "submitted"
    assert "当前状态为“待审核”，不能签报" in signing(leader, version="2").content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "wrong"}, "密码不正确，没有签报，请重新输入。"),
        ({"password": ""}, "请填写本人登录密码。"),
        ({"version": "7"}, "您打开以后，月报已被修改，请刷新页面核对后再签报。"),
        ({"kind": "zero"}, "有1家重点监管、回头看企业本月没有查到（甲厂）"),
        ({"kind": "none"}, "没有这个签报内容"),
    ],
)
def test_a_refused_signature_says_why(typed, sentence):
    make_return()
    make_duty(is_key=True, gap_reason="停电", title="甲厂")
    answer = signing(client("county_leader"), **typed)
    assert (answer.status_code, MonthlyReturn.objects.get().state) == (200, "draft")
    assert sentence in answer.content.decode()


def test_whoever_has_a_second_factor_is_asked_for_it():
    leader = make_officer("county_leader")
    leader.totpdevice_set.create(name="动态口令", confirmed=True)
    make_return()
    visitor = signed_in(leader)
    session = visitor.session
    session["otp_device_id"] = leader.totpdevice_set.get().persistent_id
    session.save()
    assert "动态口令不正确" in signing(visitor, code="123456").content.decode()


def test_staff_have_no_page_to_sign():
    make_return()
    assert client("county_staff").get(url("return-sign")).status_code == 404


# --- steps ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "step", "typed", "state"),
    [
        ("county_leader", "withdraw", {}, "draft"),
        ("office_staff", "accept", {}, "accepted"),
        ("office_staff", "send_back", {"comment": "数字不符"}, "sent_back"),
    ],
)
def test_steps_say_what_they_mean_and_are_taken_once_confirmed(role, step, typed, state):
    submitted()
    visitor = client(role)
    assert (
        "重新签报" in (page := visitor.get(url("return-step", step=step)).content.decode())
        or "不能再改" in page
    )
    assert visitor.post(url("return-step", step=step), typed).status_code == 302
    assert MonthlyReturn.objects.get().state == state


def test_sending_back_without_a_comment_is_refused():
    submitted()
    answer = client("office_staff").post(url("return-step", step="send_back"), {"comment": " "})
    assert "请填写退回意见。" in answer.content.decode()


def test_a_step_that_cannot_be_taken_says_why():
    make_return()
    answer = client("office_staff").post(url("return-step", step="accept"))
    assert "当前状态为“编制中”，不能通过" in answer.content.decode()


@pytest.mark.parametrize("step", ["accept", "edit", "nothing"])
def test_other_steps_do_not_exist_for_the_county(step):
    submitted()
    assert client("county_leader").post(url("return-step", step=step)).status_code == 404


# --- files ------------------------------------------------------------------------------------------------------------
def exported() -> list[tuple[str, str, str]]:
    return list(Entry.objects.filter(step="export").values_list("subject", "note", "region_code"))


def test_the_figures_come_as_a_workbook_that_the_journal_knows_of():
    record = submitted()
    staff = client("county_staff")
    assert "下载会记入日志" in staff.get(url("return-sheet")).content.decode()
    assert exported() == []
    answer = staff.post(url("return-sheet"), follow=True)
    assert (answer.content[:2], "xlsx" in answer["Content-Disposition"]) == (b"PK", True)
    assert exported() == [("monthly_return", f"{record}，电子表格", "360802")]
    file = answer.redirect_chain[-1][0]
    assert (client("county_staff").get(file).status_code, staff.post(file).status_code) == (404, 405)


def test_who_may_not_export_reads_and_prints_only():
    submitted()
    unit = client("member_unit")
    assert url("return-sheet") not in unit.get(url("return")).content.decode()
    assert (unit.get(url("return-sheet")).status_code, unit.post(url("return-sheet")).status_code) == (
        404,
        404,
    )
    assert url("return-sheet") in client("county_staff").get(url("return")).content.decode()
    assert exported() == []


def test_the_scan_is_uploaded_and_served(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    submitted()
    staff = client("county_staff")
    assert staff.get(url("return-scan")).status_code == 404
    assert staff.get(url("return-scan-new")).status_code == 200
    answer = staff.post(url("return-scan-new"), {"file": ContentFile(b"no pdf", name="a.pdf")})
    assert answer.status_code == 200
    from tests.acceptance.world import PDF

    paper = ContentFile(PDF.format("月报").encode(), name="月报.pdf")
    assert staff.post(url("return-scan-new"), {"file": paper, "once": str(uuid4())}).status_code == 302
    shown = staff.get(url("return-scan"))
    assert (shown["Content-Type"], MonthlyReturn.objects.get().scan_name) == ("application/pdf", "月报.pdf")
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    shown.close()


def test_a_draft_takes_no_scan():
    make_return()
    from tests.acceptance.world import PDF

    paper = ContentFile(PDF.format("月报").encode(), name="月报.pdf")
    answer = client("county_staff").post(url("return-scan-new"), {"file": paper})
    assert "不能附盖章扫描件" in answer.content.decode()


# --- many -------------------------------------------------------------------------------------------------------------
def ticked(action: str, *codes: str, **more) -> dict:
    return {"action": action, "month": "2026-03", "selected": list(codes), "asked": "1", **more}


def test_what_will_happen_comes_first_and_a_result_a_row_after():
    submitted(), make_region("360803")
    office = client("office_staff")
    preview = office.get(reverse("inspections:returns-batch"), ticked("accept", "360802", "360803"))
    assert [(happens, text) for _, happens, text in preview.context["rows"]] == [
        (True, "由“待审核”改为“已通过”"),
        (False, "还没有编制月报"),
    ]
    assert MonthlyReturn.objects.get().state == "submitted"
    answer = office.post(
        reverse("inspections:returns-batch"), ticked("accept", "360802", "360803"), follow=True
    )
    assert [(row["name"], row["done"]) for row in answer.context["rows"]] == [
        ("吉州区", True),
        ("青原区", False),
    ]


def test_sending_many_back_asks_for_the_comment_first():
    submitted()
    office, address = client("office_staff"), reverse("inspections:returns-batch")
    asked = office.get(address, {"action": "send_back", "month": "2026-03", "selected": "360802"})
    assert asked.context["is_ready"] is False
    office.post(address, ticked("send_back", "360802", comment="补原因"))
    assert MonthlyReturn.objects.get().send_back_comment == "补原因"


def test_reminding_gives_the_text_to_copy():
    submitted(), make_region("360803")
    answer = client("office_staff").post(
        reverse("inspections:returns-batch"), ticked("remind", "360802", "360803"), follow=True
    )
    assert answer.context["letters"][0].startswith("青原区：2026年3月监管月报应于")
    assert "已签报，不需要催报" in answer.content.decode()


def test_printing_many_is_a_job():
    submitted()
    answer = client("office_staff").post(reverse("inspections:returns-batch"), ticked("print", "360802"))
    assert answer.url.startswith("/jobs/")
    nothing = client("office_staff").post(reverse("inspections:returns-batch"), ticked("print", "360803"))
    assert nothing.status_code == 200


def test_printing_what_nobody_wrote_prints_nothing():
    make_round(), make_region("360803")
    answer = client("office_staff").post(
        reverse("inspections:returns-batch"), ticked("print", "360803"), follow=True
    )
    assert [(row["done"], row["message"]) for row in answer.context["rows"]] == [(False, "还没有编制月报")]


@pytest.mark.parametrize(
    "query", [{"action": "drop", "month": "2026-03"}, {"action": "accept", "month": "x"}, {}]
)
def test_a_batch_of_nothing_known_does_not_exist(query):
    make_round()
    assert client("office_staff").get(reverse("inspections:returns-batch"), query).status_code == 404


def test_a_county_has_no_batch():
    assert (
        client("county_leader")
        .get(reverse("inspections:returns-batch"), ticked("accept", "360802"))
        .status_code
        == 404
    )


def test_a_cell_of_the_county_is_counted():
    make_cell("360802001")
    make_duty(make_round())
    page = client("county_staff").get(url("return")).content.decode()
    assert "没有责任人的网格（个）" in page


def test_what_changed_after_the_signature_stands_on_the_page():
    submitted()
    office = client("office_staff")
    assert "签报后数字有变" not in office.get(url("return")).content.decode()
    make_visit(make_duty(gap_reason="停电"))
    page = office.get(url("return")).content.decode()
    assert "任务签报时0项、现在1项" in page
    assert "关账以前须退回" in page
