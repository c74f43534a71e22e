"""Pages of the yearly reports: who sees them, what they show, and that every figure opens exactly the rows it counts."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.uploads import read_upload
from capacity_portal.lib.workflow import StepRefused
from reports.models import Assessment, FrozenFigure, ScoreEvidence
from reports.operations import assessments as operations
from reports.operations.assessment_freezing import freeze
from reports.operations.score_evidence import attach_evidence
from reports.queries.figures import figure_rows
from reports.rules.figures import FIGURES
from tests import makers, report_makers
from tests.clients import PortalClient, signed_in
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db
_LINK = re.compile(r'href="(/reports/assessments/\d+/figure/\?key=[^"]+)"')
_ROW = re.compile(r'data-row="(\d+)"')


def client_of(officer) -> PortalClient:
    return signed_in(officer)


@pytest.fixture
def staff(db):
    return report_makers.an_officer("county_staff", "360802")


def text(response) -> str:
    assert response.status_code == 200, response
    return unescape(response.content.decode())


TABS = ("assessment", "assessment-words", "assessment-marks", "assessment-evidence", "assessment-print", "assessment-counties", "assessment-compare")  # fmt: skip


@pytest.mark.parametrize("make", [world.opened, world.submitted, world.final], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", TABS)
def test_every_tab_opens_for_the_county_and_the_office(make, name):
    assessment = make()
    for officer in (assessment.created_by, report_makers.an_officer()):
        text(client_of(officer).get(reverse(f"reports:{name}", args=[assessment.pk])))


@pytest.mark.parametrize("name", TABS)
def test_another_countys_report_does_not_exist(name):
    assessment = world.opened()
    other = report_makers.an_officer("county_staff", "360803")
    assert client_of(other).get(reverse(f"reports:{name}", args=[assessment.pk])).status_code == 404


@pytest.mark.parametrize("role", ["grid_officer", "member_unit", "tipoff_handler", "auditor"])
def test_who_compiles_no_reports_sees_none(role):
    code = {"grid_officer": "360802001"}.get(role, "3608")
    officer = report_makers.an_officer(role, makers.make_region(code))
    assert client_of(officer).get(reverse("reports:assessments")).status_code == 404


def followed(client: PortalClient, address: str) -> tuple[str, list[int]]:
    """Key and numbers of all rows that a figure's pages show."""
    key = parse_qs(urlsplit(address).query)["key"][0]
    return key, [int(pk) for pk in _ROW.findall(text(client.get(address)))]


def links_of(client: PortalClient, assessment: Assessment) -> set[str]:
    pages = ("assessment", "assessment-words", "assessment-marks")
    return {
        link for name in pages for link in _LINK.findall(text(client.get(reverse(f"reports:{name}", args=[assessment.pk]))))
    }  # fmt: skip


def test_every_figure_opens_exactly_the_rows_it_counts():
    world.a_year()
    assessment = world.submitted()
    office = client_of(report_makers.an_officer("office_leader"))
    links = links_of(office, assessment)
    frozen = {row.key: row for row in assessment.figures.all()}
    seen = dict(followed(office, link) for link in links)
    assert set(seen) == set(frozen)
    assert {*FIGURES} <= set(seen)
    assert seen == {key: row.rows for key, row in frozen.items()}
    sums = {"furnaces", *(key for key in frozen if "." in key)}
    assert {key: len(rows) for key, rows in seen.items() if key not in sums} == {
        key: int(row.value) for key, row in frozen.items() if key not in sums
    }


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (
            "self_assessment",
            {
                "steel_tasks",
                "new_capacity",
                "group_members",
                "furnace_users",
                "steel_tips",
                "closed_enterprises",
            },
        ),
        ("work_report", {"exited_enterprises", "findings", "tips_dealt"}),
        ("self_check", {"monthly_returns", "revivals"}),
    ],
)
def test_every_figure_of_the_reports_of_the_sources_opens_exactly_its_rows(kind, told):
    world.a_year()
    assessment = world.submitted(world.opened(world.prepared(kind)))
    office = client_of(report_makers.an_officer("office_leader"))
    seen = dict(followed(office, link) for link in links_of(office, assessment))
    assert told <= set(seen)
    assert seen == {row.key: row.rows for row in assessment.figures.all()}
    assert all(seen.values())


def test_a_year_in_which_nothing_happened_is_told_as_in_kezhou():
    assessment = world.submitted(world.opened(world.prepared("self_assessment")))
    words = "".join(assessment.sentences.values())
    for sentence in (
        "无钢铁去产能任务，无新增产能",
        "得4分",
        "未接到“地条钢”死灰复燃线索",
        "无使用中（工）频炉的企业",
    ):
        assert sentence in words


def test_while_it_is_written_figures_open_what_stands_now():
    world.a_year()
    assessment = world.opened()
    client = client_of(report_makers.an_officer("office_leader"))
    seen = dict(followed(client, link) for link in links_of(client, assessment))
    assert seen == {key: list(figure_rows(key, "360802", 2026).ids) for key in seen}
    assert len(seen) > len(FIGURES)


def test_the_rows_of_a_frozen_figure_stay_and_are_marked_when_the_ledger_changes(staff):
    firm = makers.make_enterprise("360802")
    assessment = world.submitted()
    address = f"{reverse('reports:figure', args=[assessment.pk])}?key=enterprises"
    before = followed(client_of(staff), address)
    type(firm).objects.filter(pk=firm.pk).update(
        status="banned", status_document="x", closed_on=MORNING.date()
    )
    makers.make_enterprise("360802")
    page = text(client_of(staff).get(address))
    assert followed(client_of(staff), address) == before == ("enterprises", [firm.pk])
    assert "现已不计入" in page
    assert "另有1条报送以后才计入" in page


def test_a_row_changed_since_is_marked(staff):
    meeting = report_makers.make_meeting("360802")
    assessment = world.submitted()
    from django.db import transaction

    from capacity_portal.journal.operations import recording

    with transaction.atomic(), recording(meeting, step="edit", by=staff, at=timezone.now()):
        meeting.title = "改过的会议"
        meeting.save()
    page = text(client_of(staff).get(f"{reverse('reports:figure', args=[assessment.pk])}?key=meetings"))
    assert "已有变动" in page


def test_rows_the_reader_may_not_see_are_counted():
    world.a_year()
    assessment = world.submitted()
    page = text(
        client_of(report_makers.an_officer()).get(
            f"{reverse('reports:figure', args=[assessment.pk])}?key=tips"
        )
    )
    assert (
        _ROW.findall(page) == []
        and "另有2条不在您的查阅范围内" in page
        or "另有1条不在您的查阅范围内" in page
    )


@pytest.mark.parametrize("key", ["", "nothing", "exit.1.万吨", "x" * 5000, "\x00", "visits.", "1" * 5000])
@pytest.mark.parametrize("make", [world.opened, world.submitted], ids=lambda make: make.__name__)
def test_a_figure_the_report_does_not_use_does_not_exist(make, key):
    assessment = make()
    for name in ("figure", "figure-override"):
        response = client_of(assessment.created_by).get(
            reverse(f"reports:{name}", args=[assessment.pk]), {"key": key}
        )
        assert response.status_code == 404


@pytest.mark.parametrize("page", ["-1", "0", "9" * 50, "x", "100000"])
def test_pages_of_a_figure_bear_anything(page):
    assessment = world.submitted()
    address = reverse("reports:figure", args=[assessment.pk])
    assert client_of(assessment.created_by).get(address, {"key": "meetings", "page": page}).status_code == 200


def test_a_long_figure_is_paged(monkeypatch, staff):
    monkeypatch.setattr("reports.views.figures.SIZE", 2)
    meetings = [report_makers.make_meeting("360802").pk for _ in range(3)]
    assessment = world.submitted()
    address = reverse("reports:figure", args=[assessment.pk])
    first, second = (
        text(client_of(staff).get(address, {"key": "meetings", "page": page})) for page in (1, 2)
    )
    assert [int(pk) for pk in _ROW.findall(first) + _ROW.findall(second)] == meetings
    assert "第1至2条，共3条" in first


def post(client, name, *args, query="", **data):
    return client.post(reverse(f"reports:{name}", args=args) + query, data)


def test_a_number_typed_by_hand_is_marked_and_taken_back(staff):
    assessment = world.opened()
    client, query = client_of(staff), "?key=meetings"
    assert "请填写改填理由" in text(post(client, "figure-override", assessment.pk, query=query, value="9"))
    assert (
        post(client, "figure-override", assessment.pk, query=query, value="9", reason="漏录").status_code
        == 302
    )
    assert "手工改填为 9次" in text(client.get(reverse("reports:figure", args=[assessment.pk]) + query))
    assert "手工改填" in text(client.get(reverse("reports:assessment", args=[assessment.pk])))
    assert post(client, "figure-restore", assessment.pk, query=query).status_code == 302
    assert FrozenFigure.objects.get().override is None


def test_the_words_are_written_and_what_is_refused_stands_at_its_field(staff):
    assessment = world.opened()
    client, address = client_of(staff), reverse("reports:assessment-write", args=[assessment.pk])
    assert "可以取用的数据" in text(client.get(address))
    refused = text(client.post(address, {"version": 1, "text-opening": "{nothing}", "contact_office": "科"}))
    assert "没有代号为“nothing”的数据" in refused
    data = {
        "version": 1,
        "text-opening": "我县{=tips}。",
        "sign_1": "县工信局",
        "sign_1_for": "on",
        "dated": "2026-12-01",
    }
    assert client.post(address, data).status_code == 302
    words = text(client.get(reverse("reports:assessment-words", args=[assessment.pk])))
    assert "未接到举报" in words
    assert "县工信局（代章）" in words


def test_two_writers_are_told(staff):
    assessment = world.opened()
    client, address = client_of(staff), reverse("reports:assessment-write", args=[assessment.pk])
    assert client.post(address, {"version": 1, "text-opening": "甲"}).status_code == 302
    second = client.post(address, {"version": 1, "text-opening": "乙"})
    assert (second.status_code, version_in(second)) == (409, "2")
    assert "已有他人改动" in unescape(second.content.decode())
    assert client.post(address, {"version": version_in(second), "text-opening": "乙"}).status_code == 302
    assert Assessment.objects.get().texts["opening"] == "乙"


def version_in(page) -> str:
    """The version a form gives back."""
    return re.search(r'name="version" value="(\d+)"', page.content.decode()).group(1)


def changed_meanwhile(assessment):
    operations.write(assessment=assessment, version=assessment.version, by=assessment.created_by, at=MORNING)


def test_a_number_typed_by_hand_does_not_go_over_another_change(staff):
    assessment = world.opened()
    client, query = client_of(staff), "?key=meetings"
    address = reverse("reports:figure-override", args=[assessment.pk]) + query
    opened = version_in(client.get(address))
    changed_meanwhile(assessment)
    refused = client.post(address, {"version": opened, "value": "9", "reason": "漏录"})
    assert (refused.status_code, version_in(refused), FrozenFigure.objects.count()) == (409, "2", 0)
    typed = {"version": version_in(refused), "value": "9", "reason": "漏录"}
    assert client.post(address, typed).status_code == 302
    page = client.get(reverse("reports:figure", args=[assessment.pk]) + query)
    changed_meanwhile(Assessment.objects.get())
    restore = reverse("reports:figure-restore", args=[assessment.pk]) + query
    told = text(client.post(restore, {"version": version_in(page)}, follow=True))
    assert "已有他人改动" in told
    assert FrozenFigure.objects.get().override == 9


def test_what_is_submitted_is_what_was_looked_at():
    assessment = world.ready()
    client = client_of(report_makers.an_officer("county_leader", "360802"))
    address = reverse("reports:assessment-act", args=[assessment.pk, "submit"])
    opened = version_in(client.get(address))
    changed_meanwhile(assessment)
    assert client.post(address, {"version": opened}).status_code == 409
    assert Assessment.objects.get().state == "draft"


def test_marks_are_written(staff):
    assessment = world.opened()
    pk = assessment.scores.get(indicator__method="manual").indicator_id
    client, address = client_of(staff), reverse("reports:assessment-mark", args=[assessment.pk])
    assert "自评" in text(client.get(address))
    assert "应在 0 至 3 分之间" in text(client.post(address, {"version": 1, f"mark-{pk}": "4"}))
    assert (
        client.post(address, {"version": 1, f"mark-{pk}": "2.5", f"reason-{pk}": "缺一次会议"}).status_code
        == 302
    )
    assert "2.5" in text(client.get(reverse("reports:assessment-marks", args=[assessment.pk])))


def test_what_blocks_is_the_same_on_the_page_and_at_the_step():
    assessment = world.opened()
    client = client_of(report_makers.an_officer("county_leader", "360802"))
    for address in (
        reverse("reports:assessment", args=[assessment.pk]),
        reverse("reports:assessment-act", args=[assessment.pk, "submit"]),
    ):
        assert "没有填写署名单位" in text(client.get(address))


def act(officer, assessment, step, **data):
    return client_of(officer).post(reverse("reports:assessment-act", args=[assessment.pk, step]), data)


def test_the_whole_way_through_the_pages(monkeypatch):
    monkeypatch.setattr("reports.views.assessment_acts.freeze_quietly", lambda **given: True)
    assessment = world.ready()
    office, boss = report_makers.an_officer(), report_makers.an_officer("county_leader", "360802")
    assert act(assessment.created_by, assessment, "submit").status_code == 404
    assert act(boss, assessment, "submit").status_code == 302
    assert "退回意见" in text(act(office, assessment, "send_back"))
    assert act(office, assessment, "send_back", text="补").status_code == 302
    assert act(boss, assessment, "submit").status_code == 302
    version = Assessment.objects.get().version
    assert act(office, assessment, "review", version=version).status_code == 302
    assert act(office, assessment, "finish").status_code == 302
    assert Assessment.objects.get().state == "final"
    assert act(office, assessment, "finish").status_code == 404


def test_a_final_report_stands_before_its_copy_is_made(monkeypatch, django_capture_on_commit_callbacks):
    """The copy is begun after the commit: what its making raises cannot undo the step nor break the page."""

    def failing(document):
        raise ValueError("没有这一级标题")

    monkeypatch.setattr("reports.operations.assessment_freezing.print_document", failing)
    assessment, office = world.reviewed(), report_makers.an_officer()
    with django_capture_on_commit_callbacks(execute=True) as asked:
        assert act(office, assessment, "finish").status_code == 302
    assert (Assessment.objects.get().state, len(asked) >= 1) == ("final", True)


def test_a_review_mark_without_its_reason_is_refused():
    assessment = world.submitted()
    pk = assessment.scores.get(indicator__method="manual").indicator_id
    given = {"version": assessment.version, f"mark-{pk}": "1"}
    assert "请写明理由" in text(act(report_makers.an_officer(), assessment, "review", **given))


def test_a_report_is_opened_from_the_list(staff):
    scheme = world.scheme()
    client = client_of(staff)
    assert "开始编制" in text(client.get(reverse("reports:assessments")))
    assert post(client, "assessment-open", scheme.pk).status_code == 302
    assert Assessment.objects.get().region_code == "360802"
    page = text(client.get(reverse("reports:assessments")))
    assert "开始编制" not in page
    assert "化解过剩产能工作自评报告" in page


def test_a_scheme_that_is_not_ones_own_opens_nothing(staff):
    scheme = world.scheme(level="prefecture")
    assert post(client_of(staff), "assessment-open", scheme.pk).status_code == 404
    assert Assessment.objects.count() == 0


def test_the_office_does_not_begin_a_countys_report():
    scheme = world.scheme()
    assert post(client_of(report_makers.an_officer()), "assessment-open", scheme.pk).status_code == 302
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    "query",
    ["?year=2026&kind=self_assessment&state=draft&region=360802", "?year=x", "?state=%00", "?region=9"],
)
def test_the_list_is_filtered_and_bears_anything(query):
    world.opened()
    text(client_of(report_makers.an_officer()).get(reverse("reports:assessments") + query))


@pytest.mark.parametrize("name", ["assessments", "schemes"])
def test_lists_ask_as_often_for_three_as_for_one(name, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    scheme = world.scheme()
    world.opened(scheme)
    client = client_of(report_makers.an_officer())
    client.get(reverse(f"reports:{name}"))
    with CaptureQueriesContext(connection) as first:
        client.get(reverse(f"reports:{name}"))
    for region in ("360803", "360821"):
        world.opened(scheme, region)
    with CaptureQueriesContext(connection) as then:
        client.get(reverse(f"reports:{name}"))
    assert len(then) == len(first)


def test_evidence_is_uploaded_shown_and_taken_off(staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assessment = world.opened()
    score = assessment.scores.first()
    client, address = client_of(staff), reverse("reports:score-evidence-new", args=[assessment.pk, score.pk])
    text(client.get(address))
    bad = SimpleUploadedFile("a.jpg", b"no picture")
    assert "无法识别" in text(client.post(address, {"file": bad}))
    good = SimpleUploadedFile("a.jpg", _jpeg())
    assert client.post(address, {"file": good}).status_code == 302
    row = ScoreEvidence.objects.get()
    served = client.get(reverse("reports:score-evidence", args=[row.uuid]))
    assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
    assert served.getvalue()[:2] == b"\xff\xd8"
    other = client_of(report_makers.an_officer("county_staff", "360803"))
    assert other.get(reverse("reports:score-evidence", args=[row.uuid])).status_code == 404
    remove = reverse("reports:score-evidence-remove", args=[row.uuid])
    text(client.get(remove))
    assert client.post(remove).status_code == 302
    assert client.get(reverse("reports:score-evidence", args=[row.uuid])).status_code == 404


def test_evidence_cannot_be_changed_after_submission():
    assessment = world.submitted()
    client = client_of(assessment.created_by)
    address = reverse("reports:score-evidence-new", args=[assessment.pk, assessment.scores.first().pk])
    assert client.get(address).status_code == 404


def _jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_prefectures_report_shows_its_counties():
    world.submitted(world.opened(world.scheme()))
    prefecture = world.opened(world.scheme(level="prefecture"), "3608")
    page = text(
        client_of(report_makers.an_officer()).get(
            reverse("reports:assessment-counties", args=[prefecture.pk])
        )
    )
    assert "已报送报告的数据合计" in page
    assert "召开会议" in page


def test_two_years_stand_side_by_side():
    last = world.scheme(year=2025)
    world.submitted(world.opened(last))
    assessment = world.submitted(world.opened(world.scheme()))
    page = text(
        client_of(assessment.created_by).get(reverse("reports:assessment-compare", args=[assessment.pk]))
    )
    assert "2025年" in page
    assert "召开会议" in page
    assert operations.CONTACT[0] == "contact_office"


@pytest.fixture
def printed(monkeypatch):
    """The documents that were to be printed."""
    asked = []

    def printing(document):
        asked.append(document)
        return RenderedPdf(b"%PDF-1.7", 1)

    monkeypatch.setattr("reports.views.assessment_files.print_document", printing)
    return asked


def test_the_pages_as_pdf_bear_the_viewers_name_and_are_not_kept(printed, staff):
    assessment = world.submitted()
    address = reverse("reports:assessment-pdf", args=[assessment.pk])
    response = client_of(staff).get(address)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    assert printed[0].draft.viewer == staff.name


def test_only_the_county_itself_prints_the_internal_variant(printed, staff):
    assessment = world.submitted()
    address = reverse("reports:assessment-pdf", args=[assessment.pk]) + "?internal=1&compare=1"
    client_of(staff).get(address)
    client_of(report_makers.an_officer()).get(address)
    assert ["张三丰" in document.contact for document in printed] == [True, False]


def test_what_cannot_be_typeset_leads_back_with_a_sentence(monkeypatch, staff):
    def failing(document):
        raise RenderFailed

    monkeypatch.setattr("reports.views.assessment_files.print_document", failing)
    assessment = world.opened()
    response = client_of(staff).get(reverse("reports:assessment-pdf", args=[assessment.pk]), follow=True)
    assert "没有生成打印件" in text(response)


def test_a_final_report_is_handed_out_as_it_was_frozen(printed, staff, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(
        "reports.operations.assessment_freezing.print_document",
        lambda document: RenderedPdf(b"%PDF frozen", 1),
    )
    final = freeze(assessment=world.final(), at=MORNING)
    response = client_of(staff).get(reverse("reports:assessment-pdf", args=[final.pk]))
    assert (response.getvalue(), printed) == (b"%PDF frozen", [])


def test_the_words_as_docx(staff):
    response = client_of(staff).get(reverse("reports:assessment-docx", args=[world.opened().pk]))
    assert (response.status_code, response.content[:2]) == (200, b"PK")


def test_evidence_with_a_secret_mark_is_refused_and_nothing_stays(staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assessment = world.opened()
    address = reverse("reports:score-evidence-new", args=[assessment.pk, assessment.scores.first().pk])
    file = SimpleUploadedFile("机密★1年.jpg", _jpeg())
    assert "密级标志" in text(client_of(staff).post(address, {"file": file}))
    assert (ScoreEvidence.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (
        0,
        [],
    )


def test_evidence_that_could_not_be_registered_leaves_no_file(staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assessment = world.opened()
    score = assessment.scores.first()
    upload = read_upload(SimpleUploadedFile("a.jpg", _jpeg()), most_bytes=10**6)
    world.submitted(assessment)
    with pytest.raises(StepRefused):
        attach_evidence(score=score, upload=upload, by=staff, at=MORNING)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_prefectures_documents_are_those_of_its_register():
    received = report_makers.make_incoming()
    own = report_makers.make_notice("issued", dated=MORNING.date())
    assessment = world.submitted(world.opened(world.scheme(level="prefecture"), "3608"))
    office = client_of(report_makers.an_officer())
    address = reverse("reports:figure", args=[assessment.pk])
    assert followed(office, f"{address}?key=documents_received") == ("documents_received", [received.pk])
    assert followed(office, f"{address}?key=documents_issued") == ("documents_issued", [own.pk])


@pytest.mark.parametrize(("indicators", "is_shown"), [(world.INDICATORS, True), ([], False)])
def test_the_tab_of_marks_stands_only_where_there_are_marks(indicators, is_shown):
    assessment = world.opened(world.scheme(indicators=indicators))
    page = text(client_of(assessment.created_by).get(reverse("reports:assessment", args=[assessment.pk])))
    assert (reverse("reports:assessment-marks", args=[assessment.pk]) in page) is is_shown


def test_zeros_are_neither_told_twice_nor_against_each_other():
    words = "".join(world.submitted(world.opened(world.prepared("work_report"))).sentences.values())
    assert "当年无退出产能。" in words
    for unsaid in ("当年无企业退出", "未登记成员单位"):
        assert unsaid not in words


def test_duties_that_are_not_there_are_not_claimed():
    words = "".join(world.submitted(world.opened(world.prepared("self_assessment"))).sentences.values())
    assert "办公室负责日常工作。全年未召开会议" in words
    assert "责任分解" not in words
