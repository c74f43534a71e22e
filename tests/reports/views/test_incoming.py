"""Pages of the register, its tasks and the search."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.models import DocumentTask, IncomingDocument, Notice
from tests.clients import signed_in
from tests.makers import make_office, make_region
from tests.report_makers import an_officer, make_document_task, make_incoming, make_notice, make_unit
from tests.reports.views.test_returns import photo

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENTRY = {
    "title": "关于自查的通知",
    "sender": "省办",
    "received_on": str(TODAY),
    "printed_number": "苏化解办〔2018〕4号",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_office()


@pytest.fixture
def office():
    return signed_in(an_officer())


@pytest.fixture
def county():
    return signed_in(an_officer("county_staff", "360802"))


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_a_document_is_registered(office):
    response = office.post(url("incoming-new"), ENTRY)
    document = IncomingDocument.objects.get()
    assert (response["Location"], document.sequence, document.number_code) == (
        url("incoming-document", document.pk),
        1,
        "苏化解办",
    )
    assert "第1号" in text(office.get(url("incoming-document", document.pk)))


def test_a_number_that_is_there_is_asked_about_once(office):
    make_incoming(printed_number="苏化解办[2018]4号", number_code="苏化解办", number_year=2018, number=4)
    page = text(office.post(url("incoming-new"), ENTRY))
    assert ("登记簿里已有这个字号" in page, "关于自查的通知" in page, IncomingDocument.objects.count()) == (
        True,
        True,
        1,
    )
    assert office.post(url("incoming-new"), ENTRY | {"confirmed": "on"}).status_code == 302
    document = IncomingDocument.objects.latest("id")
    assert office.post(url("incoming-edit", document.pk), ENTRY | {"version": "1"}).status_code == 200


def test_a_number_not_understood_is_kept_and_said(office):
    response = office.post(url("incoming-new"), ENTRY | {"printed_number": "〔20111号"}, follow=True)
    assert "来文字号按原样登记" in text(response)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"title": "\x00", "received_on": "0001-01-01"},
        ENTRY | {"summary": "机密★1年"},
        ENTRY | {"urgency": "?"},
        ENTRY | {"title": "", "printed_number": "苏\x00化"},
    ],
)
def test_what_is_refused_is_said_and_kept(office, typed):
    assert "form" in text(office.post(url("incoming-new"), typed))
    assert IncomingDocument.objects.count() == 0


def test_a_line_is_mended_and_somebody_else_may_be_first(office):
    document = make_incoming()
    assert (
        office.post(
            url("incoming-edit", document.pk),
            ENTRY | {"version": "1", "received_on": "2026-03-02", "printed_number": ""},
        ).status_code
        == 302
    )
    text(office.post(url("incoming-edit", document.pk), ENTRY | {"version": "1", "printed_number": ""}), 409)


def test_a_scan_is_kept_and_shown(office):
    document = make_incoming()
    assert office.get(url("incoming-scan", document.pk)).status_code == 404
    assert (
        office.post(url("incoming-scan-new", document.pk), {"version": "1", "file": photo()}).status_code
        == 302
    )
    shown = office.get(url("incoming-scan", document.pk))
    assert (shown["Content-Type"], shown.getvalue()[:4]) == ("image/png", b"\x89PNG")
    assert "涉密" in text(
        office.post(url("incoming-scan-new", document.pk), {"version": "2", "file": photo("绝密★.png")})
    )


def test_tasks_are_handed_out_finished_and_cancelled(office, county):
    place, unit, document = make_region("360802"), make_unit(), make_incoming()
    for key in (f"r{place.pk}", f"d{unit.pk}"):
        assert (
            office.post(
                url("incoming-task-new", document.pk), {"version": "1", "unit": key, "text": "自查"}
            ).status_code
            == 302
        )
    first, second = DocumentTask.objects.order_by("id")
    page = text(county.get(url("incoming-document", document.pk)))
    assert ("吉州区" in page, unit.name in page) == (True, False)
    assert county.post(url("incoming-task", first.pk, "finish"), {"text": "已自查"}).status_code == 302
    assert county.get(url("incoming-task", second.pk, "finish")).status_code == 404
    assert county.get(url("incoming-task", first.pk, "cancel")).status_code == 404
    assert office.get(url("incoming-task", first.pk, "none")).status_code == 404
    assert "还有 1 项任务" in text(
        office.post(url("incoming-finish", document.pk), {"version": "2", "kind": "done", "text": "结"})
    )
    assert office.post(url("incoming-task", second.pk, "cancel"), {"text": "重复"}).status_code == 302
    assert (
        office.post(
            url("incoming-finish", document.pk), {"version": "2", "kind": "filed", "text": "传阅"}
        ).status_code
        == 302
    )
    assert "传阅" in text(office.get(url("incoming-document", document.pk)))


def test_a_draft_comes_of_it(office):
    document = make_incoming()
    response = office.post(url("incoming-draft", document.pk, "answers"))
    assert response["Location"] == url("notice", Notice.objects.get().pk)
    assert "关于《" in text(office.get(url("incoming-document", document.pk)))
    assert office.post(url("incoming-draft", document.pk, "replaces")).status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 3), ({"state": "open"}, 2), ({"state": "overdue"}, 1), ({"state": "done"}, 1), ({"year": "2025"}, 0), ({"text": "\x00"}, 3), ({"year": "9" * 5_000, "cursor": "x"}, 3)],
)  # fmt: skip
def test_the_list_is_filtered(office, query, count):
    make_incoming(due_on="2026-03-03"), make_incoming()
    make_incoming(state="done", done_at=timezone.now(), done_by=an_officer())
    assert len(office.get(url("incoming"), query).context["rows"]) == count


def test_empty_lists_are_sentences(office, county):
    assert "还没有登记收文" in text(office.get(url("incoming")))
    assert "没有交给本单位的任务" in text(county.get(url("incoming")))
    assert "没有符合条件" in text(office.get(url("incoming"), {"text": "没有"}))


@pytest.mark.parametrize("format_", ["xlsx", "csv", "pdf"])
def test_the_register_as_a_file(office, format_):
    make_incoming(title="=1+1")
    response = office.post(url("incoming-export") + "?state=open", {"format": format_})
    content = office.get(response["Location"]).content
    if format_ == "xlsx":
        assert "=1+1" in [
            cell.value for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row
        ]
    else:
        assert content.startswith(b"%PDF") if format_ == "pdf" else "'=1+1" in content.decode()


@pytest.mark.parametrize(
    "name",
    ["incoming-edit", "incoming-scan-new", "incoming-task-new", "incoming-finish", "incoming-document"],
)
def test_for_others_there_is_no_such_document(county, name):
    document = make_incoming()
    assert county.get(url(name, document.pk)).status_code == 404
    assert signed_in(an_officer("office_staff", "6207")).get(url(name, document.pk)).status_code == 404


def test_who_has_no_papers_has_no_register():
    client = signed_in(an_officer("auditor"))
    assert [
        client.get(url(name)).status_code
        for name in ("incoming", "incoming-new", "documents-search", "incoming-export")
    ] == [404] * 4


def test_the_search_finds_words_of_what_one_sees(office, county):
    make_incoming(search_text="严防地条钢"), make_notice("draft", search_text="严防地条钢")
    page = text(office.get(url("documents-search"), {"text": "地 条 钢"}))
    assert ("发文（1）" in page, "收文（1）" in page) == (True, True)
    assert "没有找到" in text(county.get(url("documents-search"), {"text": "地条钢"}))
    assert "没有找到" not in text(office.get(url("documents-search")))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_as_for_one(office, count, django_assert_num_queries):
    document = make_incoming()
    for _ in range(count):
        make_document_task(document)
        make_incoming()
    for address, number in ((url("incoming"), 3), (url("incoming-document", document.pk), 7)):
        office.get(address)
        with django_assert_num_queries(number):
            office.get(address)
