"""What a draft stores of its words: the keys of ``Notice.content`` and ``NoticeTemplate.content``, read strictly."""

from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.outline import OfficialDocument

KEYS = ("addressees", "blocks", "attachments", "attendance", "contact", "note", "copies_to", "signer_title")
"""Of ``OfficialDocument``; ``title`` stands in a column of its own, all else comes from the settings of the document."""


def worded_document(title: str, content: dict, **settings) -> OfficialDocument:
    """The words alone as an outline, with ``settings`` as JSON beside them. Raises ValueError with a Chinese sentence that names the place."""
    words = {key: value for key, value in content.items() if key != "title"}
    if strange := sorted(words.keys() - set(KEYS)):
        raise ValueError(f"文稿含有不认识的项“{strange[0][:30]}”；请重新录入。")
    return storing.from_json({"blocks": [], "issuers": []} | words | settings | {"title": title})


def stored_words(document: OfficialDocument) -> dict:
    """The JSON of ``KEYS``, in their order, empty ones too: two equal drafts are stored alike."""
    known = storing.to_json(document)
    return {key: known[key] for key in KEYS}
