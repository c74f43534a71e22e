"""Many requests at one moment: nobody overwrites a colleague, and a form sent many times is carried out once.

Real threads, each with its own connection; every promise has a control in which it is broken on purpose and seen to be.
"""

import re
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Officer
from enterprises.models import Attachment, Enterprise, Equipment, FormerName, ReductionTask
from tests.acceptance.walking import main_form
from tests.acceptance.world import photo
from tests.clients import FIELD, PortalClient, signed_in
from tests.makers import credit_code_number, make_enterprise, make_kind, make_officer, make_region

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS, POSTS, AT_ONCE = 50, 200, 20


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def at_once(number: int, act: Callable[[int], object], threads: int) -> list:
    """``act(n)`` for n below ``number`` in so many threads, which begin together."""
    gate = Barrier(threads)

    def work(first: int) -> list:
        try:
            gate.wait(timeout=60)
            return [act(n) for n in range(first, number, threads)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return [answer for answers in pool.map(work, range(threads)) for answer in answers]


def window(client: PortalClient) -> PortalClient:
    """Another window of the same browser, for another thread."""
    other = PortalClient()
    other.cookies = deepcopy(client.cookies)
    return other


# --- fifty edits ------------------------------------------------------------------------------------------------------
def edits_at_once(editors: int) -> list[tuple[int, str]]:
    """So many officers open one file and save at one moment, each with a remark of his own."""
    enterprise = make_enterprise("360802", name="演示铸造有限公司", remarks="原来的备注")
    url = f"/enterprises/{enterprise.pk}/edit/basics/"
    clients = [signed_in(make_officer("county_staff", "360802")) for _ in range(editors)]
    forms = [dict(main_form(client.get(url), url).values) for client in clients]

    def edit(n: int) -> tuple[int, str]:
        response = clients[n].post(url, forms[n] | {"remarks": f"第{n}人写的备注"})
        return response.status_code, response.content.decode()

    return at_once(editors, edit, editors)


def test_of_fifty_edits_one_wins_and_the_others_see_both_versions_with_their_own_text():
    answers = edits_at_once(EDITORS)
    assert Counter(status for status, _ in answers) == {302: 1, 409: 49}
    enterprise = Enterprise.objects.get()
    assert enterprise.version == 2
    for n, (status, page) in enumerate(answers):
        if status == 302:
            assert enterprise.remarks == f"第{n}人写的备注"
            continue
        assert f">第{n}人写的备注</textarea>" in re.sub(r">\s+", ">", page)
        assert all(text in page for text in (f"第{n}人写的备注", enterprise.remarks, "原来的备注"))
    assert Entry.objects.filter(subject="enterprise", step="edit").count() == 1


def test_without_the_lock_more_than_one_edit_would_win(monkeypatch):
    """Control: the lock ignores the version; then a few are enough, every one of them wins."""
    from enterprises.operations import files, records

    def careless(record, names, version):
        type(record).objects.filter(pk=record.pk).update(**{name: getattr(record, name) for name in names})
        record.version = version + 1

    monkeypatch.setattr(files, "save_version", careless)
    monkeypatch.setattr(files, "loaded", lambda record, version: records.current_of(type(record), record.pk))
    assert Counter(status for status, _ in edits_at_once(8))[302] > 1


# --- two hundred equal posts ------------------------------------------------------------------------------------------
@dataclass
class Posting:
    """A form ready to be sent: ``values``, the address, and how many records it has made."""

    client: PortalClient
    url: str
    values: dict
    made: Callable[[], int]

    def send(self, client: PortalClient, key: str, **more):
        values = {**self.values, FIELD: key, **more}
        if callable(values.get("file")):
            values["file"] = values["file"]()
        return client.post(self.url, values)


def _staff() -> PortalClient:
    make_region("360802001")
    return signed_in(make_officer("county_staff", "360802"))


def _new_file() -> Posting:
    client, url = _staff(), "/enterprises/new/"
    typed = {
        "name": "演示铸造新厂", "no_code_reason": "未办理登记", "region": "360802001", "coordinate_system": "wgs84",
        "industry": "steel", "supervision_class": "foundry", "status": "in_production",
    }  # fmt: skip
    checked = main_form(client.post(url, typed), url).values
    return Posting(client, url, dict(checked) | {"stage": "confirm"}, Enterprise.objects.count)


def _about_a_file(path: str, typed: dict, made: Callable[[], int]) -> Posting:
    client, enterprise = _staff(), make_enterprise("360802001")
    url = f"/enterprises/{enterprise.pk}/{path}"
    values = dict(main_form(client.get(url), url).values)
    return Posting(client, url, values | typed, made)


def _equipment() -> Posting:
    typed = {"kind": make_kind().pk, "size": "3", "count": "1", "state": "in_use"}
    return _about_a_file("equipment/new/", typed, Equipment.objects.count)


def _former_name() -> Posting:
    return _about_a_file("former-names/new/", {"name": "演示旧厂"}, FormerName.objects.count)


def _status() -> Posting:
    typed = {"step": "suspend", "on": "2026-03-01", "document": "文1号"}
    return _about_a_file("status/", typed, Entry.objects.filter(step="status").count)


def _attachment() -> Posting:
    typed = {"file": lambda: SimpleUploadedFile("照片.jpg", photo(), "image/jpeg"), "title": "铭牌"}
    return _about_a_file("attachments/new/", typed, Attachment.objects.count)


def _batch() -> Posting:
    client = _staff()
    files = [make_enterprise("360802001").pk for _ in range(3)]
    values = {"action": "confirm", "asked": "1", "selected": files}
    return Posting(
        client, "/enterprises/batch/", values, lambda: Entry.objects.filter(step="confirm").count() // 3
    )


def _officer() -> Posting:
    client, region = signed_in(make_officer("security_admin")), make_region("360802")
    values = {"username": "newcomer", "name": "新同事", "role": "county_staff", "region": region.pk}
    return Posting(client, "/accounts/officers/new/", values, Officer.objects.filter(name="新同事").count)


def _task() -> Posting:
    client, region = signed_in(make_officer("office_staff")), make_region("360802")
    url = "/enterprises/reductions/new/"
    typed = {"region": region.pk, "industry": "steel", "title": "任务", "document": "文件"}
    return Posting(
        client, url, dict(main_form(client.get(url), url).values) | typed, ReductionTask.objects.count
    )


FORMS = {
    "new file": _new_file,
    "equipment": _equipment,
    "former name": _former_name,
    "status": _status,
    "attachment": _attachment,
    "batch": _batch,
    "officer": _officer,
    "task": _task,
}


@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_equal_posts_make_one_record(form):
    posting, key = FORMS[form](), str(uuid.uuid4())
    windows = [window(posting.client) for _ in range(AT_ONCE)]

    def post(n: int):
        response = posting.send(windows[n % AT_ONCE], key)
        return response.status_code, response.headers.get("Location")

    answers = Counter(at_once(POSTS, post, AT_ONCE))
    ((status, location), times), *others = answers.items()
    assert (status, times, others) == (302, POSTS, [])
    assert location
    assert posting.made() == 1


@pytest.mark.parametrize("form", ["equipment", "batch"])
def test_without_the_key_every_post_would_make_a_record(form):
    """Control: each post brings a key of its own, as if there were none."""
    posting = FORMS[form]()
    windows = [window(posting.client) for _ in range(5)]
    at_once(5, lambda n: posting.send(windows[n], str(uuid.uuid4())).status_code, 5)
    assert posting.made() == 5


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("new file", "name"),
        ("equipment", "location"),
        ("former name", "name"),
        ("task", "title"),
        ("officer", "name"),
    ],
)
def test_the_same_key_with_another_text_is_refused_with_the_text_kept(form, field):
    posting, key = FORMS[form](), str(uuid.uuid4())
    assert posting.send(posting.client, key).status_code == 302
    refused = posting.send(posting.client, key, **{field: "另外写的一段"})
    assert (refused.status_code, "另外写的一段" in refused.content.decode()) == (409, True)
    assert posting.made() == 1


def test_of_two_texts_under_one_key_one_is_kept_and_the_other_given_back():
    posting, key = FORMS["former name"](), str(uuid.uuid4())
    windows = [window(posting.client) for _ in range(AT_ONCE)]

    def post(n: int) -> tuple[int, int, bool]:
        name = f"旧名{n % 2}"
        response = posting.send(windows[n % AT_ONCE], key, name=name)
        return n % 2, response.status_code, name in response.content.decode()

    answers = Counter(at_once(40, post, AT_ONCE))
    winner = int(FormerName.objects.get().name[-1])
    assert answers == {(winner, 302, False): 20, (1 - winner, 409, True): 20}


def test_a_key_that_failed_may_be_used_for_the_corrected_form():
    posting, key = FORMS["former name"](), str(uuid.uuid4())
    assert posting.send(posting.client, key, name="").status_code == 200
    assert posting.send(posting.client, key).status_code == 302
    assert posting.made() == 1


# --- other races ------------------------------------------------------------------------------------------------------
def test_one_credit_code_entered_twenty_times_at_one_moment_makes_one_file():
    """Different keys, different officers: the table itself keeps the code unique, the others are told."""
    make_region("360802001")
    code = credit_code_number(1)
    clients = [signed_in(make_officer("county_staff", "360802")) for _ in range(AT_ONCE)]

    def post(n: int) -> tuple[int, bool]:
        values = {
            "name": f"演示{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}厂", "credit_code": code, "region": "360802001",
            "coordinate_system": "wgs84", "industry": "steel", "supervision_class": "foundry", "status": "in_production",
            "stage": "confirm", "shown": "",
        }  # fmt: skip
        response = clients[n].post("/enterprises/new/", values)
        return response.status_code, code in response.content.decode()

    answers = Counter(at_once(AT_ONCE, post, AT_ONCE))
    assert answers == {(302, False): 1, (200, True): AT_ONCE - 1}
    assert Enterprise.objects.get().credit_code == code


def test_twenty_parts_added_at_one_moment_are_all_there():
    """Parts do not fight for the file's lock: nobody is refused."""
    posting = FORMS["equipment"]()
    windows = [window(posting.client) for _ in range(AT_ONCE)]
    answers = at_once(
        AT_ONCE, lambda n: posting.send(windows[n], str(uuid.uuid4()), location=f"{n}号").status_code, AT_ONCE
    )
    assert Counter(answers) == {302: AT_ONCE}
    assert sorted(Equipment.objects.values_list("location", flat=True)) == sorted(
        f"{n}号" for n in range(AT_ONCE)
    )
