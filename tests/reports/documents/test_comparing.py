"""Two versions of a draft: what differs, inside the line where it can be told."""

from types import SimpleNamespace

from reports.documents.comparing import compared


def a_version(*texts, title="标题"):
    return SimpleNamespace(
        title=title, content={"blocks": [{"kind": "paragraph", "text": text} for text in texts]}
    )


def test_a_word_put_in_is_marked_inside_its_line():
    title, line = compared(a_version("现将事项通知如下："), a_version("现将有关事项通知如下："))
    assert not title.is_changed
    assert line.left == (("same", "现将"), ("same", "事项通知如下："))
    assert line.right == (("same", "现将"), ("ins", "有关"), ("same", "事项通知如下："))


def test_other_lines_are_marked_as_a_whole():
    _, line = compared(a_version("甲乙丙丁"), a_version("一二三四五六"))
    assert (line.left, line.right) == ((("del", "甲乙丙丁"),), (("ins", "一二三四五六"),))


def test_a_line_more_stands_beside_nothing():
    *_, line = compared(a_version("甲"), a_version("甲", "乙"))
    assert (line.left, line.right, line.is_changed) == ((), (("ins", "乙"),), True)


def test_very_long_lines_are_not_taken_apart():
    _, line = compared(a_version("长" * 5000), a_version("长" * 5001))
    assert [kind for kind, _ in line.left + line.right] == ["del", "ins"]


def test_a_version_that_cannot_be_read_says_so():
    broken = SimpleNamespace(title="标题", content={"blocks": [{"kind": "picture"}]})
    assert "不能读出" in compared(broken, a_version("甲"))[-1].left[0][1]
