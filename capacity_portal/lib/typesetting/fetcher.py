"""The only door through which a document can reach outside itself, and it is shut.

Documents carry their pictures as ``data:`` URIs; fonts and styles are loaded once by the child itself (fonts.conf,
static/css/). So every other address is refused: http, file, ftp, relative ones, and ``data:`` that is not a picture.
Runs in the child only, as it imports WeasyPrint.
"""

import re

from weasyprint.urls import URLFetcher

_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)


class PicturesOnlyFetcher(URLFetcher):
    """Answers ``data:image/...`` and refuses everything else, remembering (shortened) what was asked for."""

    def __init__(self):
        super().__init__(allowed_protocols=frozenset({"data"}), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url, headers=None):
        if not _PICTURE.match(url):
            self.refused.append(url[:100])
            raise ValueError("地址不在允许范围内")
        return super().fetch(url, headers)
