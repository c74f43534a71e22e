import pytest

from inspections.forms.findings import StepForm, first_values
from inspections.rules.finding_workflow import ENFORCEMENT, STEPS, Given
from tests.makers import NOON


@pytest.mark.parametrize("step", [*STEPS, *ENFORCEMENT], ids=lambda step: step.name)
def test_each_step_asks_for_what_its_row_requires(step):
    form = StepForm(step=step.name)
    asked = {name for name, field in form.fields.items() if field.required}
    assert asked == set(step.requires) - {"item"}


def test_what_was_typed_becomes_what_the_rules_want():
    form = StepForm({"percent": "40", "text": "停"}, step="progress")
    assert form.is_valid()
    assert form.given() == Given(text="停", percent=40)
    assert form.kept_ids() == []


def test_messages_name_the_field_as_the_step_calls_it():
    form = StepForm({}, step="close")
    assert form.errors == {"on": ["请填写复查日期。"], "text": ["请填写复查意见。"]}
    assert StepForm({}, step="template").errors["template"] == ["请选择清单。"]


def test_a_form_opens_with_today_and_the_progress_so_far():
    day = NOON.date()
    assert first_values("close", percent=100, today=day) == {"percent": 99, "on": day}
    assert first_values("look_back", percent=0, today=day) == {"percent": None}
