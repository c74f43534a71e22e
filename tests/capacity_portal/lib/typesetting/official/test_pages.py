"""HTML of a composition: what it says and that nothing in a document can become markup."""

from dataclasses import replace

from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.outline import Attachment, Paragraph, Section
from capacity_portal.lib.typesetting.official.pages import to_html
from tests.capacity_portal.lib.typesetting.official import forms
from tests.capacity_portal.lib.typesetting.official.outlines import full, short

HOSTILE = '<img src="http://a/x.png"></title><script>"\';\\}{'


def html(document) -> str:
    return to_html(compose(document))


def test_title_language_author_and_keywords():
    found = html(short(title="关于\n自查的通知", keywords=("钢铁", "产能")))
    assert '<html lang="zh-CN">' in found
    assert "<title>关于自查的通知</title>" in found
    assert '<meta name="author" content="示例市化解办">' in found
    assert '<meta name="keywords" content="钢铁，产能">' in found


def test_a_line_on_the_grid_needs_no_style():
    assert '<p class="r12 i2">请于月底前报送。</p>' in html(short())


def test_a_run_of_another_font_is_marked():
    found = html(short(blocks=(Section(1, "提高认识。", "各地要压实责任。"), Section(2, "目标"))))
    assert '<span class="hei">一、提高认识。</span>各地要压实责任。</p>' in found
    assert (
        ' kai" style="bookmark-level:2;bookmark-label:&quot;\\ff08 一\\ff09 目标&quot;">（一）目标</p>'
        in found
    )


def test_nothing_in_a_document_becomes_markup():
    document = full()
    every = replace(
        document,
        **dict.fromkeys(
            ("title", "number", "serial", "urgency", "addressees", "contact", "note", "copies_to"), HOSTILE
        ),
        issuers=(HOSTILE,),
        printed_by=HOSTILE,
        language=HOSTILE,
        keywords=(HOSTILE,),
        blocks=(Paragraph(HOSTILE), Section(1, HOSTILE, HOSTILE)),
        attachments=(Attachment(HOSTILE, (Paragraph(HOSTILE),)),),
    )
    for found in (html(every), html(forms.draft(every))):
        assert "<img" not in found
        assert "<script" not in found
        assert found.count("</title>") == 1
    assert "bookmark-label:&quot;" in html(every)


def test_pictures_come_first_on_their_page():
    found = html(forms.plain_notice(blocks=()))
    page = found[: found.index("<img")].rsplit("<section", 1)[1]
    assert "<p" not in page
    assert "data:image/png;base64," in found


def test_a_turned_page_has_its_number_where_an_upright_one_has_it():
    found = html(forms.landscape())
    assert found.count('class="page turned"') == found.count('<div class="upright">') > 0


def test_a_draft_carries_who_looks_at_it_on_every_page():
    composition = compose(forms.draft(forms.notice()))
    found = to_html(composition)
    assert found.count("草稿　张三（示例市化解办）　2026-02-01 09:30") == 4 * len(composition.pages)
    assert 'class="red"' not in found
    assert "草稿" not in html(forms.notice())
