"""Words of a report with figures in them. Nothing is executed: four kinds of placeholder, everything else is plain text.

``{visits}`` number and unit; ``{=visits}`` the figure's own sentence, that of nothing when it is 0; ``{?visits:words}`` words left out
when it is 0; ``{!visits:words}`` words printed only when it is 0. Words of the last two may hold placeholders of the first two.
``{year}``, ``{region}``, ``{score}`` and ``{full}`` are the report's year, the region's name, the own mark and the full mark.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.typed_text import excerpt
from reports.rules import figures

LONGEST = 4000
PLAIN = ("year", "region", "score", "full")
NOT_MARKED = "（未评）"
_PLAIN_LABELS = {"year": "年度", "region": "地区", "score": "自评得分", "full": "满分"}
_INNER = r"\{[^{}]*\}"
_PLACE = re.compile(r"\{([=?!]?)([^{}:=?!]+)(?::((?:[^{}]|" + _INNER + r")*))?\}")


@dataclass(frozen=True)
class Told:
    """A figure as it is to be told; ``is_overridden``: typed by hand instead of counted."""

    key: str
    label: str
    value: Decimal
    unit: str
    is_overridden: bool = False


@dataclass(frozen=True)
class Part:
    """A run of words; ``key`` not empty: it tells that figure."""

    text: str
    key: str = ""
    is_overridden: bool = False


@dataclass(frozen=True)
class Subject:
    """Whom the report is about, and the figures there are, by key."""

    year: int
    region: str
    figures: Mapping[str, Told]
    score: Decimal | None = None
    full: Decimal | None = None

    def plain(self, name: str) -> str:
        value = {"year": self.year, "region": self.region, "score": self.score, "full": self.full}[name]
        if name in ("year", "region"):
            return str(value)
        return NOT_MARKED if value is None else trimmed(value)


def keys_in(text: str) -> list[str]:
    """Names used by ``text``, in order, each once; the year and the region are no figures."""
    found = []
    for _, key, inner in _PLACE.findall(text):
        found += [key, *(keys_in(inner) if inner else [])]
    return [key for key in dict.fromkeys(found) if key not in PLAIN]


def problems(text: str) -> list[str]:
    """Chinese sentences about what is wrong with the placeholders; empty when all is well."""
    if len(text) > LONGEST:
        return [f"文字共 {len(text)} 个字，最多 {LONGEST} 个字，请缩短。"]
    found = [sentence for match in _PLACE.finditer(text) if (sentence := _problem(*match.groups()))]
    if "{" in (left := _PLACE.sub("", text)) or "}" in left:
        found.append("花括号没有成对，或者写法不对；取数写作 {代号}，代号见页面上的列表。")
    return found


def told(text: str, subject: Subject) -> list[Part]:
    """``text`` with its figures, as runs of words."""
    parts, end = [], 0
    for match in _PLACE.finditer(text):
        parts.append(Part(text[end : match.start()]))
        parts += _placed(*match.groups(), subject)
        end = match.end()
    return [part for part in (*parts, Part(text[end:])) if part.text]


def readable(text: str) -> str:
    """``text`` with labels instead of keys, for reading: ``【排查】``, ``【排查不为0时：…】``."""
    return _PLACE.sub(_named, text)


def _named(match: re.Match) -> str:
    mark, key, inner = match.groups()
    single = figures.FIGURES[key].label if key in figures.FIGURES else figures.PHRASES.get(key, key)
    label = _PLAIN_LABELS.get(key, single)
    when = {"?": "不为0时：", "!": "为0时："}.get(mark, "")
    return f"【{label}{when}{readable(inner or '')}】"


def plain(parts: list[Part]) -> str:
    """The words alone; a number typed by hand is marked."""
    return "".join(f"{part.text}（手工改填）" if part.is_overridden else part.text for part in parts)


def _problem(mark: str, key: str, inner: str | None) -> str:
    if key in PLAIN:
        return "" if not mark and inner is None else f"{{{key}}} 只能单独使用。"
    if mark in ("?", "!"):
        return _conditional(mark, key, inner)
    if inner is not None:
        return f"{excerpt(key)}后面不能有冒号，需要条件时写作 {{?代号:文字}}。"
    known = key in figures.FIGURES or (mark == "=" and key in figures.PHRASES)
    return "" if known else _unknown(key)


def _conditional(mark: str, key: str, inner: str | None) -> str:
    if key not in figures.FIGURES:
        return _unknown(key)
    if not inner:
        return f"{{{mark}{key}:文字}} 缺少冒号后面的文字。"
    return next(iter(problems(inner)), "")


def _unknown(key: str) -> str:
    return f"没有代号为{excerpt(key)}的数据，请从页面上的列表中选用。"


def _placed(mark: str, key: str, inner: str | None, subject: Subject) -> list[Part]:
    if key in PLAIN:
        return [Part(subject.plain(key))]
    if mark == "=":
        return sentence(key, subject.figures)
    figure = subject.figures[key]
    if mark:
        return told(inner or "", subject) if bool(figure.value) is (mark == "?") else []
    return [number(figure)]


def number(figure: Told) -> Part:
    """Number and unit."""
    return Part(trimmed(figure.value, figure.unit), figure.key, figure.is_overridden)


def sentence(key: str, found: Mapping[str, Told]) -> list[Part]:
    """The figure's or phrase's own words."""
    if key in _PHRASES:
        return [part for part in _PHRASES[key](found) if part.text]
    figure, words = found[key], figures.FIGURES[key]
    if not figure.value:
        return [Part(words.zero, key, figure.is_overridden)]
    before, after = words.sentence.split("{}")
    return [part for part in (Part(before), number(figure), Part(after)) if part.text]


def _tasks(found: Mapping[str, Told]) -> list[Part]:
    """Total, parts and difference (差额) of each product and unit; sums never cross them."""
    totals, shares = _members("task", found), _members("part", found)
    named = list(dict.fromkeys([*totals, *shares]))
    if not named:
        return [Part(figures.NO_TASKS)]
    return _joined([_task(totals.get(name), shares.get(name)) for name in named])


def _task(total: Told | None, share: Told | None) -> list[Part]:
    name = _product(total or share)
    parts = [Part(f"{name}任务"), number(total)] if total else [Part(f"{name}任务没有列出合计")]
    if share is None:
        return parts
    parts += [Part("，分项之和"), number(share)]
    gap = total.value - share.value if total else Decimal(0)
    return [*parts, Part(f"，差额{trimmed(gap, share.unit)}")] if gap else parts


def _exits(found: Mapping[str, Told]) -> list[Part]:
    done = _members("exit", found)
    if not done:
        return [Part(figures.NO_EXITS)]
    return _joined([[Part(f"退出{_product(figure)}"), number(figure)] for figure in done.values()])


def _coverage(found: Mapping[str, Told]) -> list[Part]:
    asked, done = found["duties"], found["duties_covered"]
    if not asked.value:
        return sentence("duties", found)
    return [
        *sentence("duties", found),
        Part("，"),
        *sentence("duties_covered", found),
        Part(f"，覆盖率{rate(done, asked)}"),
    ]


def _rectification(found: Mapping[str, Told]) -> list[Part]:
    all_, closed = found["findings"], found["findings_closed"]
    if not all_.value:
        return sentence("findings", found)
    words = [*sentence("findings", found), Part("，"), *sentence("findings_closed", found), Part("，")]
    return [*words, *sentence("findings_open", found), Part(f"，整改率{rate(closed, all_)}")]


def rate(part: Told, whole: Told) -> str:
    """``98.5%``: two figures of which both are linked; rounded down, so that 100% means all."""
    if not whole.value:
        return "—"
    per_mille = int(part.value * 1000 // whole.value)
    return f"{per_mille // 10}.{per_mille % 10}%" if per_mille % 10 else f"{per_mille // 10}%"


def _members(family: str, found: Mapping[str, Told]) -> dict[str, Told]:
    mine = {
        key.partition(".")[2]: figure for key, figure in found.items() if figures.family_of(key) == family
    }
    return {name: mine[name] for name in sorted(mine)}


def _product(figure: Told) -> str:
    name = figure.label.partition("：")[2]
    return "" if name == figures.NO_PRODUCT else name


def _joined(groups: list[list[Part]]) -> list[Part]:
    return [part for place, group in enumerate(groups) for part in ([Part("；")] if place else []) + group]


def overridden(figure: Told, value: Decimal) -> Told:
    """The same figure with the number typed by hand."""
    return replace(figure, value=value, is_overridden=True)


_PHRASES = {"tasks": _tasks, "exits": _exits, "coverage": _coverage, "rectification": _rectification}
