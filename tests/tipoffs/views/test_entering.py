"""代录: handlers and counties enter, the caller gets number and code, a county does not read it afterwards."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import evidence_makers as make
from tests.clients import signed_in
from tests.crawl import form_with
from tests.hostile import VALUES
from tests.makers import make_office, make_officer, make_region
from tests.tip_makers import make_custody_key
from tests.tipoffs.views.intake_walk import code_on
from tipoffs.models import SealedIdentity, Tip, TipFile
from tipoffs.queries.lookup import find_tip
from tipoffs.queries.scope import tips_visible_to

pytestmark = pytest.mark.django_db
URL = "/tipoffs/enter/"
TYPED = {
    "channel": "phone",
    "kind": "production",
    "text": "来电说有三台炉子",
    "place_text": "河边",
    "county": "360802",
    "town": "",
}


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_region("360802001")
    make_region("360802")
    return make_office()


def entered(client, **more):
    page = client.get(URL).content.decode()
    values = {name: value[0] for name, value in form_with(page, "secret").values.items()}
    return client.post(URL, values | TYPED | more)


@pytest.mark.parametrize(
    "role", ["office_staff", "office_leader", "auditor", "member_unit", "grid_officer", "system_admin"]
)
def test_for_others_the_page_does_not_exist(role):
    assert signed_in(make_officer(role)).get(URL).status_code == 404


def test_the_way_back_begins_with_the_desk():
    page = signed_in(make_officer("county_staff")).get(URL).content.decode()
    assert '<a href="/desk/">我的工作</a></li>' in page


def test_a_handler_gives_number_and_code():
    officer = make_officer("tipoff_handler")
    response = entered(signed_in(officer), source_number="来电12")
    tip = Tip.objects.get()
    assert find_tip(tip.label, code_on(response)) == tip
    assert response["Cache-Control"] == "no-store, private"
    assert f"/tipoffs/{tip.pk}/" in response.content.decode()
    assert (tip.entered_by, tip.channel, tip.source_number, tip.received_on) == (
        officer, "phone", "来电12", timezone.localdate(),
    )  # fmt: skip


def test_a_county_enters_and_does_not_read_it_afterwards():
    officer = make_officer("county_staff", "360802")
    client = signed_in(officer)
    assert "只录入，不查看" in client.get(URL).content.decode()
    text = entered(client).content.decode()
    tip = Tip.objects.get()
    assert tip.label in text
    assert f"/tipoffs/{tip.pk}/" not in text
    assert client.get(f"/tipoffs/{tip.pk}/").status_code == 404
    assert not tips_visible_to(officer).exists()
    assert tip.region_code == "3608"


def test_a_repeat_gives_the_same_receipt():
    client = signed_in(make_officer("tipoff_handler"))
    page = client.get(URL).content.decode()
    values = {name: value[0] for name, value in form_with(page, "secret").values.items()} | TYPED
    first, again = client.post(URL, values), client.post(URL, values)
    assert code_on(first) == code_on(again)
    assert "没有重复登记" in again.content.decode()
    assert Tip.objects.count() == 1


def test_a_page_that_was_used_before_drops_nothing_silently_and_hands_out_no_code():
    """Back in the browser, the next caller's words typed over the first one's."""
    client = signed_in(make_officer("tipoff_handler"))
    page = client.get(URL).content.decode()
    values = {name: value[0] for name, value in form_with(page, "secret").values.items()} | TYPED
    code = code_on(client.post(URL, values))
    again = client.post(URL, values | {"text": "第二个来电人的话"}).content.decode()
    assert ("本次修改没有保存" in again, "第二个来电人的话" in again, code in again) == (True, True, False)
    fresh = form_with(again, "secret").values["secret"][0]
    assert fresh != values["secret"]
    assert Tip.objects.count() == 1
    second = client.post(URL, values | {"text": "第二个来电人的话", "secret": fresh})
    assert (code_on(second) != code, Tip.objects.count()) == (True, 2)


def test_scans_and_a_name_added_afterwards_are_not_dropped_silently():
    make_custody_key()
    client = signed_in(make_officer("tipoff_handler"))
    page = client.get(URL).content.decode()
    values = {name: value[0] for name, value in form_with(page, "secret").values.items()} | TYPED
    one, other = make.jpeg(), make.jpeg(colour=(0, 200, 0))

    def sent(*scans: bytes, **more) -> str:
        files = [SimpleUploadedFile(f"来信{n}.jpg", scan) for n, scan in enumerate(scans)]
        return client.post(URL, values | more | {"scans": files}).content.decode()

    assert "没有重复登记" not in sent(one)
    assert ["没有重复登记" in answer for answer in (sent(one), sent())] == [True, True]
    for answer in (sent(one, other), sent(one, name="演示来信人", telephone="13900000000")):
        assert "本次修改没有保存" in answer
    assert TipFile.objects.count() == 1


def test_identity_and_scans_are_sealed():
    make_custody_key()
    scan = SimpleUploadedFile("来信.jpg", make.jpeg())
    other = SimpleUploadedFile("来信2.pdf", make.pdf())
    officer = make_officer("county_staff", "360802")
    entered(signed_in(officer), name="演示来信人", telephone="13900000000", scans=[scan, other])
    tip = Tip.objects.get()
    assert tip.has_identity
    assert "演示来信人".encode() not in bytes(SealedIdentity.objects.get().sealed)
    assert list(TipFile.objects.values_list("is_scan", "clean")) == [(True, ""), (True, "")]


def test_a_scan_that_is_refused_leaves_nothing():
    make_custody_key()
    response = entered(
        signed_in(make_officer("tipoff_handler")), scans=SimpleUploadedFile("来信.heic", make.heic())
    )
    assert "HEIC" in response.content.decode()
    assert Tip.objects.count() == 0


def test_too_many_scans_and_too_much_of_them():
    make_custody_key()
    client = signed_in(make_officer("tipoff_handler"))
    many = [SimpleUploadedFile(f"{n}.jpg", make.jpeg()) for n in range(10)]
    assert "最多上传 9 份" in entered(client, scans=many).content.decode()
    large = SimpleUploadedFile("a.jpg", b"x" * (60 * 1024 * 1024 + 1))
    assert "合计超过 60 MB" in entered(client, scans=large).content.decode()
    assert Tip.objects.count() == 0


def test_without_a_key_neither_contact_nor_scans_are_offered():
    client = signed_in(make_officer("tipoff_handler"))
    text = client.get(URL).content.decode()
    assert "尚未生成保管密钥" in text
    assert 'name="telephone"' not in text
    assert 'name="scans"' not in text
    assert entered(client, telephone="13900000000").status_code == 200
    assert not Tip.objects.get().has_identity


def test_towns_come_with_a_button_and_nothing_typed_is_lost():
    text = entered(signed_in(make_officer("tipoff_handler")), pick="1").content.decode()
    assert '<option value="360802001">' in text
    assert "来电说有三台炉子" in text
    assert Tip.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"channel": "web"}, "没有这个来源"),
        ({"channel": ""}, "请选择来源"),
        ({"text": ""}, "请填写举报内容"),
        ({"received_on": "2999-01-01"}, "2100"),
        ({"county": "", "place_text": ""}, "请选择所在地区"),
        ({"secret": ""}, "页面不完整"),
    ],
)
def test_faults_are_told_and_what_was_typed_stays(values, sentence):
    text = entered(
        signed_in(make_officer("tipoff_handler")), **{"seen_text": "留在这里"} | values
    ).content.decode()
    assert sentence in text
    assert "留在这里" in text
    assert Tip.objects.count() == 0


def test_days_to_come_and_long_ago_are_refused():
    client = signed_in(make_officer("tipoff_handler"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "还没有到" in entered(client, received_on=tomorrow.isoformat()).content.decode()
    assert "超过一年" in entered(client, received_on=date(2020, 1, 2).isoformat()).content.decode()


def test_hostile_values_never_break():
    make_custody_key()
    client = signed_in(make_officer("tipoff_handler"))
    names = [*TYPED, "received_on", "source_number", "firm_name", "seen_text", "daytime", "name", "account"]
    for text in VALUES:
        assert client.post(URL, dict.fromkeys(names, text) | {"secret": "s" * 43}).status_code == 200
