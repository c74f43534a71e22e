from xml.etree.ElementTree import fromstring, tostring

import pytest

from capacity_portal.lib.typesetting.sanitise import (
    MAX_DEPTH,
    TooDeep,
    mark_long_words,
    replace_missing,
    sanitise,
)


def sanitised(markup: str) -> str:
    root = fromstring(markup)
    sanitise(root)
    return tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p><a rel="attachment" href="file:///etc/passwd">x</a></p>', "<p><a>x</a></p>"),
        ('<p><a rel="nofollow Attachment" href="x">x</a></p>', "<p><a>x</a></p>"),
        ('<p><a rel="nofollow" href="x">x</a></p>', '<p><a rel="nofollow" href="x">x</a></p>'),
        ('<p>a<object data="x"><b>c</b></object>d</p>', "<p>a<span />d</p>"),
        ("<p><script>alert(1)</script></p>", "<p><span /></p>"),
        ('<td colspan="1000000" />', '<td colspan="100" />'),
        ('<td colspan="101" rowspan="99" />', '<td colspan="100" rowspan="99" />'),
        ('<col span="-5" />', '<col span="1" />'),
        ('<td colspan="²" rowspan="' + "9" * 5000 + '" />', '<td colspan="1" rowspan="100" />'),
    ],
)
def test_sanitise(markup, expected):
    assert sanitised(markup) == expected


def test_nesting_up_to_the_limit_stays_and_one_more_is_refused():
    deepest = "<b>" * MAX_DEPTH + "</b>" * MAX_DEPTH
    assert sanitised(deepest) == deepest.replace("<b></b>", "<b />")
    with pytest.raises(TooDeep):
        sanitised(f"<b>{deepest}</b>")


def test_missing_characters_become_a_placeholder_with_a_note():
    body = fromstring("<body><p>𠮷安<b>😀</b>😀市</p></body>")
    assert replace_missing(body) == ("😀", "𠮷")
    assert tostring(body, encoding="unicode") == (
        "<body><p>〓安<b>〓</b>〓市</p>"
        '<p class="missing-glyphs">注：本件有 2 个字符字库未收录，以“〓”代替：U+1F600、U+20BB7。</p></body>'
    )


def test_a_long_list_of_missing_characters_is_cut():
    body = fromstring(f"<body>{''.join(map(chr, range(0x20000, 0x20019)))}</body>")
    replace_missing(body)
    assert body[0].text.startswith("注：本件有 25 个字符字库未收录")
    assert body[0].text.endswith("U+20013等。")


def test_a_document_with_all_glyphs_stays_as_it_is():
    body = fromstring("<body><p>吉安市青原区</p></body>")
    assert replace_missing(body) == ()
    assert tostring(body, encoding="unicode") == "<body><p>吉安市青原区</p></body>"


def test_cells_with_long_words_are_marked():
    body = fromstring(
        f"<body><table><tr><td>{'x' * 20}</td><td>{'x' * 19}</td><td>{'汉' * 40}</td>"
        f"<th class='number'>a <b>{'9' * 30}</b></th></tr></table><p>{'x' * 40}</p></body>"
    )
    mark_long_words(body)
    assert [cell.get("class") for cell in body.iter() if cell.tag in {"td", "th", "p"}] == [
        "long-words",
        None,
        None,
        "number long-words",
        None,
    ]
