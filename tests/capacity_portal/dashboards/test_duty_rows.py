"""A row of the desk: its day has no year within this year, and has one in any other."""

from datetime import date

import pytest
import time_machine
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 12, 31), ">12月31日前<"),
        (date(2027, 1, 4), ">2027年1月4日前<"),
        (date(2025, 12, 30), ">2025年12月30日前<"),
    ],
)
def test_the_year_stands_there_unless_it_is_this_one(due_on, words):
    with time_machine.travel("2026-12-31T20:00:00+08:00", tick=False):
        row = render_to_string(
            "_partials/duty.html", {"duty": {"title": "演示", "url": "/", "due_on": due_on}}
        )
    assert words in row
