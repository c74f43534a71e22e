"""Lines of the matrix: tip-offs, files."""

from tests.acceptance.lines import AREA, Case, Line, of, page

LINES: dict[str, Line] = {
    "tipoffs:file": page(
        frozenset({"tipoff_handler", "office_leader"}), Case(of(pk="tip", uuid="tip_file")), about=AREA
    ),
}
