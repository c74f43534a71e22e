import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.sealing.boxes import (
    CannotOpen,
    derived,
    lock,
    new_key,
    public_of,
    seal,
    unlock,
    unseal,
)

WORDS = "演示内容".encode()


def test_the_private_half_opens_what_was_sealed_for_the_public_one():
    private = new_key()
    assert unseal(seal(WORDS, public_of(private), "a:1"), private, "a:1") == WORDS


def test_a_key_opens_what_it_locked():
    key = new_key()
    assert unlock(lock(WORDS, key, "a:1"), key, "a:1") == WORDS


def test_the_same_content_never_looks_the_same():
    key = new_key()
    assert lock(WORDS, key, "a") != lock(WORDS, key, "a")
    assert seal(WORDS, public_of(key), "a") != seal(WORDS, public_of(key), "a")


@pytest.mark.parametrize("open_box", [unseal, unlock])
def test_wrong_key_wrong_place_and_changed_boxes_do_not_open(open_box):
    key = new_key()
    box = seal(WORDS, public_of(key), "a:1") if open_box is unseal else lock(WORDS, key, "a:1")
    changed = box[:-1] + bytes([box[-1] ^ 1])
    for wrong in [
        (box, new_key(), "a:1"),
        (box, key, "a:2"),
        (changed, key, "a:1"),
        (b"", key, "a:1"),
        (b"\x7f" + box[1:], key, "a:1"),
        (box[:5], key, "a:1"),
    ]:
        with pytest.raises(CannotOpen):
            open_box(*wrong)


def test_every_purpose_has_a_key_of_its_own():
    assert derived(b"secret", "one") != derived(b"secret", "two")
    assert derived(b"secret", "one") == derived(b"secret", "one")


def test_who_sealed_cannot_open():
    """What a server knows that only writes: the public half, the content's place, the box itself."""
    public = public_of(new_key())
    box = seal(WORDS, public, "a:1")
    assert WORDS not in box
    for known in (public, box[1:33], derived(public, "a:1")):
        with pytest.raises(CannotOpen):
            unseal(box, known, "a:1")


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=2000), st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.data())
def test_any_content_comes_back_and_any_changed_byte_is_noticed(content, about, data):
    key = new_key()
    for box, open_box in (
        (seal(content, public_of(key), about), unseal),
        (lock(content, key, about), unlock),
    ):
        assert open_box(box, key, about) == content
        at = data.draw(st.integers(0, len(box) - 1))
        changed = box[:at] + bytes([box[at] ^ data.draw(st.integers(1, 255))]) + box[at + 1 :]
        with pytest.raises(CannotOpen):
            open_box(changed, key, about)
