"""Many officers at one moment: of 50 edits one wins and 49 keep their text; of 200 equal posts one is carried out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from enterprises.models import Enterprise
from tests.clients import signed_in
from tests.makers import make_enterprise, make_officer, make_region

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 10


def together(number: int, act) -> list:
    """``act(n)`` for n below ``number``, AT_ONCE at a time, each begun together with the others."""
    gate = Barrier(AT_ONCE)

    def begin(n: int):
        try:
            gate.wait(timeout=60)
            return act(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(begin, range(number)))


def test_of_fifty_edits_one_wins_and_the_others_keep_their_text():
    officer = make_officer("county_staff", "360802")
    enterprise = make_enterprise("360802", name="演示铸造有限公司")
    address = f"/enterprises/{enterprise.pk}/edit/basics/"
    clients = [signed_in(officer) for _ in range(50)]
    context = clients[0].get(address).context
    carried = {"version": context["version"], "opened": context["opened"]}
    shown = {field.name: field.value() or "" for field in context["form"]}

    def edit(n: int):
        response = clients[n].post(address, shown | carried | {"remarks": f"第{n}人写的备注"})
        return response.status_code, f"第{n}人写的备注" in response.content.decode()

    answers = Counter(together(50, edit))
    assert answers == {(302, False): 1, (409, True): 49}
    assert Enterprise.objects.get(pk=enterprise.pk).version == 2


def test_two_hundred_equal_posts_make_one_record():
    officer = make_officer("county_staff", "360802")
    make_region("360802001")
    client = signed_in(officer)
    values = {
        "name": "演示铸造新厂", "no_code_reason": "未办理登记", "region": "360802001", "coordinate_system": "wgs84",
        "industry": "steel", "supervision_class": "foundry", "status": "in_production",
    }  # fmt: skip
    page = client.post("/enterprises/new/", values)
    values |= {"stage": "confirm", "shown": page.context["likely"]["shown"]}
    values |= {"once": "0b9d9c3e-57a7-4c0f-8a52-6f1b5d7f9a10"}
    clients = [signed_in(officer) for _ in range(AT_ONCE)]

    def post(n: int):
        response = clients[n % AT_ONCE].post("/enterprises/new/", values)
        return response.status_code, response["Location"]

    answers = Counter(together(200, post))
    enterprise = Enterprise.objects.get()
    assert answers == {(302, f"/enterprises/{enterprise.pk}/"): 200}
