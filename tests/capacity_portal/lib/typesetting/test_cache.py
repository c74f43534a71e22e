from capacity_portal.lib.typesetting.cache import ResultCache, content_key
from capacity_portal.lib.typesetting.results import RenderedPdf


def result(size: int) -> RenderedPdf:
    return RenderedPdf(b"x" * size, 1)


def test_least_recently_used_goes_first():
    cache = ResultCache(room=100)
    for key in "abcd":
        cache.put(key, result(25))
    assert cache.get("a") == result(25)
    cache.put("e", result(20))
    assert [key for key in "abcde" if cache.get(key)] == ["a", "c", "d", "e"]


def test_the_same_key_again_takes_the_old_ones_place():
    cache = ResultCache(room=100)
    for size in (20, 25):
        for key in "abcd":
            cache.put(key, result(size))
    assert [cache.get(key) for key in "abcd"] == [result(25)] * 4


def test_what_would_fill_a_quarter_alone_is_not_kept():
    cache = ResultCache(room=100)
    cache.put("a", result(26))
    assert cache.get("a") is None


def test_clear():
    cache = ResultCache(room=100)
    cache.put("a", result(1))
    cache.clear()
    assert cache.get("a") is None


def test_key_depends_on_text_and_on_styles():
    keys = [
        content_key(b"a", ("print",)),
        content_key(b"b", ("print",)),
        content_key(b"a", ()),
        content_key(b"a", ("p", "rint")),
    ]
    assert len(set(keys)) == 4
    assert content_key(b"a", ("print",)) == keys[0]
