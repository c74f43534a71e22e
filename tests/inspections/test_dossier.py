"""月排查 on the page of an enterprise."""

import pytest

from inspections import dossier
from tests.clients import signed_in
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def test_the_strip_and_the_last_visits():
    file = make_enterprise("360802")
    visit = make_visit(
        make_duty(make_round(202602), file),
        outcome="problem",
        is_night=True,
        recorded_at=NOON.replace(month=2),
    )
    make_duty(make_round(202603), file)
    content = signed_in(make_officer("office_staff")).get(f"/enterprises/{file.pk}/").content.decode()
    assert '<li class="good"><strong>2026-02</strong><br>已排查</li>' in content
    assert '<li class="warn"><strong>2026-03</strong><br>未排查</li>' in content
    assert content.count("不在清单") == 10
    assert f"/inspections/visits/{visit.pk}/" in content
    assert "发现问题，夜查" in content
    assert f"/inspections/visits/?enterprise={file.pk}" in content


def test_nothing_yet():
    file = make_enterprise("360802")
    client = signed_in(make_officer("office_staff"))
    assert "还没有列入月排查" in client.get(f"/enterprises/{file.pk}/").content.decode()
    make_duty(make_round(), file)
    assert "还没有排查记录" in client.get(f"/enterprises/{file.pk}/").content.decode()


def test_nobody_else_is_told():
    assert dossier.section(make_enterprise("360802"), make_officer("auditor")) is None
