"""The page of a visit, the list, the own list of the month, files and single acts: who sees what, and what it shows."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from capacity_portal.lib.typesetting import RenderFailed
from inspections.documents import visit_record
from inspections.documents.visit_record import record_html
from inspections.duties_visits import sent_back, to_confirm
from inspections.models import VisitInspector, VisitPhoto, VisitScan
from inspections.operations.visits import correct_visit
from inspections.queries.visits import visit_shown
from inspections.rules.reports import Inspector, VisitReport
from inspections.views import visit_files
from tests.clients import signed_in
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_duty,
    make_enterprise,
    make_finding,
    make_officer,
    make_post,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
ANSWERS = {
    "item-1": {"value": "no", "same": True, "note": "在修"},
    "item-2": {"value": "yes", "same": False, "note": ""},
}


@pytest.fixture(autouse=True)
def _now(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


@pytest.fixture
def client(officer):
    return signed_in(officer)


def page(client, name, *args, **query) -> str:
    return client.get(reverse(f"inspections:{name}", args=args), query).content.decode()


def photo(officer, visit=None, **values) -> VisitPhoto:
    values = {"size": 3, "sha256": "1" * 64, "source_sha256": "2" * 64, "original_name": "x.jpg", **values}
    record = VisitPhoto(
        client_id=uuid4(),
        visit=visit,
        content_type="image/jpeg",
        uploaded_at=NOON,
        uploaded_by=officer,
        **values,
    )
    record.file.save("x.jpg", ContentFile(b"abc"))
    return record


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_everything_that_is_known(client, officer):
    visit = make_visit(
        outcome="problem", answers=ANSWERS, remarks="现场照旧，两台炉一用一备。", recorded_by=officer, source="offline",
        device_time=NOON - timedelta(hours=3), is_backfilled=True, backfill_reason="山洪断网", longitude=Decimal("115"),
        latitude=Decimal("27"), accuracy_m=20, distance_m=12_400,
    )  # fmt: skip
    VisitInspector.objects.create(visit=visit, officer=officer, name=officer.name, confirmed_at=NOON)
    VisitInspector.objects.create(visit=visit, name="张三", unit="街道", position=1)
    first = photo(officer, make_visit(recorded_by=officer))
    photo(
        officer,
        visit,
        duplicate_of=first,
        distance_m=5_000,
        taken_time=NOON,
        longitude=Decimal("115"),
        latitude=Decimal("27"),
    )
    finding = make_finding(visit)
    text = page(client, "visit", visit.pk)
    for words in (
        "现场照旧，两台炉一用一备。", "在修", "与上次一致", "本人已确认", "无账户，由记录人填写", "补录", "山洪断网", "离线填报", "12.4 公里",
        "距离较远", "照片重复", "5.0 公里", "人员存疑", finding.number, "2026年3月2日 09:00（由手机提供）",
        reverse("inspections:visit", args=[first.visit_id]),
    ):  # fmt: skip
        assert words in text


def test_a_corrected_visit_shows_its_chain_and_its_history(client, officer):
    duty = make_duty(checklist=make_checklist("foundry", items=0))
    old = make_visit(duty, recorded_by=officer, text_digest="5" * 64)
    make_visit(text_digest="5" * 64)
    report = VisitReport(
        uuid4(), date(2026, 3, 2), "normal", inspectors=(Inspector(officer.name, officer_id=officer.pk),)
    )
    new = correct_visit(visit=old, report=report, reason="当时看错", by=officer, at=NOON)
    for one, other in ((old, new), (new, old)):
        text = page(client, "visit", one.pk)
        assert "当时看错" in text
        assert reverse("inspections:visit", args=[other.pk]) in text
    assert "备注雷同" in page(client, "visit", old.pk)
    assert reverse("inspections:visit-correct", args=[old.pk]) not in page(client, "visit", old.pk)


@pytest.mark.parametrize(
    ("role", "region", "status"),
    [("county_staff", "360802", 200), ("office_leader", "3608", 200), ("member_unit", "360802", 200), ("county_staff", "360803", 404),
     ("auditor", "3608", 404), ("grid_officer", "360802001", 404)],
)  # fmt: skip
def test_who_sees_a_visit(role, region, status):
    visit = make_visit()
    client = signed_in(make_officer(role, region))
    assert client.get(reverse("inspections:visit", args=[visit.pk])).status_code == status


def test_the_page_costs_the_same_with_more_of_everything(client, officer, django_assert_max_num_queries):
    visit = make_visit(answers=ANSWERS)
    for number in range(3):
        VisitInspector.objects.create(visit=visit, name=f"王{number}", position=number)
        photo(officer, visit)
    with django_assert_max_num_queries(24):
        page(client, "visit", visit.pk)


# --- ways to the list ---------------------------------------------------------------------------------------------------
def test_the_list_is_filtered_by_county_and_cell_as_the_officer_sees_them():
    here, there = make_cell("360802001", name="东格"), make_cell("360803001", name="西格")
    one, other = make_visit(make_duty(cell=here)), make_visit(make_duty(cell=there))
    office = signed_in(make_officer("office_staff", "3608")).get(
        reverse("inspections:visits"), {"region": "360802"}
    )
    assert [row.pk for row in office.context["rows"]] == [one.pk]
    form = office.context["form"]
    assert [value for value, _ in form.fields["region"].choices] == ["", "360802", "360803"]
    assert [label for _, label in form.fields["cell"].choices] == ["全部", "东格"]
    county = signed_in(make_officer("county_staff", "360802")).get(
        reverse("inspections:visits"), {"cell": here.pk}
    )
    assert ("region" in county.context["form"].fields, county.context["applied"]) == (False, [("东格", "?")])
    assert other.pk not in [row.pk for row in county.context["rows"]]
    watcher = make_officer("grid_officer", "360802001")
    make_post(here, watcher)
    own = signed_in(watcher).get(reverse("inspections:visits")).context["form"]
    assert [label for _, label in own.fields["cell"].choices] == ["全部", "东格"]


@pytest.mark.parametrize(
    ("role", "has_list"), [("office_staff", True), ("county_staff", True), ("member_unit", False)]
)
def test_the_pages_of_a_month_lead_to_its_records_and_to_ones_own_list(role, has_list):
    cell = make_cell("360802001")
    visit = make_visit(make_duty(cell=cell))
    client, month = signed_in(make_officer(role)), visit.period
    records = "/inspections/visits/?month=2026-03"
    county = page(client, "round-county", month, "360802")
    assert f'{records}&amp;region=360802"' in county
    assert ("/inspections/mine/?month=2026-03" in county) is has_list
    assert f'{records}&amp;cell={cell.pk}"' in page(client, "round-cell", month, cell.pk)
    assert (f'{records}"' in page(client, "round", month)) is (role != "county_staff")


def test_acts_on_a_visit_lead_back_to_it(client):
    visit = make_visit()
    assert f'<a href="/inspections/visits/{visit.pk}/">{visit.duty.title}</a>' in page(
        client, "visit-scan", visit.pk
    )


def test_what_the_form_cannot_show_it_passes_on(client):
    visit = make_visit()
    make_visit()
    answer = client.get(reverse("inspections:visits"), {"duty": visit.duty_id, "outcome": "normal"})
    assert [row.pk for row in answer.context["rows"]] == [visit.pk]
    assert answer.context["keep"] == [("duty", str(visit.duty_id))]
    assert f'<input type="hidden" name="duty" value="{visit.duty_id}">' in answer.content.decode()


def test_a_visit_and_the_list_lead_back(client):
    visit = make_visit()
    assert "/inspections/visits/?month=2026-03" in page(client, "visit", visit.pk)
    assert 'href="/inspections/"' in page(client, "visits")


@pytest.mark.parametrize(
    ("role", "offered"), [("county_staff", True), ("grid_officer", True), ("member_unit", False)]
)
def test_the_desk_leads_whoever_records_to_his_list(role, offered):
    text = signed_in(make_officer(role)).get("/desk/").content.decode()
    assert ('href="/inspections/mine/"' in text) is offered


# --- whoever was only there -------------------------------------------------------------------------------------------
def there(role: str, region: str, visit):
    """An officer whom the visit names and who has not confirmed."""
    one = make_officer(role, region)
    VisitInspector.objects.create(visit=visit, officer=one, name=one.name)
    return one


@pytest.mark.parametrize(
    ("role", "region"), [("grid_officer", "360802001"), ("member_unit", "360802"), ("member_unit", "3608")]
)
def test_a_named_inspector_opens_confirms_and_prints_that_visit(role, region):
    visit = make_visit(make_duty(cell=make_cell("360802001")))
    shot = photo(visit.recorded_by, visit)
    named = there(role, region, visit)
    client = signed_in(named)
    assert "确认本人参加" in page(client, "visit", visit.pk)
    assert [duty.url for duty in to_confirm(named, NOON.date())] == [
        reverse("inspections:visit", args=[visit.pk])
    ]
    assert client.post(reverse("inspections:visit-confirm", args=[visit.pk])).status_code == 302
    assert visit.inspectors.get(officer=named).confirmed_at == NOON
    assert "本人已确认" in page(client, "visit", visit.pk)
    assert b"".join(client.get(reverse("inspections:photo", args=[shot.pk])).streaming_content) == b"abc"
    assert named.name in record_html(visit_shown(named, visit.pk), named, NOON)
    assert reverse("inspections:visit", args=[visit.pk]) in page(client, "visits")


def test_nothing_else_of_the_duty_opens_for_who_was_only_there():
    cell = make_cell("360802001")
    visit = make_visit(make_duty(cell=cell), outcome="problem")
    other = make_visit(visit.duty)
    finding = make_finding(visit)
    client = signed_in(there("grid_officer", "360802001", visit))
    text = page(client, "visit", visit.pk)
    assert (finding.number in text, "登记了 1 个问题，由所在网格的责任人办理" in text) == (False, True)
    for name, pk in (
        ("visit", other.pk), ("visit-pdf", other.pk), ("visit-correct", visit.pk), ("visit-scan", visit.pk),
        ("finding", finding.pk), ("cell", cell.pk),
    ):  # fmt: skip
        address = reverse(f"inspections:{name}", args=[pk])
        assert client.get(address).status_code == 404, name
        assert address not in text, name
    new = reverse("inspections:visit-new")
    assert client.get(new, {"duty": visit.duty_id}).status_code == 404
    assert client.post(reverse("inspections:visit-scan", args=[visit.pk])).status_code == 404


def test_a_correction_he_was_not_part_of_stays_unseen():
    old = make_visit(make_duty(cell=make_cell("360802001")), state="replaced")
    new = make_visit(old.duty, replaces=old, correction_reason="换人")
    named = there("grid_officer", "360802001", old)
    assert reverse("inspections:visit", args=[new.pk]) not in page(signed_in(named), "visit", old.pk)
    county = signed_in(make_officer("county_staff", "360802"))
    assert reverse("inspections:visit", args=[new.pk]) in page(county, "visit", old.pk)


def test_a_visit_of_another_town_stays_shut_though_it_names_him():
    visit = make_visit(make_duty(cell=make_cell("360802002")))
    client = signed_in(there("grid_officer", "360802001", visit))
    assert client.get(reverse("inspections:visit", args=[visit.pk])).status_code == 404


def test_what_came_back_is_made_good_in_ones_own_cells_only():
    back = {"state": "sent_back", "sent_back_at": NOON, "send_back_comment": "补拍"}
    visit = make_visit(make_duty(cell=make_cell("360802001")), **back)
    assert list(sent_back(there("grid_officer", "360802001", visit), NOON.date())) == []


# --- the list ---------------------------------------------------------------------------------------------------------
def test_the_list_filters_and_stays_in_the_region(client):
    seen, refused = make_visit(), make_visit(outcome="refused", outcome_reason="门卫拒绝", is_night=True)
    foreign = make_visit(make_duty(enterprise=make_enterprise("360803")))
    everything = page(client, "visits")
    assert [visit.duty.title in everything for visit in (seen, refused, foreign)] == [True, True, False]
    filtered = page(client, "visits", outcome="refused", month="2026-03", mark="night", state="recorded")
    assert [visit.duty.title in filtered for visit in (seen, refused)] == [False, True]
    assert "没有符合条件的排查记录" in page(client, "visits", month="2026-04")


def test_the_list_turns_pages(client, monkeypatch):
    monkeypatch.setattr("inspections.views.visit_pages.PAGE_SIZE", 1)
    duty = make_duty()
    for _ in range(2):
        make_visit(duty)
    assert 'rel="next"' in page(client, "visits", month="2026-03")


def test_the_list_costs_the_same_with_more_rows(client, django_assert_num_queries):
    make_visit()
    page(client, "visits")
    with django_assert_num_queries(5):
        page(client, "visits")
    for _ in range(3):
        make_visit()
    with django_assert_num_queries(5):
        page(client, "visits")


# --- the own list -----------------------------------------------------------------------------------------------------
def test_a_grid_officer_has_the_duties_of_his_cells_grouped(settings):
    cell, watcher = make_cell("360802001"), make_officer("grid_officer", "360802001")
    make_post(cell, watcher)
    round_ = make_round()
    pending, attempted, back, done = (make_duty(round_, cell=cell, cell_name=cell.name) for _ in range(4))
    elsewhere = make_duty(round_)
    make_visit(attempted, outcome="refused", outcome_reason="门卫拒绝")
    make_visit(back, state="sent_back", sent_back_at=NOON, send_back_comment="补拍照片")
    make_visit(done)
    text = page(signed_in(watcher), "mine")
    places = [text.index(words) for words in ("已退回（1）", "未排查（1）", "到场未查成（1）", "已排查（1）")]
    assert places == sorted(places)
    form = reverse("inspections:visit-new")
    assert [f"{form}?duty={duty.pk}" in text for duty in (pending, attempted, back, done)] == [
        True,
        True,
        True,
        False,
    ]
    assert "补拍照片" in text
    assert elsewhere.title not in text
    assert "还有 29 天" in text


def test_a_county_has_its_own_or_all_and_by_cell(officer, client):
    cell = make_cell("360802001")
    mine = make_duty(responsible_officer=officer)
    other = make_duty(cell=cell)
    shown = page(client, "mine")
    assert [duty.title in shown for duty in (mine, other)] == [True, False]
    shown = page(client, "mine", who="all")
    assert [duty.title in shown for duty in (mine, other)] == [True, True]
    shown = page(client, "mine", who="all", cell=cell.pk, month="2026-03")
    assert [duty.title in shown for duty in (mine, other)] == [False, True]


def test_before_the_first_month_and_after_closing_the_list_says_so(client, officer):
    assert "还没有开启" in page(client, "mine")
    duty = make_duty(make_round(202602), responsible_officer=officer)
    assert "已逾期 2 天" in page(client, "mine")
    duty.round.state, duty.round.closed_at = "closed", NOON
    duty.round.save()
    text = page(client, "mine")
    assert "已关账" in text
    assert "?duty=" not in text
    assert "还没有开启" in page(client, "mine", month="2026-05")


def test_the_open_months_are_offered_and_each_pending_row_leads_to_its_reason(client, officer):
    pending = make_duty(make_round(202603), responsible_officer=officer, gap_reason="长期停产")
    earlier = make_duty(make_round(202602), responsible_officer=officer)
    make_duty(make_round(202601, state="closed", closed_at=NOON), responsible_officer=officer)
    done = make_duty(make_round(202603), responsible_officer=officer)
    make_visit(done)
    text = page(client, "mine")
    links = {"?month=2026-02": True, "?month=2026-01": False, "?month=2026-03": False}
    assert {link: link in text for link in links} == links
    explain = [
        reverse("inspections:duty-explain", args=[duty.pk]) in text for duty in (pending, earlier, done)
    ]
    assert explain == [True, False, False]
    assert "未排查原因：长期停产" in text
    text = page(client, "mine", month="2026-02")
    assert reverse("inspections:duty-explain", args=[earlier.pk]) in text
    assert "说明原因" not in page(signed_in(make_officer("member_unit")), "mine")


def test_one_open_month_needs_no_choice(client, officer):
    make_duty(responsible_officer=officer)
    assert "data-open-months" not in page(client, "mine")


def test_the_last_day_is_today(client, officer):
    make_duty(make_round(visits_due_on=date(2026, 3, 2)), responsible_officer=officer)
    assert "今天截止" in page(client, "mine")


def test_a_long_group_is_cut(client, officer, monkeypatch):
    monkeypatch.setattr("inspections.queries.mine.MOST", 1)
    for _ in range(2):
        make_duty(responsible_officer=officer)
    assert "只列前 1 项" in page(client, "mine")


# --- files ------------------------------------------------------------------------------------------------------------
def test_photos_and_scans_are_served_to_whoever_sees_the_visit(client, officer):
    visit = make_visit()
    shot = photo(officer, visit)
    scan = VisitScan(
        visit=visit,
        original_name="签字.pdf",
        content_type="application/pdf",
        size=3,
        sha256="1" * 64,
        uploaded_at=NOON,
        uploaded_by=officer,
    )
    scan.file.save("x.pdf", ContentFile(b"abc"))
    stranger = signed_in(make_officer("county_staff", "360803"))
    for name, record in (("photo", shot), ("scan", scan)):
        url = reverse(f"inspections:{name}", args=[record.pk])
        answer = client.get(url)
        assert (answer.status_code, answer.getvalue()) == (200, b"abc")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert stranger.get(url).status_code == 404


def test_a_waiting_photo_is_its_uploaders(client, officer):
    url = reverse("inspections:photo", args=[photo(officer).pk])
    answer = client.get(url)
    assert (answer.status_code, answer.getvalue()) == (200, b"abc")
    assert signed_in(make_officer("county_staff", "360802")).get(url).status_code == 404


def test_the_printed_record_is_a_pdf_and_a_failure_leads_back(client, monkeypatch):
    visit = make_visit(answers=ANSWERS)
    url = reverse("inspections:visit-pdf", args=[visit.pk])
    monkeypatch.setattr(visit_record, "record_pdf", lambda *_: type("Done", (), {"content": b"%PDF-"}))
    answer = client.get(url)
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-")

    def fail(*_):
        raise RenderFailed("字体缺失")

    monkeypatch.setattr(visit_files.visit_record, "record_pdf", fail)
    assert "没有生成打印件：字体缺失" in client.get(url, follow=True).content.decode()


# --- acts -------------------------------------------------------------------------------------------------------------
def test_the_prefecture_sends_back_with_a_comment():
    visit, client = make_visit(), signed_in(make_officer("office_staff"))
    url = reverse("inspections:visit-send-back", args=[visit.pk])
    assert "请填写退回意见" in client.post(url, {"comment": ""}).content.decode()
    client.post(url, {"comment": "没有照片"})
    visit.refresh_from_db()
    assert (visit.state, visit.send_back_comment) == ("sent_back", "没有照片")
    assert client.get(url).status_code == 404
    assert "没有照片" in page(client, "visit", visit.pk)


def test_counties_do_not_send_back(client):
    assert client.get(reverse("inspections:visit-send-back", args=[make_visit().pk])).status_code == 404


def test_the_named_inspector_confirms(client, officer):
    visit = make_visit()
    url = reverse("inspections:visit-confirm", args=[visit.pk])
    assert client.post(url).status_code == 404
    row = VisitInspector.objects.create(visit=visit, officer=officer, name=officer.name)
    assert "确认本人参加" in page(client, "visit", visit.pk)
    client.post(url)
    row.refresh_from_db()
    assert row.confirmed_at == NOON


def test_after_closing_nothing_is_confirmed(client, officer):
    visit = make_visit()
    VisitInspector.objects.create(visit=visit, officer=officer, name=officer.name)
    visit.duty.round.state, visit.duty.round.closed_at = "closed", NOON
    visit.duty.round.save()
    text = client.post(reverse("inspections:visit-confirm", args=[visit.pk]), follow=True).content.decode()
    assert "已关账" in text


def test_a_scan_is_attached_and_what_is_none_is_refused(client):
    visit = make_visit()
    url = reverse("inspections:visit-scan", args=[visit.pk])
    assert client.get(url).status_code == 200
    bad = ContentFile(b"MZ000", name="x.pdf")
    assert client.post(url, {"file": bad}).status_code == 200
    assert VisitScan.objects.count() == 0
    import io

    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    client.post(url, {"file": ContentFile(target.getvalue(), name="签字.png")})
    assert VisitScan.objects.get().visit == visit
