import re
from dataclasses import replace

import pytest

from capacity_portal.lib.sealing import boxes, custody
from capacity_portal.lib.sealing.boxes import CannotOpen
from capacity_portal.lib.sealing.custody import Cost, WrappedShare

CHEAP = Cost(1, 8, 1)
PHRASES = ("第一位的口令在此处", "第二位的口令在别处")
PAIR = custody.new_pair(*PHRASES, "custody:1", CHEAP)


def shares(pair=PAIR, typed=PHRASES) -> list[bytes]:
    return [
        custody.share_of(stored, text, f"custody:1:{slot}")
        for slot, stored, text in zip((1, 2), pair.shares, typed, strict=True)
    ]


def test_both_passphrases_give_the_private_key():
    private = custody.private_key(PAIR.wrapped_private, *shares(), "custody:1")
    assert boxes.public_of(private) == PAIR.public


def test_recovery_codes_do_as_well_however_they_are_written():
    typed = [
        code.lower().replace("-", " ").replace("0", "o").replace("1", "l") for code in PAIR.recovery_codes
    ]
    assert shares(typed=typed) == shares()


@pytest.mark.parametrize(
    "wrong",
    [
        "第一位的口令在此处 ",
        "",
        "x" * 20,
        "0" * 20,
        pytest.param(PAIR.recovery_codes[1], id="the other's code"),
        PHRASES[1],
    ],
)
def test_nothing_else_gives_a_share(wrong):
    with pytest.raises(CannotOpen):
        custody.share_of(PAIR.shares[0], wrong, "custody:1:1")


def test_a_passphrase_may_look_like_a_recovery_code():
    phrase = "ABCDE FGHJK MNPQR STVWX"
    pair = custody.new_pair(phrase, PHRASES[1], "custody:1", CHEAP)
    assert shares(pair, (phrase, PHRASES[1]))


def test_one_share_alone_opens_nothing():
    first, second = shares()
    for pair in [(first, first), (second, second), (second, first), (first, boxes.new_key())]:
        with pytest.raises(CannotOpen):
            custody.private_key(PAIR.wrapped_private, *pair, "custody:1")
    with pytest.raises(CannotOpen):
        custody.private_key(PAIR.wrapped_private, first, second, "custody:2")


def test_a_share_is_bound_to_its_place():
    with pytest.raises(CannotOpen):
        custody.share_of(PAIR.shares[0], PHRASES[0], "custody:1:2")


def test_full_and_half_width_are_the_same_passphrase():
    pair = custody.new_pair("口令2026 ABC def", "第二位的口令", "custody:1", CHEAP)
    assert custody.share_by_passphrase(pair.shares[0], "口令２０２６　ＡＢＣ def", "custody:1:1")
    assert custody.same_passphrase("ＡＢＣ", "ABC")
    assert not custody.same_passphrase("abc", "ABC")


def test_the_cost_of_a_guess_is_stored_with_the_share_and_cannot_be_lowered():
    dear = custody.wrapped_share(b"s" * 32, "口令", "0" * 20, "a", Cost(2, 16, 1))
    assert custody.share_by_passphrase(dear, "口令", "a") == b"s" * 32
    lowered = replace(dear, wrapped=CHEAP_HEAD + dear.wrapped[len(CHEAP_HEAD) :])
    with pytest.raises(CannotOpen):
        custody.share_by_passphrase(lowered, "口令", "a")


CHEAP_HEAD = PAIR.shares[0].wrapped[:7]


@pytest.mark.parametrize(
    "wrapped",
    [
        b"",
        b"\x11" + b"x" * 60,
        CHEAP_HEAD,
        b"\x21\xff\xff\xff\xff\xff\xffx",
        b"\x21\x01\0\0\0\x01\x01x",
        b"\x21\0\0\0\0\x08\x01x",
    ],
)
def test_what_no_ceremony_stored_is_refused(wrapped):
    with pytest.raises(CannotOpen):
        custody.share_by_passphrase(WrappedShare(b"s" * 16, wrapped, b""), "口令", "a")


def test_codes_and_fingerprints_can_be_read_aloud():
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-?){4}", code) for code in PAIR.recovery_codes)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", custody.fingerprint(PAIR.public))
    assert custody.fingerprint(PAIR.public) != custody.fingerprint(boxes.new_key())


def test_nothing_of_the_secrets_stands_in_what_is_stored():
    private = custody.private_key(PAIR.wrapped_private, *shares(), "custody:1")
    stored = PAIR.wrapped_private + b"".join(s.salt + s.wrapped + s.wrapped_recovery for s in PAIR.shares)
    told = [
        private,
        *shares(),
        *(text.encode() for text in PHRASES),
        *(code.encode() for code in PAIR.recovery_codes),
    ]
    assert [secret for secret in told if secret in stored] == []
