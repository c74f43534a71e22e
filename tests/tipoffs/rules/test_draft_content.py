"""From the answers of a draft to the report, and from step to step."""

import pytest

from tipoffs.choices import Channel, Daytime, TipKind
from tipoffs.rules.draft_content import STEPS, before, following, report_of
from tipoffs.rules.plain_kinds import IN_PLAIN_WORDS, plain_words
from tipoffs.rules.report import Identity

FULL = {
    "where": {"county": "360802", "town": "360802001", "place_text": "河边", "firm_name": "某厂"},
    "what": {"kind": "furnace", "text": "看到", "seen_text": "三月", "daytime": "night"},
    "contact": {
        "named": "named",
        "name": "甲",
        "telephone": "1",
        "address": "",
        "bank": "",
        "account": "",
        "other": "",
    },
}


def test_a_full_draft_makes_a_full_report():
    report = report_of(FULL)
    assert (report.place, report.place_text, report.firm_name) == ("360802001", "河边", "某厂")
    assert (report.kind, report.text, report.seen_text, report.daytime) == (
        "furnace",
        "看到",
        "三月",
        "night",
    )
    assert report.identity == Identity(name="甲", telephone="1")
    assert (report.channel, report.received_on) == (Channel.WEB, None)


def test_an_empty_draft_makes_an_empty_report():
    report = report_of({})
    assert (report.kind, report.text, report.place, report.daytime) == ("", "", "", Daytime.UNKNOWN)
    assert not report.identity


def test_without_a_town_it_is_the_county():
    assert report_of({"where": {"county": "360802", "town": ""}}).place == "360802"


def test_steps_lead_to_each_other():
    slugs = list(STEPS)
    assert [following(slug) for slug in slugs] == [*slugs[1:], "check"]
    assert [before(slug) for slug in slugs] == ["", *slugs[:-1]]


@pytest.mark.parametrize("kind", TipKind.values)
def test_every_kind_has_plain_words_and_a_hint(kind):
    words, hint = IN_PLAIN_WORDS[kind]
    assert plain_words(kind) == words
    assert hint.endswith("。")


def test_words_for_a_kind_nobody_knows():
    assert plain_words("") == ""
