import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib.file_names import display_name
from capacity_portal.lib.typed_text import INVISIBLE


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("现场 照片（1）.JPG", "现场_照片（1）.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.jpg"),
        ("C:\\照片\\炉.png", "炉.jpg"),
        ("报告.pdf.exe", "报告_pdf.jpg"),
        ("照片\u202egpj.exe", "照片_gpj.jpg"),
        ("a\x00.php.jpg", "a_php.jpg"),
        ("e\u0301.jpg", "é.jpg"),
        ("<img src=x onerror=alert(1)>.png", "img_src=x_onerror=alert(1).jpg"),
        ("照片;rm -rf.jpg", "照片_rm_-rf.jpg"),
        ("$(id)`id`.jpg", "(id)_id.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("lpt1", "_lpt1.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("文件.", "文件.jpg"),
        (" .jpg", "未命名.jpg"),
        ("", "未命名.jpg"),
        (None, "未命名.jpg"),
        ("\ud800\n.jpg", "未命名.jpg"),
        ("现场" * 400 + ".jpg", "现场" * 40 + ".jpg"),
        ("a" * 300 + ".jpg", "a" * 80 + ".jpg"),
        ("-rf", "rf.jpg"),
    ],
)
def test_display_name(sent, shown):
    assert display_name(sent, "jpg") == shown


@given(st.text(st.characters(codec=None)))
def test_any_name_becomes_one_harmless_line(sent):
    shown = display_name(sent, "pdf")
    stem, dot, extension = shown.partition(".")
    assert (dot, extension) == (".", "pdf")
    assert INVISIBLE.search(stem.encode().decode()) is None
    assert not set(stem) & set("/\\<>:\"|?*;&$`'%{}. \n\x00")
    assert 1 <= len(stem) <= 81


@given(st.text(st.characters(codec=None)))
def test_a_shown_name_is_shown_the_same_again(sent):
    assert display_name(display_name(sent, "pdf"), "pdf") == display_name(sent, "pdf")
