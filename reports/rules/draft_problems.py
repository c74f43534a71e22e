"""What still has to be mended in a draft, each with its place: the type setter's problems and placeholders nobody has filled."""

from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.outline import OfficialDocument, Problem
from capacity_portal.lib.typesetting.official.places import texts
from capacity_portal.lib.typesetting.official.problems import problems
from reports.rules.placeholders import open_in


def draft_problems(document: OfficialDocument) -> list[Problem]:
    """All of them, in the order of the page; they are warnings until the document is to be issued."""
    unfilled = [
        Problem(place, f"{place}还有没有填写的“{{{name}}}”；请填写或删去。")
        for place, text in texts(document)
        for name in open_in(text)
    ]
    return problems(document) + unfilled


def layout_problems(document: OfficialDocument) -> list[Problem]:
    """What only laying it out shows: no room for text on the first page, signature and date alone on a page. A dozen pages take 20 ms."""
    try:
        return list(compose(document).problems)
    except ValueError as refused:
        return [Problem("版面", f"不能排版：{refused}请修改后再试。")]
