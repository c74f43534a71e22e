"""Documents to one's own unit, the page of one of them, and its steps."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from reports.models import NoticeReturn, Recipient, RecipientFile
from tests.clients import signed_in
from tests.makers import make_office
from tests.report_makers import an_officer, make_notice, make_notice_return, make_recipient, make_unit
from tests.reports.sending_world import FIGURES

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def recipient():
    make_office()
    notice = make_notice(
        "issued",
        wants_return=True,
        wants_cascade=True,
        due_on=TODAY + timedelta(days=20),
        figures_wanted=FIGURES,
    )
    return make_recipient(notice)


@pytest.fixture
def county():
    return signed_in(an_officer("county_staff", "360802"))


@pytest.fixture
def office():
    return signed_in(an_officer())


def url(recipient, step=""):
    return (
        reverse("reports:recipient-act", args=[recipient.pk, step])
        if step
        else reverse("reports:return", args=[recipient.pk])
    )


def post(client, recipient, step, **typed):
    recipient.refresh_from_db()
    written = NoticeReturn.objects.filter(recipient=recipient).first()
    version = written.version if step in {"submit", "accept", "send-back"} and written else recipient.version
    return client.post(url(recipient, step), {"version": version, **typed})


def photo(name="签到.png"):
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_the_whole_way_on_the_pages(county, office, recipient):
    assert post(county, recipient, "receive").status_code == 302
    assert (
        post(county, recipient, "cascade", on=str(TODAY), text="传达到乡镇", file=photo()).status_code == 302
    )
    response = post(
        county, recipient, "write", text="无", figure_firms="12", figure_area="3.5", then="submit"
    )
    assert response["Location"] == url(recipient, "submit")
    assert post(county, recipient, "submit").status_code == 302
    assert "已报送" in office.get(reverse("reports:returns")).content.decode()
    assert post(office, recipient, "send-back", text="请补充").status_code == 302
    page = county.get(url(recipient)).content.decode()
    assert page.count("请补充") == 1
    assert page.index("请补充") < page.index('id="due-title"')
    post(county, recipient, "write", text="补充了", figure_firms="12", figure_area="0")
    post(county, recipient, "submit")
    assert post(office, recipient, "accept").status_code == 302
    assert NoticeReturn.objects.get().state == "accepted"
    page = county.get(url(recipient)).content.decode()
    file = RecipientFile.objects.get()
    assert reverse("reports:recipient-file", args=[file.uuid]) in page
    assert county.get(reverse("reports:recipient-file", args=[file.uuid])).getvalue()[:4] == b"\x89PNG"


def test_a_refused_form_keeps_words_and_files(county, recipient):
    post(county, recipient, "receive")
    response = post(county, recipient, "cascade", on="2020-01-01", text="传达到乡镇", file=photo())
    page = response.content.decode()
    assert (response.status_code, "传达到乡镇" in page, "签到.png" in page) == (200, True, True)
    file = RecipientFile.objects.get()
    assert f'value="{file.pk}"' in page
    assert signed_in(an_officer()).get(reverse("reports:recipient-file", args=[file.uuid])).status_code == 404
    assert county.get(reverse("reports:recipient-file", args=[file.uuid])).getvalue()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("file", "sentence"), [(photo("绝密★.png"), "涉密"), (SimpleUploadedFile("x.exe", b"MZ"), "x.exe")]
)
def test_files_that_are_not_taken_are_named(county, recipient, file, sentence):
    file.seek(0)
    post(county, recipient, "receive")
    response = post(county, recipient, "cascade", on=str(TODAY), text="传达", file=file)
    assert (response.status_code, sentence in response.content.decode(), RecipientFile.objects.count()) == (
        200,
        True,
        0,
    )


def test_a_document_withdrawn_meanwhile_takes_no_file_and_keeps_the_words(county, recipient):
    post(county, recipient, "receive")
    make_withdrawn(recipient.notice)
    response = post(county, recipient, "cascade", on=str(TODAY), text="传达到乡镇", file=photo())
    page = response.content.decode()
    assert (response.status_code, "传达到乡镇" in page, "“签到.png”：这份文件已废止" in page) == (
        200,
        True,
        True,
    )
    assert RecipientFile.objects.count() == 0


def make_withdrawn(notice):
    notice.state, notice.ended_reason = "withdrawn", "以新文件为准"
    notice.ended_at, notice.ended_by = NOW, an_officer("office_leader")
    notice.save()


def test_what_was_put_down_after_the_due_day_says_so(county, office, recipient):
    day = TODAY - timedelta(days=1)
    by = an_officer("county_staff", "360802")
    Recipient.objects.update(
        received_at=NOW, received_by=by, due_on=day, cascaded_on=day, cascaded_at=NOW, cascaded_by=by, cascaded_text="传达"
    )  # fmt: skip
    assert "期限过后补登" in county.get(url(recipient)).content.decode()
    assert "期限后补登" in office.get(reverse("reports:matrix", args=[recipient.notice_id])).content.decode()


def test_an_unfinished_return_says_what_is_missing(county, recipient):
    post(county, recipient, "receive")
    post(county, recipient, "write", text="")
    page = post(county, recipient, "submit").content.decode()
    assert "请填写反馈内容" in page
    assert "排查企业（家）" in page


def test_who_was_overtaken_keeps_his_words(county, recipient):
    post(county, recipient, "receive")
    response = county.post(url(recipient, "cascade"), {"version": 1, "on": str(TODAY), "text": "我的话"})
    assert (response.status_code, "我的话" in response.content.decode()) == (409, True)


def test_late_is_said_before_it_is_submitted(county):
    make_office()
    late = make_recipient(
        make_notice("issued", wants_return=True, due_on=TODAY - timedelta(days=3)),
        received_at=NOW,
        received_by=an_officer("county_staff", "360802"),
    )
    make_notice_return(late)
    assert "记为逾期" in county.get(url(late, "submit")).content.decode()
    assert "逾期" in county.get(url(late)).content.decode()
    assert post(signed_in(an_officer()), late, "extend", due_on="2099-01-05", text="防汛").status_code == 302
    assert "防汛" in county.get(url(late)).content.decode()


@pytest.mark.parametrize("step", ["receive", "cascade", "meet", "task", "write", "none"])
def test_the_office_does_not_act_for_the_addressee(office, recipient, step):
    assert office.get(url(recipient, step)).status_code == 404


@pytest.mark.parametrize("step", ["accept", "send-back", "extend", "submit"])
def test_the_addressee_does_not_decide_and_nothing_is_submitted_before_it_is_written(county, recipient, step):
    assert county.get(url(recipient, step)).status_code == 404


@pytest.mark.parametrize(
    ("role", "region"),
    [("county_staff", "360803"), ("grid_officer", "360802001"), ("member_unit", "3608"), ("auditor", "3608")],
)
def test_others_find_nothing(recipient, role, region):
    client = signed_in(an_officer(role, region))
    assert client.get(url(recipient)).status_code == 404
    assert client.get(url(recipient, "receive")).status_code == 404


def test_a_county_reads_its_towns_page_but_does_not_act_there(county, recipient):
    town = make_recipient(recipient.notice, "360802001")
    assert county.get(url(town)).status_code == 200
    assert county.get(url(town, "receive")).status_code == 404


def test_the_office_sees_no_draft_of_a_return(office, recipient):
    make_notice_return(recipient, text="没写完")
    assert "没写完" not in office.get(url(recipient)).content.decode()


def test_copies_and_plain_documents_have_a_page(county, office):
    make_office()
    copy = make_recipient(make_notice("issued", wants_return=True, due_on=TODAY), is_copy=True)
    assert "书面反馈</h2>" not in county.get(url(copy)).content.decode()
    plain = make_recipient(make_notice("withdrawn", wants_receipt=False))
    assert "没有要求办理的事项" in office.get(url(plain)).content.decode()


def test_a_file_is_taken_off(county, recipient):
    post(county, recipient, "receive")
    post(county, recipient, "write", text="无", file=photo())
    file = RecipientFile.objects.get()
    address = reverse("reports:recipient-file-remove", args=[file.uuid])
    assert "签到.png" in county.get(address).content.decode()
    assert county.post(address).status_code == 302
    assert county.get(reverse("reports:recipient-file", args=[file.uuid])).status_code == 404


STATES = [("todo", 1), ("unsigned", 1), ("answer", 0), ("back", 0), ("overdue", 0), ("all", 2), ("x\x00", 1)]


@pytest.mark.parametrize(("state", "count"), STATES)
def test_the_list_of_ones_own(county, recipient, state, count):
    signed = {"received_at": NOW, "received_by": an_officer("county_staff", "360802")}
    make_recipient(make_notice("issued"), **signed)
    make_recipient(recipient.notice, "360803")
    assert len(county.get(reverse("reports:returns"), {"state": state}).context["rows"]) == count


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"state": "late"}, 0),
        ({"state": "all"}, 2),
        ({"state": "all", "text": "青原"}, 1),
        ({"state": "back"}, 0),
    ],
)
def test_the_list_of_the_office(office, recipient, query, count):
    make_notice_return(recipient, "submitted")
    make_recipient(recipient.notice, "360803")
    assert len(office.get(reverse("reports:returns"), query).context["rows"]) == count


def test_an_empty_list_is_a_sentence(county):
    make_office()
    assert "没有要办的文件" in county.get(reverse("reports:returns")).content.decode()
    assert "没有符合条件" in county.get(reverse("reports:returns"), {"state": "back"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(county, count, django_assert_num_queries):
    make_office()
    for _ in range(count):
        make_recipient(make_notice("issued"))
    county.get(reverse("reports:returns"))
    with django_assert_num_queries(3):
        assert len(county.get(reverse("reports:returns")).context["rows"]) == count


def test_a_member_unit_signs_on_its_page():
    make_office()
    unit = make_unit()
    row = make_recipient(make_notice("issued"), "3608", unit)
    client = signed_in(an_officer("member_unit", department=unit))
    assert post(client, row, "receive").status_code == 302
    assert Recipient.objects.get().received_at is not None


def test_a_handler_is_offered_no_judgement_on_documents_of_others(recipient):
    make_notice_return(recipient, "submitted", figures={"firms": "1", "area": "2"})
    handler = an_officer("tipoff_handler")
    client, steps = signed_in(handler), ("accept", "send-back", "extend")
    page = client.get(url(recipient)).content.decode()
    assert [step for step in steps if url(recipient, step) in page] == []
    assert {client.get(url(recipient, step)).status_code for step in steps} == {404}
    assert recipient.name not in client.get(reverse("reports:returns") + "?state=all").content.decode()
    for name in ("remind", "summary", "summary-export"):
        assert client.get(reverse(f"reports:{name}", args=[recipient.notice.pk])).status_code == 404
    recipient.notice.drafted_by = handler
    recipient.notice.save()
    page = client.get(url(recipient)).content.decode()
    assert [step for step in steps if url(recipient, step) in page] == list(steps)
    assert client.get(reverse("reports:summary", args=[recipient.notice.pk])).status_code == 200


def test_the_county_reads_the_return_of_its_township_once_it_is_handed_in(recipient, county, office):
    town = make_recipient(recipient.notice, "360802101")
    written = make_notice_return(town, text="半成稿的话", figures={"firms": "7777", "area": "2"})
    file = RecipientFile.objects.create(
        recipient=town, purpose="return", name="附表.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        uploaded_at=NOW, uploaded_by=an_officer("grid_officer", "360802101"), taken_at=NOW,
    )  # fmt: skip
    file.file.save("a.pdf", BytesIO(b"%PDF-"))
    own = signed_in(an_officer("grid_officer", "360802101"))

    def read(client) -> list[bool]:
        page = client.get(url(town)).content.decode()
        answer = client.get(reverse("reports:recipient-file", args=[file.uuid]))
        return [*(word in page for word in ("半成稿的话", "7777", "附表.pdf")), answer.getvalue() == b"%PDF-"]

    def proof(client) -> bool:
        return str(file.uuid) in client.get(reverse("reports:matrix", args=[town.notice.pk])).content.decode()

    assert [read(client) for client in (own, county, office)] == [[True] * 4, [False] * 4, [False] * 4]
    assert (proof(county), proof(office)) == (False, False)
    sender = an_officer("grid_officer", "360802101")
    NoticeReturn.objects.filter(pk=written.pk).update(
        state="submitted", first_submitted_at=NOW, submitted_at=NOW, submitted_by=sender
    )
    assert [read(client) for client in (county, office)] == [[True] * 4] * 2
    assert (proof(county), proof(office)) == (True, True)


def test_what_is_handed_in_is_not_finished_before_it_is_accepted(county):
    row = make_recipient(make_notice("issued", wants_return=True, due_on=TODAY, wants_receipt=False))
    written = make_notice_return(row, "submitted")
    for state, said, other in (
        ("submitted", "已报送，待审核", "已办完"),
        ("accepted", "已办完", "已报送，待审核"),
    ):
        NoticeReturn.objects.filter(pk=written.pk).update(
            state=state, accepted_at=NOW, accepted_by=an_officer()
        )
        for page in (url(row), f"{reverse('reports:returns')}?state=all"):
            shown = county.get(page).content.decode()
            assert (said in shown, other in shown) == (True, False)


def test_who_may_see_the_document_in_the_place_of_another_is_told_its_number(county):
    row = make_recipient(make_notice("replaced"))
    new = row.notice.replaced_by
    new.frozen = new.frozen | {"number": "吉化解产能办字〔2026〕77号"}
    new.save()
    hidden = county.get(url(row)).content.decode()
    assert "由新文件代替，请以新文件为准。理由：以新文件为准" in hidden
    assert "77号" not in hidden
    make_recipient(new)
    seen = county.get(url(row)).content.decode()
    assert "由吉化解产能办字〔2026〕77号" in seen
    link = reverse("reports:notice", args=[new.pk])
    assert f'href="{link}">看新文件' in seen
    assert county.get(link).status_code == 200
    gone = make_recipient(make_notice("withdrawn"))
    assert "已废止，不再执行。理由：" in county.get(url(gone)).content.decode()
    assert "不再执行" not in county.get(url(make_recipient())).content.decode()
