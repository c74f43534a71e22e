"""Looking an enterprise up by a part of its name, code, address or person, for pages that only want to name one."""

from collections.abc import Iterable

from enterprises.models import Enterprise
from enterprises.queries.scope import visible_to
from enterprises.search import matching


def found_by_text(officer, text: str, *, most: int, besides: Iterable[int] = ()) -> list[Enterprise]:
    """At most ``most`` files the officer sees that contain ``text``, in order of opening; none without text."""
    if not text:
        return []
    rows = visible_to(officer).unmerged().exclude(pk__in=list(besides)).select_related("region")
    return list(matching(rows, text).order_by("id")[:most])
