import pytest

from capacity_portal.lib.typesetting.official.plain import to_text
from reports.rules.content import worded_document
from reports.rules.incoming_drafts import RELATIONS, draft_content, draft_title


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_draft_names_the_document_and_keeps_within_a_title(relation):
    for title in ("自查通知", "长" * 200):
        assert len(draft_title(relation, title)) <= 200
        content = draft_content(relation, title=title, number="苏化解办〔2018〕4号", sender="省办")
        assert f"《{title}》（苏化解办〔2018〕4号）" in to_text(
            worded_document(draft_title(relation, title), content)
        )


def test_an_answer_goes_to_the_sender():
    assert draft_content("answers", title="函", number="", sender="省办")["addressees"] == "省办"
    assert "addressees" not in draft_content("implements", title="函", number="", sender="省办")
