"""The matrix, its files, the reminders and the summary."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from capacity_portal.journal.models import Entry
from reports.models import Notice
from tests.clients import signed_in
from tests.makers import make_office, make_region
from tests.report_makers import an_officer, make_notice, make_recipient, make_unit
from tests.reports.sending_world import FIGURES, received, submitted, written

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def notice():
    """To a county that answered late, its town, another county that did nothing, and a copy."""
    make_office()
    notice = make_notice(
        "issued",
        wants_return=True,
        wants_cascade=True,
        due_on=TODAY - timedelta(days=20),
        figures_wanted=FIGURES,
    )
    submitted(
        written(received(make_recipient(notice, "360802", position=1), timezone.now()), at=timezone.now()),
        at=timezone.now(),
    )
    make_recipient(notice, "360802001", position=2)
    make_recipient(notice, "360803", position=3)
    make_recipient(notice, "3608", make_unit(), position=4, is_copy=True)
    return notice


def get(name, notice, role="office_staff", region="3608", *more, **query):
    return signed_in(an_officer(role, region)).get(reverse(f"reports:{name}", args=[notice.pk, *more]), query)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_office_sees_everybody_and_a_county_its_own_and_its_towns(notice):
    assert [row["recipient"].region_code for row in get("matrix", notice).context["rows"]] == [
        "360802",
        "360802001",
        "360803",
        "3608",
    ]
    rows = get("matrix", notice, "county_staff", "360802").context["rows"]
    assert [row["recipient"].region_code for row in rows] == ["360802", "360802001"]


def test_rates_are_those_of_the_rows_one_sees(notice):
    rates = {rate.label: (rate.done, rate.total) for rate in get("matrix", notice).context["rates"]}
    assert rates == {"签收": (1, 4), "层层传达": (0, 3), "书面反馈": (1, 3)}
    own = {
        rate.label: (rate.done, rate.total)
        for rate in get("matrix", notice, "county_staff", "360803").context["rates"]
    }
    assert own["签收"] == (0, 1)


@pytest.mark.parametrize(
    ("query", "codes"),
    [({"only": "overdue"}, 4), ({"only": "return"}, 2), ({"only": "waiting"}, 1), ({"only": "back"}, 0), ({"only": "x\x00"}, 4), ({"text": "青原"}, 1)],
)  # fmt: skip
def test_filters(notice, query, codes):
    assert len(get("matrix", notice, **query).context["rows"]) == codes


def test_lateness_says_how_it_was_counted(notice):
    assert "次日起算" in text(get("matrix", notice))


def test_a_document_to_nobody_says_so():
    make_office()
    assert "没有收文单位" in text(get("matrix", make_notice("issued")))


@pytest.mark.parametrize(
    ("role", "region"),
    [("county_staff", "360821"), ("member_unit", "3608"), ("auditor", "3608"), ("office_staff", "6207")],
)
def test_whom_it_was_not_sent_finds_nothing(notice, role, region):
    assert get("matrix", notice, role, region).status_code == 404


def test_drafts_have_no_matrix():
    make_office()
    assert get("matrix", make_notice("draft")).status_code == 404


@pytest.mark.parametrize("format_", ["xlsx", "csv", "pdf"])
def test_files_hold_what_is_seen_and_the_journal_hears_of_it(notice, format_):
    client = signed_in(an_officer("county_staff", "360802"))
    response = client.post(reverse("reports:matrix-export", args=[notice.pk]), {"format": format_})
    content = client.get(response["Location"])
    assert Entry.objects.filter(subject="notice", step="print" if format_ == "pdf" else "export").count() == 1
    if format_ == "xlsx":
        sheet = load_workbook(BytesIO(content.content)).active
        assert [row[0].value for row in sheet.iter_rows(min_row=5) if row[0].value][:2] == [
            "吉州区",
            "区划360802001",
        ]
    elif format_ == "csv":
        assert "青原区" not in content.content.decode()
    else:
        assert content.content.startswith(b"%PDF")


def test_a_file_nobody_asked_for_is_none(notice):
    assert get("matrix-file", notice, "office_staff", "3608", "x").status_code == 404
    assert (
        signed_in(an_officer())
        .post(reverse("reports:matrix-export", args=[notice.pk]), {"format": "exe"})
        .status_code
        == 200
    )


def test_late_units_are_chosen_and_a_draft_is_made(notice):
    client, url = signed_in(an_officer()), reverse("reports:remind", args=[notice.pk])
    page = text(client.get(url))
    assert page.count("【催办】") == 4
    late = notice.recipients.get(region_code="360803")
    response = client.post(url, {"kind": "supervision", "selected": [str(late.pk), "x", "²"]})
    draft = Notice.objects.get(about=notice)
    assert (response["Location"], draft.kind, draft.recipients.get().name) == (
        reverse("reports:notice", args=[draft.pk]),
        "supervision",
        "青原区",
    )


@pytest.mark.parametrize("typed", [{"kind": "reminder"}, {"kind": "order", "selected": "1"}, {}])
def test_what_is_refused_is_said(notice, typed):
    response = signed_in(an_officer()).post(reverse("reports:remind", args=[notice.pk]), typed)
    assert (response.status_code, Notice.objects.filter(about=notice).count()) == (200, 0)


def test_nobody_late_is_a_sentence():
    make_office()
    assert "没有逾期的单位" in text(get("remind", make_recipient(make_notice("issued")).notice))


def test_the_summary_tells_and_drafts(notice):
    page = text(get("summary", notice))
    for part in ("办理情况排名", "反馈数据汇总", "个单位没有报送书面反馈", "12"):
        assert part in page
    assert signed_in(an_officer()).post(reverse("reports:summary", args=[notice.pk])).status_code == 302
    assert Notice.objects.get(about=notice).kind == "circular"


def test_collected_figures_as_a_workbook(notice):
    client = signed_in(an_officer())
    response = client.post(reverse("reports:summary-export", args=[notice.pk]), {"format": "xlsx"})
    book = load_workbook(BytesIO(client.get(response["Location"]).content))
    values = [[cell.value for cell in row] for row in book["反馈数据汇总"].iter_rows(min_row=4)]
    assert values == [["单位", "排查企业（家）", "面积（平方米）"], ["吉州区", 12, 3.5], ["合计", 12, 3.5]]


def test_counties_summarize_nothing(notice):
    for name in ("remind", "summary", "summary-export"):
        assert get(name, notice, "county_leader", "360802").status_code == 404
    withdrawn = make_recipient(make_notice("withdrawn")).notice
    assert get("remind", withdrawn).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 270])
def test_many_addressees_cost_no_more_queries(count, django_assert_num_queries):
    make_office()
    notice = make_notice("issued", wants_return=True, due_on=TODAY - timedelta(days=5))
    for number in range(count):
        make_recipient(notice, f"360802{number + 100}")
    client, url = signed_in(an_officer()), reverse("reports:matrix", args=[notice.pk])
    client.get(url)
    with django_assert_num_queries(6):
        assert len(client.get(url).context["rows"]) == count


def test_a_town_sees_its_own_row(notice):
    rows = get("matrix", notice, "grid_officer", "360802001").context["rows"]
    assert [row["recipient"].region for row in rows] == [make_region("360802001")]
