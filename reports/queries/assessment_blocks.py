"""What keeps a report from being submitted: one list of sentences for the page, the form and the operation."""

from collections.abc import Mapping
from itertools import zip_longest

from reports.models import Assessment
from reports.queries.assessments import Words, is_live, text_of, told_of, words_of
from reports.queries.marks import Line, indicators_of, lines_of
from reports.rules import narrative
from reports.rules.secrecy import refusal


def blocks(assessment: Assessment, told: Mapping[str, narrative.Told] | None = None) -> list[str]:
    """Chinese sentences with the remedy; empty when it may be submitted. ``told`` saves counting the figures again."""
    if told is None:
        told = told_of(assessment, indicators_of(assessment))
    lines = lines_of(assessment, told, is_live=is_live(assessment))
    return [*_of_words(assessment, told), *_of_marks(lines), *_of_contact(assessment)]


def _of_words(assessment: Assessment, told: Mapping[str, narrative.Told]) -> list[str]:
    found = []
    for entry in assessment.scheme.outline:
        text, heading = text_of(assessment, entry), entry["heading"] or "开头"
        found += [f"“{heading}”：{sentence}" for sentence in narrative.problems(text)]
        if sentence := refusal(f"“{heading}”", text):
            found.append(sentence)
    return found or _empty(words_of(assessment, told))


def _empty(words: list[Words]) -> list[str]:
    """Headings without words, but for those beneath which others stand."""
    return [
        f"“{one.heading or '开头'}”还没有文字，请在“文字”中填写。"
        for one, below in zip_longest(words, words[1:])
        if not one.plain.strip() and not (below and below.level > one.level)
    ]


def _of_marks(lines: list[Line]) -> list[str]:
    found = []
    for line in lines:
        name, score = line.indicator.name, line.score
        if line.own is None:
            found.append(f"指标“{name}”还没有自评分，请在“评分”中填写。")
        elif line.own != line.computed and line.computed is not None and not score.self_reason:
            found.append(f"指标“{name}”的自评分与现在的自动计分不同，请核对或者写明理由。")
        if line.indicator.needs_evidence and not line.evidence:
            found.append(f"指标“{name}”须有佐证材料，请在“依据与佐证”中上传。")
    return found


def _of_contact(assessment: Assessment) -> list[str]:
    found = []
    if not (assessment.contact_office and assessment.contact_telephone):
        found.append("没有填写联系处室和办公电话，请在“文字”中填写。")
    if not assessment.signatories:
        found.append("没有填写署名单位，请在“文字”中填写。")
    return found
