"""The words of a draft as stored JSON: strict, and the same for equal words."""

import pytest

from capacity_portal.lib.typesetting.official.outline import Paragraph
from reports.rules.content import KEYS, stored_words, worded_document


def test_words_come_back_as_stored():
    document = worded_document(
        "标题", {"blocks": [{"kind": "paragraph", "text": "正文。"}], "note": "此件公开发布"}
    )
    assert document.title == "标题"
    assert document.blocks == (Paragraph("正文。"),)
    assert list(stored_words(document)) == list(KEYS)
    assert worded_document("标题", stored_words(document)) == document


def test_a_title_among_the_words_is_the_old_one():
    assert worded_document("新标题", {"title": "旧标题"}).title == "新标题"


@pytest.mark.parametrize("key", ["number", "secrecy", "verify_code", "draft", "issuers"])
def test_nothing_of_the_head_comes_in_with_the_words(key):
    with pytest.raises(ValueError, match=f"不认识的项“{key}”"):
        worded_document("标题", {key: "x"})
