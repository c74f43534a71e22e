"""Pages of the schemes."""

import re
from html import unescape

import pytest
from django.urls import reverse

from reports.models import Scheme
from tests import makers, report_makers
from tests.clients import signed_in
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db
MARK = {
    "name": "排查",
    "full_mark": "5",
    "rule": "按比例",
    "method": "ratio",
    "figure": "duties_covered",
    "target": "duties",
}


@pytest.fixture
def office():
    return signed_in(report_makers.an_officer())


@pytest.fixture
def scheme():
    made = world.scheme()
    Scheme.objects.update(is_active=False)
    return made


def at(name, *args) -> str:
    return reverse(f"reports:{name}", args=args)


def text(response) -> str:
    assert response.status_code == 200, response
    return unescape(response.content.decode())


def test_every_page_opens_for_the_office_alone(office, scheme):
    row = scheme.indicators.first()
    pages = [at("schemes"), at("scheme-new"), at("indicator", scheme.pk, row.pk)]
    pages += [
        at(name, scheme.pk)
        for name in ("scheme", "scheme-edit", "scheme-outline", "scheme-copy", "indicator-new")
    ]
    county = signed_in(report_makers.an_officer("county_leader", "360802"))
    other = signed_in(report_makers.an_officer("office_staff", makers.make_region("6207")))
    for page in pages:
        text(office.get(page))
        assert county.get(page).status_code == 404
    for page in pages[2:]:
        assert other.get(page).status_code == 404


def test_a_scheme_is_made_with_outline_and_indicators_and_put_in_force(office):
    values = {
        "year": "2027",
        "kind": "self_check",
        "level": "county",
        "name": "自查",
        "industry": "钢铁",
        "due_on": "2027-05-17",
    }
    assert "请填写名称" in text(office.post(at("scheme-new"), values | {"name": ""}))
    assert office.post(at("scheme-new"), values).status_code == 302
    assert "已有方案" in text(office.post(at("scheme-new"), values))
    pk = Scheme.objects.get().pk
    assert office.post(at("scheme-activate", pk), {"active": "1"}).status_code == 302
    assert not Scheme.objects.get().is_active  # without an outline
    outline = {"version": "1", "key_1": "lead", "heading_1": "组织领导", "level_1": "1", "text_1": "{=meetings}", "key_2": "other", "position_1": "2", "position_2": "1", "level_2": "2"}  # fmt: skip
    assert "没有代号为“nothing”" in text(
        office.post(at("scheme-outline", pk), outline | {"text_1": "{nothing}"})
    )
    assert office.post(at("scheme-outline", pk), outline).status_code == 302
    assert [(one["key"], one["level"]) for one in Scheme.objects.get().outline] == [("other", 2), ("lead", 1)]
    assert office.post(at("indicator-new", pk), MARK).status_code == 302
    assert "必须选择目标取数" in text(office.post(at("indicator-new", pk), MARK | {"target": ""}))
    assert office.post(at("scheme-activate", pk), {"active": "1"}).status_code == 302
    page = text(office.get(at("scheme", pk)))
    assert "已启用" in page
    assert "【召开会议】" in page


def test_an_entry_is_removed_by_its_tick(office, scheme):
    data = {
        "version": scheme.version,
        "key_1": "opening",
        "remove_1": "on",
        "key_2": "all",
        "heading_2": "工作",
        "level_2": "1",
    }
    assert office.post(at("scheme-outline", scheme.pk), data).status_code == 302
    assert [one["key"] for one in Scheme.objects.get().outline] == ["all"]


def test_a_scheme_is_changed_and_copied(office, scheme):
    values = {"name": "改名报告", "industry": "煤炭", "due_on": "2026-11-30"}
    assert office.post(at("scheme-edit", scheme.pk), values).status_code == 302
    assert Scheme.objects.get().name == "改名报告"
    assert (
        office.post(at("scheme-copy", scheme.pk), {"year": "2027", "due_on": "2027-11-30"}).status_code == 302
    )
    assert Scheme.objects.count() == 2


def test_indicators_are_moved_changed_and_removed(office, scheme):
    first, second = scheme.indicators.order_by("position")
    assert office.post(at("indicator-act", scheme.pk, second.pk, "up")).status_code == 302
    assert office.post(at("indicator-act", scheme.pk, second.pk, "down")).status_code == 302
    assert office.post(at("indicator", scheme.pk, first.pk), MARK).status_code == 302
    assert office.post(at("indicator-act", scheme.pk, second.pk, "remove")).status_code == 302
    assert list(scheme.indicators.values_list("name", flat=True)) == ["排查"]
    assert office.post(at("indicator-act", scheme.pk, first.pk, "burn")).status_code == 404
    assert office.post(at("indicator-act", scheme.pk, second.pk, "up")).status_code == 404


def changed_meanwhile(scheme):
    Scheme.objects.filter(pk=scheme.pk).update(version=scheme.version + 1)


def version_in(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.content.decode()).group(1)


def test_forms_do_not_go_over_another_change(office, scheme):
    row = scheme.indicators.first()
    values = {"name": "改名报告", "industry": "煤炭", "due_on": "2026-11-30"}
    forms = [(at("scheme-edit", scheme.pk), values), (at("indicator", scheme.pk, row.pk), MARK)]
    opened = {address: version_in(office.get(address)) for address, _ in forms}
    changed_meanwhile(scheme)
    for address, typed in forms:
        refused = office.post(address, typed | {"version": opened[address]})
        assert (refused.status_code, version_in(refused)) == (409, str(Scheme.objects.get().version))
    assert Scheme.objects.get().name == scheme.name
    again = refused.context["version"]
    assert office.post(forms[1][0], MARK | {"version": again}).status_code == 302


@pytest.mark.parametrize("act", ["activate", "remove"])
def test_buttons_do_not_go_over_another_change(office, scheme, act):
    opened = version_in(office.get(at("scheme", scheme.pk)))
    row = scheme.indicators.first()
    changed_meanwhile(scheme)
    address = (
        at("scheme-activate", scheme.pk)
        if act == "activate"
        else at("indicator-act", scheme.pk, row.pk, "remove")
    )
    assert "已有他人改动" in text(office.post(address, {"version": opened, "active": "1"}, follow=True))
    assert (Scheme.objects.get().is_active, scheme.indicators.filter(pk=row.pk).exists()) == (False, True)


def test_what_has_reports_is_not_changed_and_says_so(office):
    scheme = world.scheme()
    world.opened(scheme)
    row = scheme.indicators.first()
    assert "不能再改" in text(
        office.post(at("scheme-edit", scheme.pk), {"name": "改", "industry": "煤炭", "due_on": "2026-11-30"})
    )
    for address, data in (
        (at("indicator-act", scheme.pk, row.pk, "remove"), {}),
        (at("scheme-activate", scheme.pk), {"active": "0"}),
    ):
        assert "不能再改" in text(office.post(address, data, follow=True))
    page = text(office.get(at("scheme", scheme.pk)))
    assert "方案已有报告在编制" in page
    assert "上移" not in page


@pytest.mark.parametrize("year", ["9" * 5000, "-1", "1999", "x", "\x00"])
def test_a_year_that_cannot_be_is_refused(office, year):
    assert "年度" in text(office.post(at("scheme-new"), {"year": year}))
