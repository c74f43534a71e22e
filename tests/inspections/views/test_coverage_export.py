"""Files of a month's pages: exactly the tables shown, as of when, journalled, behind the same wall."""

import csv
import io

import openpyxl
import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.lib import typesetting
from capacity_portal.lib.tables import Cell
from capacity_portal.organization.roles import ROLES, Permission
from inspections import coverage_exports
from inspections.documents import coverage as documents
from inspections.models import Round
from tests import hostile
from tests.clients import signed_in
from tests.inspections.views.test_coverage import MONTH, closed, lived, month, office
from tests.makers import make_cell, make_duty, make_enterprise, make_officer

__all__ = ["month", "office"]
pytestmark = pytest.mark.django_db
EXPORT = f"{MONTH}export/"


def written(cell: Cell) -> str:
    return str(cell.value)


def from_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def made(client, format_, **asked):
    response = client.post(EXPORT, {"format": format_, **asked}, follow=True)
    assert response.status_code == 200
    return response


@pytest.fixture
def no_typesetting(monkeypatch):
    """Everything but the typesetting itself, which takes seconds."""
    pages = []

    def rendered(html):
        pages.append(html)
        return typesetting.RenderedPdf(b"%PDF-1.7 fake", 1)

    monkeypatch.setattr(documents.typesetting, "render_pdf", rendered)
    return pages


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_export(role, month):
    client, may = signed_in(make_officer(role)), Permission.EXPORT_LEDGER in ROLES[role].permissions
    asked = {"what": "list", "format": "csv"}
    assert client.get(EXPORT, asked).status_code == (200 if may else 404)
    assert client.post(EXPORT, asked).status_code == (302 if may else 404)
    assert Entry.objects.filter(subject="round", step="export").exists() == may


@pytest.mark.parametrize("what", ["round", "county"])
def test_both_formats_carry_the_tables_of_the_page(office, month, what):
    lived(month)
    page = office.get(MONTH if what == "round" else f"{MONTH}360802/")
    shown = [page.context["tables"][place] for place in (0, 2)]
    asked = {"what": what} | ({"county": "360802"} if what == "county" else {})
    lines = from_csv(made(office, "csv", **asked))
    book = openpyxl.load_workbook(io.BytesIO(made(office, "xlsx", **asked).content))
    for table in shown:
        rows = [[written(cell) for cell in row.cells] for row in table.all_rows]
        start = lines.index([table.title])
        assert lines[start + 1] == [head.title for head in table.heads]
        assert lines[start + 2 : start + 2 + len(rows)] == rows
        sheet = [[cell.value for cell in row] for row in book[table.title].iter_rows()]
        width = len(table.heads)
        assert sheet[4][:width] == [head.title for head in table.heads]
        found = [
            ["" if value is None else str(value) for value in line[:width]]
            for line in sheet[5 : 5 + len(rows)]
        ]
        assert [[_plain(text) for text in line] for line in found] == [
            [_plain(t) for t in row] for row in rows
        ]


def _plain(text: str) -> str:
    return text.removesuffix(".0")


def test_the_head_says_as_of_when_and_numerator_and_denominator(office, month):
    lived(month)
    title, state, sums = (line[0] for line in from_csv(made(office, "csv", what="round"))[:3])
    assert title == "吉安市2026年3月排查覆盖情况"
    assert state.startswith("数据截至 ")
    assert "本月进行中，以后还会变动。排查截止 2026-03-31，月报截止 2026-04-03。" in state
    assert sums.startswith("应查 6，已查 2，覆盖率 33.3%。")
    closed(month)
    lines = from_csv(made(office, "csv", what="round"))
    assert lines[1][0].startswith("本月已关账，数据为 2026-03-02 12:00 关账时的数据。")


def test_classes_have_three_columns_each_in_a_spreadsheet(office, month):
    lived(month)
    lines = from_csv(made(office, "csv", what="round"))
    start = lines.index(["各县（市、区）按类别"])
    head, first = lines[start + 1], lines[start + 2]
    found = dict(zip(head, first, strict=True))
    assert [found[f"其中：重点监管{part}"] for part in ("已查", "应查", "覆盖率（%）")] == ["1", "1", "100"]


def test_lists_carry_the_rows_of_the_list_only(office, month):
    lived(month)
    make_duty(month, make_enterprise("360803"), title="=1+1")
    rows = from_csv(made(office, "csv", what="list", county="360803"))
    assert rows[2] == ["条件：还没有查清（未排查、到场未查成）；青原区。共 2 项。"]
    assert rows[-1][0] == "'=1+1"
    within = from_csv(made(office, "csv", what="list", within=["360803"]))
    assert within[2] == ["条件：还没有查清（未排查、到场未查成）；青原区。共 2 项。"]
    duty = month.duties.filter(kind="sweep").get()
    picked = from_csv(made(office, "csv", what="list", selected=duty.pk))
    assert picked[2] == ["条件：所选任务。共 1 项。"]
    assert picked[-1][:4] == ["区划360802001网格", "网格拉网排查", "区划360802001网格", "张三"]
    cell = from_csv(made(office, "csv", what="list", cell=duty.cell_id, county="360802"))
    assert cell[2] == ["条件：还没有查清（未排查、到场未查成）；吉州区；区划360802001网格。共 3 项。"]


def test_the_journal_hears_of_it_and_getting_writes_nothing(office, month):
    response = office.post(EXPORT, {"what": "round", "format": "xlsx"})
    entry = Entry.objects.get(subject="round", step="export")
    assert (entry.note, entry.region_code) == ("2026年3月：覆盖情况，xlsx", "3608")
    before = Entry.objects.count()
    assert office.get(response["Location"])["Content-Disposition"].endswith(".xlsx")
    assert Entry.objects.count() == before


def test_printing(office, month, no_typesetting):
    lived(month)
    response = made(office, "pdf", what="round")
    assert response["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(subject="round", step="print").count() == 1
    (page,) = no_typesetting
    assert "数据截至" in page
    assert "各县（市、区）按类别" in page
    assert '<td class="number">40.0%</td>' in page
    closed(month)
    made(office, "pdf", what="round")
    assert f"关账校验值：{month.closings.get().digest}" in no_typesetting[1]


def test_missing_glyphs_are_owned_up_to(office, month, monkeypatch):
    pages = []

    def rendered(html):
        pages.append(html)
        return typesetting.RenderedPdf(b"%PDF", 1, ("𠮷",) if len(pages) == 1 else ())

    monkeypatch.setattr(documents.typesetting, "render_pdf", rendered)
    made(office, "pdf", what="round")
    assert [("没有字体可以打印" in page) for page in pages] == [False, True]


def test_what_cannot_be_typeset_leads_back(office, month, monkeypatch):
    def fail(html):
        raise typesetting.RenderFailed("超时")

    monkeypatch.setattr(documents.typesetting, "render_pdf", fail)
    response = made(office, "pdf", what="round")
    assert response.redirect_chain[-1][0] == MONTH
    assert "没有生成打印件：超时" in response.content.decode()


def test_too_many_rows_are_refused_with_advice(office, month, monkeypatch):
    for _ in range(3):
        make_duty(month)
    monkeypatch.setattr(coverage_exports, "MOST", {"csv": 2, "xlsx": 3, "pdf": 2})
    page = office.get(EXPORT, {"what": "list", "format": "csv"})
    assert "超过 2 项" in page.content.decode()
    assert office.post(EXPORT, {"what": "list", "format": "pdf"}).status_code == 200
    assert office.post(EXPORT, {"what": "list", "format": "xlsx"}).status_code == 302


def test_a_county_has_its_own_page_only(month):
    client = signed_in(make_officer("county_staff", "360802"))
    assert client.post(EXPORT, {"what": "county", "county": "360802", "format": "csv"}).status_code == 302
    for asked in ({"what": "round"}, {"what": "county", "county": "360803"}, {"what": "county"}):
        assert client.post(EXPORT, asked | {"format": "csv"}).status_code == 404, asked
    office = signed_in(make_officer("office_staff"))
    response = office.post(EXPORT, {"what": "county", "county": "360899", "format": "csv"})
    assert office.get(response["Location"]).status_code == 404  # no such county


@pytest.mark.parametrize("text", hostile.SOME)
def test_hostile_values(office, text):
    names = ("what", "format", "county", "cell", "selected", "within", "standing")
    for name in names:
        assert office.get(EXPORT, {name: text}).status_code == 200
        assert office.post(
            EXPORT, {"what": "list", "format": "csv", name: text}, follow=True
        ).status_code in (200, 404)


@pytest.mark.long
def test_the_paper_itself(office, month):
    lived(month)
    make_cell("360802002")
    assert made(office, "pdf", what="round").content.startswith(b"%PDF")


def test_reopened_months_are_open_again(office, month):
    closed(month)
    Round.objects.update(state="reopened", closed_at=None)
    state = from_csv(made(office, "csv", what="round"))[1][0]
    assert "本月重新开账，以后还会变动。" in state
