"""Lines of the matrix: tip-offs, files."""

from uuid import UUID

from tests.acceptance.lines import AREA, Case, Line, page
from tests.acceptance.world import Area


def _file(area: Area) -> dict:
    """Numbers of files are UUIDs; those that do not exist are plain numbers in the world."""
    uuid = area["tip_file"]
    return {"pk": area["tip"], "uuid": uuid if isinstance(uuid, str) else UUID(int=uuid)}


LINES: dict[str, Line] = {
    "tipoffs:file": page(frozenset({"tipoff_handler", "office_leader"}), Case(_file), about=AREA),
}
