"""One shape from all doors: what is tidied away, and what is wrong with it in Chinese, by field."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipoffs.choices import Channel, Daytime, TipKind
from tipoffs.rules.report import LONGEST, LONGEST_IDENTITY, Identity, TipReport, problems, tidy

GOOD = TipReport(kind="production", text="三台中频炉", place_text="河边")
anything = st.text(max_size=30) | st.sampled_from(["\x00", "\ud800", "　 ", "x" * 3_000])


def test_a_good_report_has_no_problem():
    assert problems(GOOD) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"text": ""}, "text"),
        ({"place_text": ""}, "place_text"),
        ({"daytime": "noon"}, "daytime"),
        ({"channel": "pigeon"}, "channel"),
        ({"text": "字" * 2001}, "text"),
        ({"place_text": "字" * 201}, "place_text"),
        ({"firm_name": "字" * 121}, "firm_name"),
        ({"seen_text": "字" * 121}, "seen_text"),
        ({"source_number": "字" * 81}, "source_number"),
        ({"identity": Identity(telephone="1" * 41)}, "telephone"),
    ],
)
def test_each_fault_is_named_at_its_field(change, field):
    found = problems(replace(GOOD, **change))
    assert list(found) == [field]
    assert found[field].endswith("。")


@pytest.mark.parametrize("place", [{"place": "360802"}, {"place_text": "河边"}, {"firm_name": "某厂"}])
def test_one_way_to_find_the_place_is_enough(place):
    assert problems(TipReport(kind="other", text="看到了", **place)) == {}


def test_a_length_is_told_with_the_limit():
    assert problems(replace(GOOD, text="字" * 2001))["text"] == "共 2001 个字，最多 2000 个字，请缩短。"


@given(st.builds(
    TipReport,
    kind=anything, text=anything, place=st.just(""), place_text=anything, firm_name=anything, seen_text=anything, daytime=anything,
    channel=anything, source_number=anything, identity=st.builds(Identity, *[anything] * 6),
))  # fmt: skip
def test_whatever_is_sent_is_tidied_and_judged(report):
    cleaned = tidy(report)
    assert tidy(cleaned) == cleaned
    texts = [getattr(cleaned, name) for name in LONGEST] + list(vars(cleaned.identity).values())
    for text in texts:
        assert text == text.strip()
        assert "\x00" not in text
        text.encode()
    if not problems(cleaned):
        assert cleaned.kind in TipKind.values
        assert cleaned.daytime in Daytime.values
        assert cleaned.channel in Channel.values
        assert cleaned.text
        assert cleaned.place or cleaned.place_text or cleaned.firm_name
        assert all(len(getattr(cleaned, name)) <= most for name, most in LONGEST.items())
        assert all(len(getattr(cleaned.identity, name)) <= most for name, most in LONGEST_IDENTITY.items())


@given(st.lists(st.text(max_size=5), min_size=6, max_size=6))
def test_an_identity_is_there_when_any_part_is(parts):
    assert bool(Identity(*parts)) == any(parts)
