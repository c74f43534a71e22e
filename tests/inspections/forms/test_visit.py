"""Fields that phones fill, and what the form makes of them."""

from datetime import date, time
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from inspections.forms.visit import VisitForm
from inspections.forms.visit_fields import Clock, Degrees
from inspections.rules.reports import Inspector
from tests.makers import make_checklist, make_duty, make_officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("09:05", time(9, 5)),
        ("9:05", time(9, 5)),
        ("0905", time(9, 5)),
        ("９：０５", time(9, 5)),
        ("09:05:30", time(9, 5)),
        ("", None),
        (" \x00", None),
        (None, None),
    ],
)
def test_times_as_they_are_typed(typed, found):
    assert Clock(label="到达时间", required=False).clean(typed) == found


@pytest.mark.parametrize("typed", ["25:00", "9:5x", "12", "下午三点", "9" * 5_000])
def test_what_is_no_time_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="无法识别，请按“09:30”的形式填写"):
        Clock(label="到达时间").clean(typed)


def test_degrees_keep_six_decimals_however_many_come():
    field = Degrees(label="经度", required=False)
    assert field.clean("115.12345678901234") == Decimal("115.123457")
    assert field.clean("") is None
    with pytest.raises(ValidationError):
        field.clean("东经")


@pytest.fixture
def form():
    officer = make_officer("county_staff", "360802")
    duty = make_duty(checklist=make_checklist("foundry", items=1))
    data = QueryDict(mutable=True)
    data.update({"client_id": "x", "visited_on": "2026-03-02", "outcome": "normal"})
    return VisitForm(data, duty=duty, officer=officer)


def test_a_form_without_a_number_says_so_by_its_control(form):
    assert not form.is_valid()
    assert form.errors_by_field().message_dict == {"client_id": ["这一页没有编号，请重新打开填写页。"]}


def test_refusals_of_the_operation_find_their_controls(form):
    refused = ValidationError(
        {"answers.item-1": ["甲"], "inspectors": ["乙"], "place": ["丙"], "photos": ["丁"], "remarks": ["戊"]}
    )
    assert form.by_control(refused) == {
        "item_item-1": ["甲"], "colleagues": ["乙"], "longitude": ["丙"], NON_FIELD_ERRORS: ["丁"], "remarks": ["戊"],
    }  # fmt: skip
    assert form.by_control(ValidationError("己")) == {NON_FIELD_ERRORS: ["己"]}


def test_the_visit_of_a_past_month_begins_on_its_last_day(monkeypatch):
    duty = make_duty(checklist=make_checklist("foundry", items=1))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 4, 2))
    assert VisitForm(duty=duty, officer=make_officer())["visited_on"].value() == date(2026, 3, 31)


def test_member_units_of_county_and_prefecture_may_be_chosen():
    duty, officer = make_duty(), make_officer("county_staff", "360802")
    units = {make_officer("member_unit", code) for code in ("360802", "3608")}
    others = {make_officer("member_unit", "360803"), make_officer("tipoff_handler", "3608")}
    people = VisitForm(duty=duty, officer=officer).people
    assert (people[0], units <= set(people), others & set(people)) == (officer, True, set())


def test_a_typed_name_of_an_account_that_is_not_listed_is_that_account(form):
    office, unit = (
        make_officer("office_staff", "3608", name="李大强"),
        make_officer("member_unit", name="张建国"),
    )
    data = form.data.copy()
    data.update({"client_id": str(uuid4()), "outsider_name_1": "李大强", "outsider_name_2": "张建国"})
    typed = VisitForm(data, duty=form.about, officer=form.officer)
    assert typed.is_valid()
    assert office not in typed.people
    assert unit in typed.people
    assert typed.to_report().inspectors == (Inspector("李大强", officer_id=office.pk), Inspector("张建国"))
