"""The first words of a document that implements, forwards or answers one that came."""

from reports.choices import Relation

RELATIONS = {Relation.IMPLEMENTS: "拟贯彻文件", Relation.FORWARDS: "拟转发文件", Relation.ANSWERS: "拟答复"}
"""Relation -> what the button says."""
_LONGEST = 200
_TITLES = {
    Relation.IMPLEMENTS: "关于贯彻落实《{}》的通知",
    Relation.FORWARDS: "转发《{}》的通知",
    Relation.ANSWERS: "关于《{}》的复函",
}
_WORDS = {
    Relation.IMPLEMENTS: "为贯彻落实{sender}《{title}》{number}，结合我市实际，现就有关事项通知如下：",
    Relation.FORWARDS: "现将{sender}《{title}》{number}转发给你们，请认真贯彻执行。",
    Relation.ANSWERS: "《{title}》{number}收悉。经研究，现函复如下：",
}


def draft_title(relation: str, title: str) -> str:
    """Within the length of a title: the name of the other document is cut first."""
    pattern = _TITLES[Relation(relation)]
    return pattern.format(title[: _LONGEST - len(pattern) + 2])


def draft_content(relation: str, *, title: str, number: str, sender: str) -> dict:
    """JSON of ``official.storing``: an answer is addressed to the sender."""
    told = f"（{number}）" if number else ""
    words = _WORDS[Relation(relation)].format(sender=sender, title=title, number=told)
    content: dict = {"blocks": [{"kind": "paragraph", "text": words}]}
    return content | ({"addressees": sender} if relation == Relation.ANSWERS else {})
