"""Values that break careless portals: our own list, and the public one when it was handed in."""

import json
import os
from pathlib import Path

VALUES = [
    "",
    " ",
    "\t\r\n",
    "\x00",
    "示\x00例",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "0",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    "-Infinity",
    "9" * 5000,
    "-" + "9" * 40,
    "0." + "0" * 400 + "1",
    "٣٤",
    "１２３",
    "一千",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-13-01",
    "0000-00-00",
    "1-1-1",
    "2026-11-22T25:61",
    "null",
    "None",
    "True",
    "undefined",
    "[]",
    "{}",
    '{"a": NaN}',
    "[" * 2000,
    "' OR 1=1 --",
    '"; DROP TABLE enterprises_enterprise; --',
    "%",
    "_",
    "\\",
    "%00",
    "%s%n%d",
    "{{ 7*7 }}",
    "{% load x %}",
    "${7*7}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "../../../../etc/passwd",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(A1)",
    "﷽",
    "Ω≈ç√∫˜µ≤≥÷",
    "👩‍👩‍👧‍👦🇨🇳",
    "‮gnp.exe",
    "​﻿",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "𠀀𡃁𪚥",
    "地" * 5000,
    "a" * 100_000,
]

# For the tests of single views; tests/acceptance tries every page with all of them.
SOME = ["\x00", "9" * 5000, "-1", "NaN", "0001-01-01", "9999-12-31", "[]", "'\"<b>{{7*7}}%s", "地" * 5000]

QUERIES = [
    "page=-1", "page=abc", "page=0", "order=bad", "order=-id", "order=", "after=forged", "before=forged", "cursor=forged",
    "after=" + "A" * 4000, "q=%00", "q=%ff%fe", "q=(", "q=%25", "year=0", "year=99999", "year=abc", "on=0001-01-01",
    "on=9999-12-31", "on=2026-02-30", "on=abc", "region=%00", "region=999999", "region=%27", "status=bad", "class=bad",
    "industry=bad", "kind=9999999999999999999999", "key=maybe", "before=0001-01-01", "counts=x", "format=exe",
    "q=" + "9" * 5000, "confirmed_before=9999-12-31", "updated_before=0001-01-01", "ids=1,2,x", "ids=" + "9" * 60,
]  # fmt: skip


def public_list() -> list[str]:
    """The public list of naughty strings when CAPACITY_SHARED_SUITES names its folder, else nothing."""
    folder = os.environ.get("CAPACITY_SHARED_SUITES")
    if not folder:
        return []
    found = sorted(Path(folder).rglob("blns.json"))
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []
