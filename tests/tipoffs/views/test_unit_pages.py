"""The pages of the units: who opens them, what they carry out, what they keep when something is wrong."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from enterprises.models import VisitRequest
from tests.clients import signed_in
from tests.makers import NOON, make_department, make_enterprise, make_officer, make_region
from tests.tip_makers import make_assignment
from tests.tipoffs.units import delivered, handed_over, two_of_the_county
from tipoffs import duties_units
from tipoffs.models import Disposition, Extension, Tip, TipEnterprise, TipRead, Verification, VerificationFile

pytestmark = pytest.mark.django_db
HOSTILE = "\x00\u202e<script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff():
    return make_officer("county_staff")


def photo(colour: int = 90, name: str = "现场.jpg") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (colour, 90, 90)).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def found(**values) -> dict:
    usual = {
        "version": "1", "began_on": "2026-03-02", "ended_on": "2026-03-02", "place_text": "河边厂房", "conclusion": "confirmed",
        "findings": "有中频炉两台。", "others": "张三 市供电公司\n李四（镇政府）",
    }  # fmt: skip
    return usual | values


def page(officer, tip, step) -> object:
    return signed_in(officer).get(f"/tipoffs/{tip.pk}/{step}/")


def act(officer, tip, step, **typed) -> object:
    return signed_in(officer).post(f"/tipoffs/{tip.pk}/{step}/", {"version": "1"} | typed)


# --- who --------------------------------------------------------------------------------------------------------------
STEPS = ("begin", "return", "verify", "deal", "remark", "extend", "enterprises")


@pytest.mark.parametrize("step", STEPS)
def test_another_countys_tip_does_not_exist(step):
    tip, _ = handed_over()
    other = make_officer("county_staff", "360803")
    assert page(other, tip, step).status_code == 404
    assert act(other, tip, step).status_code == 404


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", ["grid_officer", "office_staff", "auditor", "system_admin", "power_company"])
def test_other_roles_do_not_open_them(step, role):
    tip, _ = handed_over()
    assert page(make_officer(role), tip, step).status_code == 404


def test_a_joint_unit_has_only_its_own_pages():
    tip, _ = handed_over("verifying")
    unit = make_department(make_region("3608"))
    make_assignment(tip, "3608", unit, is_lead=False)
    member = make_officer("member_unit", department=unit)
    assert {step: page(member, tip, step).status_code for step in ("begin", "return", "verify", "remark")} == {
        "begin": 404, "return": 404, "verify": 404, "remark": 200,
    }  # fmt: skip


def test_the_office_files_what_came_on_paper_but_does_not_begin():
    tip, _ = handed_over()
    handler = make_officer("tipoff_handler")
    assert [page(handler, tip, step).status_code for step in ("begin", "return", "verify")] == [404, 404, 200]


def test_looking_at_a_step_is_logged(staff):
    tip, _ = handed_over()
    page(staff, tip, "begin")
    assert list(TipRead.objects.values_list("tip", "what", "read_by")) == [(tip.pk, "page", staff.pk)]


def test_the_reporters_own_words_are_not_on_the_units_pages(staff):
    tip, _ = handed_over(text="举报人原话", firm_name="原话厂名", place_text="原话地点")
    for step in STEPS:
        assert "原话" not in page(staff, tip, step).content.decode()


# --- steps ------------------------------------------------------------------------------------------------------------
def test_begin_and_return(staff):
    tip, _ = handed_over()
    answer = act(staff, tip, "begin")
    assert (answer.status_code, answer.url) == (302, f"/tipoffs/{tip.pk}/")
    answer = act(staff, tip, "return", version="2", text="企业在邻县。")
    assert (answer.status_code, answer.url) == (302, "/tipoffs/queue/")
    assert Tip.objects.get().state == "accepted"


def test_a_second_return_says_why_not(staff):
    tip, _ = handed_over()
    make_assignment(tip, is_lead=False, state="returned", ended_at=NOON, ended_text="前次")
    answer = act(staff, tip, "return", text="再退")
    assert answer.status_code == 200
    assert "已退回过一次，不能再次退回" in answer.content.decode()
    assert "再退" in answer.content.decode()


def test_a_step_that_is_over_leads_back(staff):
    tip, _ = handed_over("verifying")
    answer = signed_in(staff).get(f"/tipoffs/{tip.pk}/begin/", follow=True)
    assert "现在不能开始核查" in answer.content.decode()


def test_the_second_of_two_is_told_and_keeps_his_words(staff):
    tip, _ = handed_over()
    Tip.objects.update(version=5)
    answer = act(staff, tip, "return", text="写好的理由")
    assert answer.status_code == 409
    assert "已有他人办理" in answer.content.decode()
    assert 'name="version" value="5"' in answer.content.decode()
    assert "写好的理由" in answer.content.decode()


def test_the_verification_with_people_files_and_standing():
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    link = TipEnterprise.objects.create(
        tip=tip, enterprise=make_enterprise(), linked_at=NOON, linked_by=staff
    )
    typed = found(people=[str(staff.pk)], others="", file=[photo(), photo(120, "铭牌.jpg")])
    typed |= {"listed": str(link.pk), "key_reason": "fake_foundry"}
    answer = act(leader, tip, "verify", **typed)
    assert answer.status_code == 200  # one person only: nothing is filed, the photos wait
    text = answer.content.decode()
    assert "核查须两人以上，现在只有 1 人" in text
    assert "有中频炉两台。" in text
    kept = list(VerificationFile.objects.values_list("pk", flat=True))
    assert len(kept) == 2
    answer = act(
        leader, tip, "verify", **typed | {"people": [str(staff.pk), str(leader.pk)], "file": [], "kept": kept}
    )
    assert answer.status_code == 302
    record = Verification.objects.get()
    assert (record.people.count(), record.files.count()) == (2, 2)
    assert TipEnterprise.objects.get().enterprise.is_key is True


def test_people_typed_one_a_line(staff):
    tip, _ = handed_over()
    assert act(staff, tip, "verify", **found()).status_code == 302
    assert list(Verification.objects.get().people.order_by("id").values_list("name", "unit")) == [
        ("张三", "市供电公司"),
        ("李四", "镇政府"),
    ]


def test_a_reason_is_wanted_for_the_list(staff):
    tip, _ = handed_over()
    link = TipEnterprise.objects.create(
        tip=tip, enterprise=make_enterprise(), linked_at=NOON, linked_by=staff
    )
    answer = act(make_officer("county_leader"), tip, "verify", **found(listed=str(link.pk)))
    assert "请选择列入原因" in answer.content.decode()


def test_files_that_are_no_photos_are_refused_in_words(staff):
    tip, _ = handed_over()
    bad = SimpleUploadedFile("病毒.exe", b"MZ" + b"0" * 100)
    many = [bad, *(photo(20 * number) for number in range(9))]
    text = act(staff, tip, "verify", **found(file=many)).content.decode()
    assert "一次上传了 10 个文件，最多 9 个" in text
    assert "“病毒.exe”：" in text
    assert VerificationFile.objects.count() == 8
    assert not Verification.objects.exists()


def test_files_are_not_kept_for_a_tip_that_is_verified(staff):
    tip, _ = delivered()
    act(staff, tip, "verify", **found(file=[photo()]))
    assert not VerificationFile.objects.exists()


def test_a_waiting_file_is_its_senders_a_filed_one_everybodys_who_sees_the_tip():
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    act(staff, tip, "verify", **found(people=[], others="", file=[photo()]))
    file = VerificationFile.objects.get()
    url = f"/tipoffs/{tip.pk}/evidence/{file.pk}/"
    mine = signed_in(staff).get(url)
    assert (mine.status_code, len(b"".join(mine.streaming_content)) > 0) == (200, True)
    assert signed_in(leader).get(url).status_code == 404
    act(staff, tip, "verify", **found(kept=[file.pk]))
    answer = signed_in(leader).get(url)
    assert (answer.status_code, answer["Content-Type"], "no-store" in answer["Cache-Control"]) == (200, "image/jpeg", True)  # fmt: skip
    assert b"".join(answer.streaming_content)
    assert signed_in(make_officer("county_staff", "360803")).get(url).status_code == 404


def test_measures_and_enforcement(staff):
    tip, _ = delivered()
    unit = make_department(make_region("360802"))
    typed = {"kind": "sealed", "on": "2026-03-02", "text": "查封。"}
    assert act(staff, tip, "deal", **typed | {"kind": "nothing_needed"}).status_code == 200
    assert act(staff, tip, "deal", **typed).status_code == 302
    record = Disposition.objects.get()
    base, today = f"measures/{record.pk}", timezone.localdate().isoformat()
    assert page(staff, tip, f"{base}/nonsense").status_code == 404
    assert page(staff, tip, f"{base}/conclude").status_code == 302
    for step, typed in [
        ("mark", {"unit": unit.pk}),
        ("hand-over", {"on": today}),
        ("accept", {"on": today}),
        ("conclude", {"on": today, "text": "罚款。"}),
    ]:
        assert page(staff, tip, f"{base}/{step}").status_code == 200, step
        assert act(staff, tip, f"{base}/{step}", version="2", **typed).status_code == 302, step
    record.refresh_from_db()
    assert record.enforcement_state == "concluded"
    assert (
        "请写明处理结果" in act(staff, tip, f"{base}/conclude", version="2", on="2026-03-02").content.decode()
    )


def test_a_remark(staff):
    tip, _ = handed_over("verifying")
    assert act(staff, tip, "remark", text="同去三人。").status_code == 302
    assert tip.events.get().step == "remark"


def test_asking_for_time_and_deciding(staff):
    tip, part = handed_over("verifying")
    leader = make_officer("office_leader")
    assert page(staff, tip, "extend").status_code == 302  # the last day is over
    type(part).objects.update(due_on=timezone.localdate() + timedelta(days=5))
    assert "最多还可以延长 10 个工作日" in page(staff, tip, "extend").content.decode()
    assert "可以延长 1 至 10" in act(staff, tip, "extend", days="11", reason="路远").content.decode()
    assert act(staff, tip, "extend", days="3", reason="路远").status_code == 302
    url = f"extensions/{Extension.objects.get().pk}"
    assert page(staff, tip, url).status_code == 404
    shown = page(leader, tip, url).content.decode()
    assert "批准后的期限" in shown
    assert "的次日起算第13个工作日" in shown
    assert "请选择批准或不批准。" in act(leader, tip, url).content.decode()
    assert "请写明理由" in act(leader, tip, url, decided="no").content.decode()
    assert act(leader, tip, url, decided="yes").status_code == 302
    assert page(leader, tip, url).status_code == 302
    assert Extension.objects.get().state == "approved"


def test_what_is_asked_for_a_part_that_ended_can_only_be_refused_and_the_page_says_so(staff):
    tip, part = handed_over("verifying")
    leader = make_officer("office_leader")
    record = Extension.objects.create(assignment=part, days=3, reason="路远", asked_at=NOON, asked_by=staff)
    type(part).objects.update(state="done", ended_at=NOON, due_on=timezone.localdate() + timedelta(days=5))
    duty = next(iter(duties_units.to_extend(leader, timezone.localdate())))
    assert duty.detail == "交办已经结束或期限已过，只能选“不批准”；不作决定，这件举报不能办结"
    url = f"extensions/{record.pk}"
    shown = page(leader, tip, url).content.decode()
    assert "交办已经结束，不能再批准延期；请选择“不批准”并写明原因。" in shown
    assert ('value="yes"' in shown, 'value="no"' in shown) == (False, True)
    assert act(leader, tip, url, decided="yes").status_code == 200
    assert act(leader, tip, url, decided="no", decision="已经查清").status_code == 302
    record.refresh_from_db()
    assert record.state == "refused"


# --- enterprises ------------------------------------------------------------------------------------------------------
def test_looking_up_linking_and_unlinking(staff):
    tip, _ = handed_over()
    own, foreign = make_enterprise(name="恒丰铸造厂"), make_enterprise("360803", name="恒丰轧钢厂")
    client = signed_in(staff)
    shown = client.get(f"/tipoffs/{tip.pk}/enterprises/", {"q": "恒丰"}).content.decode()
    assert ("恒丰铸造厂" in shown, "恒丰轧钢厂" in shown) == (True, False)
    assert "name=%E6%81%92%E4%B8%B0" in shown  # the form of a new file, its name typed already
    refused = client.post(f"/tipoffs/{tip.pk}/enterprises/", {"enterprise": foreign.pk})
    assert "没有这家企业的档案，或不在您负责的地区内" in refused.content.decode()
    assert client.post(f"/tipoffs/{tip.pk}/enterprises/", {"enterprise": own.pk}).status_code == 302
    link = TipEnterprise.objects.get()
    assert "没有找到" in client.get(f"/tipoffs/{tip.pk}/enterprises/", {"q": "恒丰"}).content.decode()
    assert client.post(f"/tipoffs/{tip.pk}/enterprises/{link.pk}/unlink/").status_code == 302
    assert not TipEnterprise.objects.exists()


def test_the_form_of_a_new_file_has_the_name(staff):
    shown = signed_in(staff).get("/enterprises/new/", {"name": "恒丰铸造厂"}).content.decode()
    assert 'value="恒丰铸造厂"' in shown


def test_many_that_match_are_cut(staff):
    tip, _ = handed_over()
    for number in range(21):
        make_enterprise(name=f"恒丰铸造{number}厂")
    shown = signed_in(staff).get(f"/tipoffs/{tip.pk}/enterprises/", {"q": "恒丰"}).content.decode()
    assert "只列前 20 家" in shown


def linked(tip, staff, **values) -> TipEnterprise:
    return TipEnterprise.objects.create(
        tip=tip, enterprise=make_enterprise(**values), linked_at=NOON, linked_by=staff
    )


def test_a_look_is_asked_for(staff):
    tip, _ = handed_over()
    link = linked(tip, staff)
    url = f"enterprises/{link.pk}/visit"
    assert tip.label in page(staff, tip, url).content.decode()
    assert act(staff, tip, url, reason="看夜间生产", due_on="2001-01-01").status_code == 200
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert act(staff, tip, url, reason="看夜间生产", due_on=due).status_code == 302
    assert VisitRequest.objects.get().receipt_number == tip.label
    elsewhere = linked(tip, staff, region="360803")
    assert page(staff, tip, f"enterprises/{elsewhere.pk}/visit").status_code == 404


def test_the_standing_is_decided_by_the_leader(staff):
    tip, _ = delivered()
    link = linked(tip, staff, status="banned", status_document="演办〔2025〕1号", closed_on=NOON.date())
    url = f"enterprises/{link.pk}/standing"
    leader = make_officer("county_leader")
    assert [page(one, tip, url).status_code for one in (staff, make_officer("office_staff"), leader)] == [
        404,
        404,
        200,
    ]
    assert "请写明理由" in act(leader, tip, url).content.decode()
    assert act(leader, tip, url, key_reason="banned_before", revive="on").status_code == 302
    link.refresh_from_db()
    assert (link.enterprise.status, link.enterprise.is_key) == ("revived", True)
    assert page(leader, tip, url).status_code == 302


def test_closed_tips_keep_their_links(staff):
    tip, _ = delivered("closed")
    link = linked(tip, staff)
    answer = signed_in(staff).post(f"/tipoffs/{tip.pk}/enterprises/{link.pk}/unlink/", follow=True)
    assert "已经办结" in answer.content.decode()
    answer = signed_in(staff).post(f"/tipoffs/{tip.pk}/enterprises/", {"enterprise": make_enterprise().pk})
    assert "已经办结" in answer.content.decode()


# --- hostile ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", [HOSTILE, "9" * 5_000, "-1", "0001-01-01", ""])
def test_nonsense_is_no_error_page(staff, value):
    tip, part = handed_over("verifying")
    link = linked(tip, staff)
    type(part).objects.update(due_on=timezone.localdate() + timedelta(days=5))
    for step, names in {
        "verify": [
            "began_on",
            "ended_on",
            "place_text",
            "conclusion",
            "findings",
            "people",
            "others",
            "kept",
            "listed",
            "key_reason",
        ],
        "return": ["text", "version"],
        "remark": ["text"],
        "extend": ["days", "reason"],
        "enterprises": ["enterprise"],
        f"enterprises/{link.pk}/visit": ["reason", "due_on"],
    }.items():
        if value != HOSTILE and step in ("return", "remark"):
            continue
        answer = act(staff, tip, step, **dict.fromkeys(names, value))
        assert answer.status_code in (200, 302, 409), step
    assert signed_in(staff).get(f"/tipoffs/{tip.pk}/enterprises/", {"q": value}).status_code == 200


def test_the_tips_page_asks_the_same_number_of_queries_for_one_and_for_three(staff):
    counts = []
    for many in (1, 1, 3):  # the first fills caches
        tip, _ = delivered()
        for number in range(many):
            linked(tip, staff)
            Disposition.objects.create(
                tip=tip, kind="sealed", text="查封", on=NOON.date(), recorded_at=NOON, recorded_by=staff
            )
            if number:
                make_assignment(tip, f"36080{number + 2}", is_lead=False)
        with CaptureQueriesContext(connection) as asked:
            assert signed_in(staff).get(f"/tipoffs/{tip.pk}/").status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]
