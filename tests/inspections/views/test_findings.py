"""The pages of findings: who sees and does what, files that survive a refused form, the list, the papers."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from capacity_portal.journal.models import Entry
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from enterprises.models import Enterprise
from inspections.models import Finding, FindingEvidence
from inspections.operations.finding_parts import begin_clearing
from tests.clients import signed_in
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_department,
    make_duty,
    make_enterprise,
    make_finding,
    make_officer,
    make_post,
    make_region,
    make_visit,
)

pytestmark = pytest.mark.django_db
LIST = "/inspections/findings/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def county():
    return signed_in(make_officer("county_staff", "360802"))


@pytest.fixture
def office():
    return signed_in(make_officer("office_staff"))


def photo(name: str = "拆除.jpg", colour: str = "red") -> SimpleUploadedFile:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/jpeg")


def page(finding: Finding, rest: str = "") -> str:
    return f"{LIST}{finding.pk}/{rest}"


def text_of(response) -> str:
    return response.content.decode()


def finding_in(region: str = "360802001", **values) -> Finding:
    duty = make_duty(enterprise=make_enterprise(region))
    return make_finding(make_visit(duty, outcome="problem"), **values)


def opens(client, address: str) -> int:
    """The status of the answer, whose file is read to its end."""
    response = client.get(address)
    b"".join(response.streaming_content if response.streaming else [])
    return response.status_code


def confirmed() -> Finding:
    make_checklist("five_thorough", items=1)
    finding = finding_in(kind="revival", is_confirmed=True)
    begin_clearing(finding, by=make_officer(), at=NOON)
    return finding


# --- who sees what ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role", ["office_leader", "office_staff", "county_leader", "county_staff", "member_unit"]
)
def test_everybody_of_the_region_sees_the_finding(role):
    finding = finding_in()
    client = signed_in(make_officer(role, "360802" if role.startswith("county") else "3608"))
    assert finding.number in text_of(client.get(LIST))
    assert finding.description in text_of(client.get(page(finding)))


def test_a_grid_officer_sees_his_cell_only():
    cell = make_cell()
    own = make_finding(make_visit(make_duty(cell=cell), outcome="problem"))
    other = finding_in()
    client = signed_in(make_post(cell).officer)
    listed = text_of(client.get(LIST))
    assert (own.number in listed, other.number in listed) == (True, False)
    assert (client.get(page(own)).status_code, client.get(page(other)).status_code) == (200, 404)


def test_another_county_and_the_power_company_find_nothing():
    finding = finding_in()
    for officer in (make_officer("county_staff", "360803"), make_officer("power_company", "3608")):
        client = signed_in(officer)
        for rest in ("", "progress/", "enforce/mark/", "sheet.pdf"):
            assert client.get(page(finding, rest)).status_code == 404
    assert signed_in(make_officer("member_unit", "3608")).get(page(finding, "progress/")).status_code == 404


def test_addresses_that_name_nothing_do_not_exist(county):
    finding = finding_in()
    for rest in ("nosuch/", "clear/item-1/", "clear/", "progress/?x", "enforce/nosuch/", "evidence/9/"):
        expected = 200 if rest == "progress/?x" else 404
        assert county.get(page(finding, rest)).status_code == expected, rest


# --- steps ------------------------------------------------------------------------------------------------------------
def test_progress_is_reported_with_its_photo(county):
    finding = finding_in()
    response = county.post(
        page(finding, "progress/"), {"version": 1, "percent": "40", "text": "已停炉", "file": photo()}
    )
    assert response["Location"] == page(finding)
    finding.refresh_from_db()
    assert (finding.state, finding.percent, finding.version) == ("under_way", 40, 2)
    shown = text_of(county.get(page(finding)))
    assert "已停炉" in shown
    assert "拆除.jpg" in shown
    assert Entry.objects.filter(subject="finding", step="progress").count() == 1


def test_files_survive_a_form_that_is_refused(county):
    finding = finding_in()
    address = page(finding, "claim/")
    refused = county.post(address, {"version": 1, "text": "", "file": [photo(), photo("二.jpg", "blue")]})
    assert "请填写情况说明。" in text_of(refused)
    assert "拆除.jpg" in text_of(refused)
    kept = list(FindingEvidence.objects.values_list("pk", flat=True))
    assert len(kept) == 2
    assert opens(county, page(finding, f"evidence/{kept[0]}/")) == 200
    colleague = signed_in(make_officer("county_leader", "360802"))
    assert opens(colleague, page(finding, f"evidence/{kept[0]}/")) == 404
    county.post(address, {"version": 1, "text": "已拆除", "kept": [str(kept[0])]})
    finding.refresh_from_db()
    assert finding.state == "to_recheck"
    filed = FindingEvidence.objects.exclude(progress=None)
    assert list(filed.values_list("pk", flat=True)) == kept[:1]
    assert opens(colleague, page(finding, f"evidence/{kept[0]}/")) == 200


def test_a_file_that_cannot_be_taken_is_named_and_the_good_one_kept(county):
    finding = finding_in()
    bad = SimpleUploadedFile("说明.txt", b"text")
    response = county.post(
        page(finding, "progress/"), {"version": 1, "percent": "4", "text": "停", "file": [bad, photo()]}
    )
    assert "“说明.txt”：" in text_of(response)
    assert FindingEvidence.objects.count() == 1
    many = [photo(f"{n}.jpg", f"#0000{n}0") for n in range(10)]
    response = county.post(
        page(finding, "progress/"), {"version": 1, "percent": "4", "text": "停", "file": many}
    )
    assert "最多 9 个" in text_of(response)


def test_what_blocks_stands_on_the_page_and_the_form(county):
    finding = confirmed()
    for rest in ("", "claim/"):
        shown = text_of(county.get(page(finding, rest)))
        assert "还没有整改证据" in shown
        assert "彻底取缔：“检查项1”还没有完成。" in shown
    refused = county.post(page(finding, "claim/"), {"version": 1, "text": "已拆除", "file": photo()})
    assert "还不能报请复查：彻底取缔：“检查项1”还没有完成。" in text_of(refused)


def test_a_point_is_registered_with_day_and_evidence(county):
    finding = confirmed()
    address = page(finding, "clear/item-1/")
    today = timezone.localdate().isoformat()
    assert "这一项还没有证据" in text_of(county.post(address, {"version": 1, "on": today}))
    assert county.post(address, {"version": 1, "on": today, "file": photo()}).status_code == 302
    shown = text_of(county.get(page(finding)))
    assert "已完成1项，共1项" in shown
    assert "证据1" in shown


def test_an_old_page_is_answered_with_what_was_typed_and_the_new_version(county):
    finding = finding_in()
    Finding.objects.filter(pk=finding.pk).update(version=5)
    response = county.post(page(finding, "progress/"), {"version": 1, "percent": "4", "text": "我填写的"})
    assert response.status_code == 409
    assert "我填写的" in text_of(response)
    assert 'name="version" value="5"' in text_of(response)


def test_a_step_that_is_not_on_offer_leads_back(county):
    finding = finding_in()
    assert county.get(page(finding, "close/"))["Location"] == page(finding)
    closed = finding_in(
        state="closed", closed_at=NOON, closed_by=make_officer(), recheck_on=NOON.date(), recheck_note="属实"
    )
    refused = county.post(
        page(closed, "progress/"), {"version": 1, "percent": "4", "text": "停", "file": photo()}
    )
    assert "不能报告进展" in text_of(refused)
    assert not FindingEvidence.objects.exists()
    assert "复查意见" in text_of(county.get(page(closed)))


def test_the_office_extends_and_the_county_closes(county, office):
    finding = finding_in()
    assert office.post(page(finding, "extend/"), {"version": 1, "days": "3", "text": "雨"}).status_code == 302
    assert county.get(page(finding, "extend/")).status_code == 404
    county.post(page(finding, "claim/"), {"version": 2, "text": "已拆除", "file": photo()})
    today = timezone.localdate()
    closed = office.post(page(finding, "close/"), {"version": 3, "on": str(today), "text": "属实"})
    assert closed.status_code == 302
    finding.refresh_from_db()
    assert (finding.state, finding.recheck_on) == ("closed", today)


def test_the_unit_that_enforces_is_chosen_from_the_region(county):
    finding = finding_in(severity="serious")
    own, other = make_department(make_region("360802")), make_department(make_region("360803"))
    form = text_of(county.get(page(finding, "enforce/mark/")))
    assert (own.name in form, other.name in form) == (True, False)
    assert "重大问题还没有明确移交执法的单位" in text_of(county.get(page(finding)))
    county.post(page(finding, "enforce/mark/"), {"version": 1, "unit": own.pk})
    assert own.name in text_of(county.get(LIST))
    day = str(timezone.localdate())
    assert county.post(page(finding, "enforce/hand_over/"), {"version": 2, "on": day}).status_code == 302
    assert "已移交" in text_of(county.get(page(finding)))


@pytest.mark.parametrize(
    ("step", "values"),
    [
        ("progress", {"percent": "9" * 5000, "text": "停"}),
        ("progress", {"percent": "4", "text": "长" * 1001}),
        ("progress", {"version": "x", "percent": "4", "text": "停"}),
        ("claim", {"text": "好", "kept": ["999", "\x00"]}),
        ("extend", {"days": "0001-01-01", "text": "\x00"}),
    ],
)
def test_bad_input_is_never_an_error_of_the_server(office, step, values):
    response = office.post(page(finding_in(), f"{step}/"), {"version": 1, **values})
    assert response.status_code in (200, 409)


# --- the list ---------------------------------------------------------------------------------------------------------
def test_filters_narrow_the_list(office):
    today = timezone.localdate()
    late = finding_in(deadline_on=today - timedelta(days=3), found_on=today - timedelta(days=9))
    other = finding_in("360803001", kind="revival", severity="serious", deadline_on=today + timedelta(days=3))
    for query, expected in {
        "overdue=1": late, "county=360803": other, "kind=revival": other, "severity=minor": late,
        "unconfirmed=1": other, f"text={late.number}": late, "state=unclosed&order=deadline&overdue=1": late,
    }.items():  # fmt: skip
        shown = text_of(office.get(f"{LIST}?{query}"))
        assert [row.number in shown for row in (late, other)] == [late == expected, other == expected], query
    assert "没有符合条件的问题" in text_of(office.get(f"{LIST}?state=closed&period=2026-03&enforcement=any"))
    assert "没有符合条件的问题" in text_of(office.get(f"{LIST}?enforcement=marked&escalated=1"))


def test_nonsense_in_the_address_is_left_out(office):
    finding = finding_in()
    query = "county=%00&kind=x&period=0001-13&cursor=forged&text=%00&state=%ED%A0%80&page=-1"
    assert finding.number in text_of(office.get(f"{LIST}?{query}"))


def test_the_list_costs_the_same_with_more_rows(office, django_assert_max_num_queries):
    office.get(LIST)
    counts = []
    for _ in range(2):
        finding_in(responsible_unit=make_department())
        finding_in()
        with django_assert_max_num_queries(30) as queries:
            office.get(LIST)
        counts.append(len(queries.captured_queries))
    assert counts[0] == counts[1]


def test_an_empty_list_says_where_findings_come_from(county):
    assert "没有登记的问题" in text_of(county.get(LIST))


# --- papers -----------------------------------------------------------------------------------------------------------
def test_the_list_is_exported_and_the_journal_knows(county):
    finding, elsewhere = finding_in(), finding_in("360803001")
    answer = county.post(f"{LIST}export/?state=unclosed")
    entry = Entry.objects.get(subject="finding_list")
    assert (entry.step, entry.note) == ("export", "导出1个问题：未销号")
    content = county.get(answer["Location"]).content
    from openpyxl import load_workbook

    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert [row[0] for row in rows] == ["编号", finding.number]
    assert elsewhere.number not in str(rows)
    assert signed_in(make_officer("member_unit")).post(f"{LIST}export/").status_code == 404


def test_too_long_a_list_is_not_exported(county, monkeypatch):
    monkeypatch.setattr("inspections.views.finding_papers.MOST_EXPORTED", 1)
    finding_in(), finding_in()
    assert county.post(f"{LIST}export/")["Location"] == LIST
    assert not Entry.objects.filter(subject="finding_list").exists()


def test_what_is_overdue_is_pressed_for_county_by_county(office):
    today = timezone.localdate()
    late = {"deadline_on": today - timedelta(days=2), "found_on": today - timedelta(days=9)}
    finding_in(**late, responsible_name="王五"), finding_in("360803001", **late)
    shown = text_of(office.get(f"{LIST}remind/"))
    assert "【催办】吉州区" in shown
    assert "【催办】青原区" in shown
    assert "逾期2天，进度0%，责任人王五。" in shown
    assert office.post(f"{LIST}remind/?county=360802")["Location"] == f"{LIST}?county=360802"
    entry = Entry.objects.get(subject="finding_list")
    assert entry.step == "remind"
    assert entry.note.startswith("催办1个问题")


def test_nothing_overdue_is_not_pressed_for(office):
    assert "没有逾期的问题" in text_of(office.get(f"{LIST}remind/"))
    assert office.post(f"{LIST}remind/").status_code == 200
    assert not Entry.objects.filter(subject="finding_list").exists()


def test_papers_are_typeset_or_lead_back_with_a_sentence(county, monkeypatch):

    seen = []

    def typeset(html):
        seen.append(html)
        missing = ("𰻝",) if len(seen) == 1 else ()
        return RenderedPdf(b"%PDF", 1, missing) if len(seen) < 4 else broken()

    def broken():
        raise RenderFailed("没有字体")

    finding = finding_in(requirement="拆除中频炉")
    monkeypatch.setattr("inspections.documents.findings.typesetting.render_pdf", typeset)
    response = county.get(page(finding, "sheet.pdf"))
    assert (response["Content-Type"], response["Content-Disposition"][:6]) == ("application/pdf", "inline")
    assert finding.number in seen[0]
    assert "拆除中频炉" in seen[0]
    assert "没有字体可以打印" in seen[1]
    assert county.get(f"{LIST}remind.pdf").content == b"%PDF"
    assert county.get(page(finding, "sheet.pdf"))["Location"] == page(finding)
    assert county.get(f"{LIST}remind.pdf")["Location"] == LIST


def test_sheets_of_the_ticked_findings_are_one_file_without_those_of_others(county, monkeypatch):
    seen = []

    def render_many(pages):
        seen.extend(pages)
        yield from (RenderedPdf(b"%PDF", 1, ()) for _ in seen)

    monkeypatch.setattr("inspections.documents.findings.typesetting.render_many", render_many)
    monkeypatch.setattr("inspections.documents.findings.typesetting.merge", lambda files: b"+".join(files))
    own, second, other = finding_in(), finding_in(), finding_in("360803001")
    ticked = (
        f"{LIST}sheets.pdf?selected={own.pk}&selected={second.pk}&selected={other.pk}&selected=x&action=print"
    )
    answer = county.get(ticked)
    assert (answer.content, answer["Content-Type"]) == (b"%PDF+%PDF", "application/pdf")
    assert [finding.number in "".join(seen) for finding in (own, second, other)] == [True, True, False]
    assert county.get(f"{LIST}sheets.pdf?selected={other.pk}")["Location"] == LIST
    monkeypatch.setattr(
        "inspections.documents.findings.typesetting.render_many",
        lambda pages: iter([RenderFailed("没有字体")]),
    )
    assert county.get(f"{LIST}sheets.pdf?selected={own.pk}")["Location"] == LIST


# --- on other pages ---------------------------------------------------------------------------------------------------
def test_the_dossier_shows_the_findings_of_the_enterprise(county):
    finding = finding_in()
    enterprise = Enterprise.objects.get(pk=finding.enterprise_id)
    assert finding.number in text_of(county.get(f"/enterprises/{enterprise.pk}/"))
    for _ in range(11):
        make_finding(finding.visit)
    assert "查看全部" in text_of(county.get(f"/enterprises/{enterprise.pk}/"))
