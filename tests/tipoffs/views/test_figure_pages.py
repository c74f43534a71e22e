from datetime import date

import pytest
from django.urls import reverse

from capacity_portal.journal.models import Entry
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting import RenderFailed
from tests.clients import signed_in
from tests.makers import make_officer, make_region
from tests.tip_makers import make_assignment, make_tip

pytestmark = pytest.mark.django_db
MARCH = {"period": "2026-03"}
FIGURES, LIST, EXPORT = (reverse(f"tipoffs:figures{part}") for part in ("", "-list", "-export"))


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


@pytest.mark.parametrize(
    "role",
    ["tipoff_handler", "office_leader", "office_staff", "county_leader", "county_staff", "member_unit"],
)
def test_who_sees_figures(role):
    assert signed_in(make_officer(role)).get(FIGURES, MARCH).status_code == 200


@pytest.mark.parametrize("role", ["grid_officer", "power_company", "system_admin", "auditor"])
def test_who_does_not(role):
    client = signed_in(make_officer(role))
    assert [client.get(address).status_code for address in (FIGURES, LIST, EXPORT)] == [404] * 3


def test_nothing_received_is_said(handler):
    assert "2026年3月收到举报0件。" in signed_in(handler).get(FIGURES, MARCH).content.decode()


def test_a_number_leads_to_its_list(handler):
    tip = make_tip("closed", place=make_region("360802001"))
    make_region("360802")
    page = signed_in(handler).get(FIGURES, MARCH).content.decode()
    assert f"{LIST}?period=2026-03&amp;what=came_closed&amp;by=county&amp;value=360802" in page.replace(
        "&amp;amp;", "&amp;"
    )
    listed = (
        signed_in(handler)
        .get(LIST, MARCH | {"what": "came_closed", "by": "county", "value": "360802"})
        .content.decode()
    )
    assert tip.label in listed
    assert tip.text not in listed


def test_a_county_lists_what_is_handed_over_to_it(handler):
    mine, other = make_tip("verifying"), make_tip("verifying")
    make_assignment(mine)
    listed = signed_in(make_officer("county_staff")).get(LIST, MARCH | {"what": "received"}).content.decode()
    assert (mine.label in listed, other.label in listed) == (True, False)


def test_the_offices_staff_get_no_lists():
    make_tip("received")
    client = signed_in(make_officer("office_staff"))
    assert LIST not in client.get(FIGURES, MARCH).content.decode()
    assert client.get(LIST, MARCH | {"what": "received"}).status_code == 404
    assert client.post(EXPORT + "?period=2026-03&what=received", {"format": "csv"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"what": "nothing"},
        {"what": "received", "by": "colour"},
        {"what": "received", "by": "county", "value": "\x00"},
    ],
)
def test_lists_of_nothing_do_not_exist(handler, query):
    assert signed_in(handler).get(LIST, MARCH | query).status_code == 404


@pytest.mark.parametrize("period", ["", "0001", "9999-99", "9" * 5000, "\x00"])
def test_a_nonsense_period_is_this_month(handler, period):
    assert signed_in(handler).get(FIGURES, {"period": period}).status_code == 200


def given(officer, query: str, kind: str):
    client = signed_in(officer)
    answer = client.post(f"{EXPORT}?{query}", {"format": kind})
    assert answer.status_code == 302
    return client.get(answer["Location"])


def test_the_figures_are_given_out_as_csv_and_the_journal_knows(handler):
    make_tip("received")
    answer = given(handler, "period=2026-03", "csv")
    text = answer.content.decode("utf-8-sig")
    assert "2026年3月总数,收到,件数,1," in text.splitlines()
    entry = Entry.objects.get(subject="tip_list")
    assert (entry.step, entry.note) == ("export", "2026年3月举报统计，csv")


def test_a_list_is_given_out_without_a_word_of_the_reporter(handler):
    tip = make_tip("received", text="=cmd|夜里开炉", place_text="河边", firm_name="某厂")
    text = given(handler, "period=2026-03&what=received", "csv").content.decode("utf-8-sig")
    assert tip.label in text
    assert [word in text for word in ("夜里", "河边", "某厂")] == [False] * 3
    assert given(handler, "period=2026-03&what=received", "xlsx").content[:2] == b"PK"


def test_units_learn_neither_channel_nor_day_of_receipt_nor_place(handler):
    day = date(2026, 3, 4)
    tip = make_tip(
        "verifying", received_on=day, channel="letter", entered_by=handler, place=make_region("360802001")
    )
    make_assignment(tip)
    asked = "period=2026-03&what=received"
    words = ("2026-03-04", tip.get_channel_display(), tip.place.name)
    for officer, sees in ((handler, True), (make_officer("county_staff"), False)):
        page = signed_in(officer).get(LIST, MARCH | {"what": "received"}).content.decode()
        sheet = given(officer, asked, "csv").content.decode("utf-8-sig")
        for shown in (page, sheet):
            assert tip.label in shown
            assert [word in shown for word in words] == [sees] * 3


@pytest.mark.parametrize(("by", "value"), [("channel", "web"), ("county", "360802")])
def test_units_may_not_ask_how_or_where_tips_came_in(handler, by, value):
    make_assignment(make_tip("verifying"))
    query = MARCH | {"what": "received", "by": by, "value": value}
    assert signed_in(handler).get(LIST, query).status_code == 200
    assert signed_in(make_officer("county_staff")).get(LIST, query).status_code == 404
    kind = MARCH | {"what": "received", "by": "kind", "value": "production"}
    assert signed_in(make_officer("county_staff")).get(LIST, kind).status_code == 200


def test_a_list_is_not_printed(handler):
    answer = signed_in(handler).post(EXPORT + "?period=2026-03&what=received", {"format": "pdf"})
    assert (answer.status_code, Entry.objects.filter(subject="tip_list").exists()) == (200, False)


def test_what_was_not_asked_for_is_not_there(handler):
    assert signed_in(handler).get(reverse("tipoffs:figures-file", args=["made-up"])).status_code == 404


def test_the_print_names_every_table(handler, monkeypatch):
    seen = []

    def draw(html):
        seen.append(html)
        return (
            typesetting.RenderedPdf(b"%PDF-1.7", 1, ())
            if len(seen) > 1
            else typesetting.RenderedPdf(b"", 1, ("𠀀",))
        )

    monkeypatch.setattr("tipoffs.documents.figures.typesetting.render_pdf", draw)
    answer = given(handler, "period=2026", "pdf")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert [title in seen[0] for title in ("2026年总数", "按期率", "各环节用时", "奖励")] == [True] * 4
    assert "没有字体可以打印" in seen[1]


def test_a_print_that_fails_says_so(handler, monkeypatch):
    def fail(html):
        raise RenderFailed("超时")

    monkeypatch.setattr("tipoffs.documents.figures.typesetting.render_pdf", fail)
    answer = given(handler, "period=2026", "pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"{FIGURES}?period=2026")
