"""The design language holds what it promises: contrast, text sizes, whole references, labelled fields."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from tests.architecture import ROOT

CSS = ROOT / "static" / "css"
TOKENS = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6})", (CSS / "tokens.css").read_text(encoding="utf-8")))
REFERENCE = re.compile(r"""url\(["']?([^"')]+)""")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours as #rrggbb."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON_GROUND = [
    *[(text, ground) for text in ("ink", "ink-soft", "blue", "red") for ground in ("paper", "paper-warm")],
    *[("paper", ground) for ground in ("red", "red-deep", "red-dark", "blue", "blue-deep", "danger")],
    *[(tone, f"{tone}-tint") for tone in ("blue", "green", "amber", "danger")],
    ("gold-pale", "red"),
    ("red-dark", "gold-pale"),
    ("ink-soft", "paper-deep"),
]


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_contrast_is_at_least_aa(text, ground):
    assert contrast(TOKENS[f"--{text}"], TOKENS[f"--{ground}"]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "paper-warm"])
def test_borders_of_controls_stand_out(ground):
    assert contrast(TOKENS["--line-strong"], TOKENS[f"--{ground}"]) >= 3


def test_contrast_knows_a_bad_pair():
    assert round(contrast("#777", "#fff"), 2) == 4.48
    assert contrast("#000", "#fff") == 21


def test_text_grows_from_18_to_30_pixels():
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    percents = re.findall(r"html(?:\.text-\d)? \{\s*font-size: ([\d.]+)%", tokens)
    assert [round(float(percent) * 0.16) for percent in percents] == [18, 20, 22, 24, 27, 30]
    script = (ROOT / "static" / "js" / "text_size.js").read_text(encoding="utf-8")
    assert "var SIZES = [18, 20, 22, 24, 27, 30];" in script


def broken_references(folder) -> list[str]:
    return [
        f"{sheet.name}: {target}"
        for sheet in sorted(folder.glob("*.css"))
        for target in REFERENCE.findall(sheet.read_text(encoding="utf-8"))
        if not (folder / target).is_file()
    ]


def test_stylesheets_name_files_that_exist():
    assert broken_references(CSS) == []


def test_planted_broken_reference_is_found(tmp_path):
    (tmp_path / "a.css").write_text('a { background: url("../img/none.svg"); }', encoding="utf-8")
    assert broken_references(tmp_path) == ["a.css: ../img/none.svg"]


class EveryKind(forms.Form):
    text = forms.CharField(label="文字", help_text="提示")
    number = forms.IntegerField(label="数字", help_text="提示")
    choice = forms.ChoiceField(label="下拉", help_text="提示", choices=[("a", "甲")])
    radio = forms.ChoiceField(label="单选", help_text="提示", choices=[("a", "甲")], widget=forms.RadioSelect)
    area = forms.CharField(label="长文", help_text="提示", widget=forms.Textarea)
    tick = forms.BooleanField(label="勾选", help_text="提示")
    file = forms.FileField(label="文件", help_text="提示")


@pytest.mark.parametrize("name", list(EveryKind.base_fields))
def test_every_field_is_labelled_and_described(name):
    field = EveryKind({})[name]
    html = render_to_string("_partials/field.html", {"field": field})
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == [f"id_{name}_helptext", f"id_{name}_error"]
    assert re.findall(r'<div class="field-(?:hint|error)" id="([^"]+)"', html) == described
    assert "这个字段是必填项。" in html
    assert ("<legend" in html) if field.use_fieldset else (f'for="id_{name}"' in html)


def test_error_summary_links_to_each_refused_field():
    html = render_to_string("_partials/error_summary.html", {"form": EveryKind({})})
    assert re.findall(r'href="#id_(\w+)"', html) == list(EveryKind.base_fields)


def test_no_error_summary_without_errors():
    assert render_to_string("_partials/error_summary.html", {"form": EveryKind()}).strip() == ""


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_draw_themselves_without_any_context(page):
    html = render_to_string(f"{page}.html")
    assert "<h1>" in html
    assert f"错误代码{page[:3]}" in html


def test_error_page_gives_back_what_was_typed():
    html = render_to_string("503.html", {"typed": [("remarks", "第一行\n<b>")]})
    assert "<li>第一行<br>&lt;b&gt;</li>" in html
