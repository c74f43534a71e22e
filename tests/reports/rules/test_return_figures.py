import pytest
from django.core.exceptions import ValidationError

from reports.rules.return_figures import Wanted, checked_figures, told, unfilled, wanted_figures

STORED = [{"key": "firms", "label": "排查企业", "unit": "家"}, {"key": "area", "label": "面积"}]


@pytest.mark.parametrize(
    "stored", [None, {}, "x", [1, {"key": "a"}, {"label": "b"}, {"key": "", "label": "b"}]]
)
def test_what_is_not_of_the_shape_is_passed_over(stored):
    assert wanted_figures(stored) == []


def test_values_are_kept_as_plain_decimals():
    assert checked_figures(STORED, {"firms": "1,200 家", "area": "０.50"}) == {"firms": "1200", "area": "0.5"}
    assert checked_figures(STORED, {"firms": "", "area": None}) == {}


def test_each_wrong_value_is_named_by_its_field():
    with pytest.raises(ValidationError) as refused:
        checked_figures(STORED, {"firms": "多", "area": "9" * 13})
    assert sorted(refused.value.error_dict) == ["figure_area", "figure_firms"]


def test_what_is_open_and_what_is_told():
    assert unfilled(STORED, {"area": "1"}) == [("firms", "排查企业（家）")]
    assert told(STORED, {"firms": "12"}) == [("排查企业", "12家"), ("面积", "未填")]
    assert Wanted("a", "b").heading == "b"
