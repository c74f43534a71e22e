"""Sentences that keep a document back: who it goes to, who signs, which way it goes."""

from types import SimpleNamespace

import pytest

from reports.choices import Direction, DocumentKind
from reports.rules.blocking import against_open_comments, against_settings
from reports.rules.review import OWN, SENT, WORKED_ON, against_reviewing


def said(**values) -> str:
    fields = {
        "content": {"addressees": "各县"}, "form": "ordinary", "is_public": False, "direction": "down", "kind": "notice", "signers": [],
    } | values  # fmt: skip
    notice = SimpleNamespace(
        **fields,
        get_kind_display=lambda: DocumentKind(fields["kind"]).label,
        get_direction_display=lambda: Direction(fields["direction"]).label,
    )
    return "".join(against_settings(notice))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ""),
        ({"content": {}}, "没有填写主送机关"),
        ({"content": {}, "form": "order"}, ""),
        ({"content": {}, "form": "minutes"}, ""),
        ({"content": {}, "is_public": True}, ""),
        (
            {"direction": "up", "content": {"addressees": "省政府"}, "signers": ["张三"], "kind": "request"},
            "",
        ),
        (
            {"direction": "up", "content": {"addressees": "省政府、省发改委"}, "signers": ["张三"]},
            "只主送一个上级机关",
        ),
        ({"direction": "up", "content": {"addressees": "省政府"}}, "应标注签发人"),
        ({"kind": "request"}, "是上行文种"),
        (
            {"kind": "letter", "direction": "up", "content": {"addressees": "省政府"}, "signers": ["张三"]},
            "函不用于",
        ),
    ],
)
def test_settings(values, words):
    assert words in said(**values)
    assert bool(said(**values)) == bool(words)


def test_open_comments():
    assert list(against_open_comments(0)) == []
    assert "2条修改意见" in next(iter(against_open_comments(2)))


def test_two_persons():
    assert against_reviewing(drafter=1, sender=2, writers=(), person=1) == OWN
    assert against_reviewing(drafter=1, sender=2, writers=(), person=2) == SENT
    assert against_reviewing(drafter=1, sender=None, writers={4}, person=3) == ""
    assert against_reviewing(drafter=1, sender=None, writers={3}, person=3) == WORKED_ON
