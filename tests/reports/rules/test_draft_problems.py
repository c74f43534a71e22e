"""What is still to be mended in a draft: placeholders nobody filled stand beside the type setter's problems."""

from capacity_portal.lib.typesetting.official.outline import OfficialDocument, Paragraph
from reports.rules.draft_problems import draft_problems


def test_open_placeholders_are_named_with_their_place():
    document = OfficialDocument("关于{企业名称}的意见", ("办公室",), (Paragraph("请在{整改期限}前。{其他}"),))
    assert [(problem.place, problem.sentence) for problem in draft_problems(document)] == [
        ("标题", "标题还有没有填写的“{企业名称}”；请填写或删去。"),
        ("正文第1段", "正文第1段还有没有填写的“{整改期限}”；请填写或删去。"),
    ]


def test_a_finished_draft_has_none():
    assert draft_problems(OfficialDocument("标题", ("办公室",), (Paragraph("正文。"),))) == []
