"""A private key in two people's hands: wrapped with both shares, each share wrapped with its holder's passphrase.

A share can also be reached with a recovery code (20 characters of Crockford's alphabet, 100 bits, in an envelope in the safe), so that a
forgotten passphrase or a new holder does not lose what was sealed. Without both shares nobody opens anything.

What is stored for a passphrase begins with a version byte and with what a guess costs (``Cost``), so that the cost can rise
without a ceremony; whoever lowers it in the table gets another key and opens nothing.
"""

import secrets
import struct
import unicodedata
from dataclasses import astuple, dataclass
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw

from capacity_portal.lib.sealing.boxes import CannotOpen, derived, lock, new_key, public_of, unlock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SALT_BYTES, _RECOVERY_LENGTH = 16, 20
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_STRETCHED, _COST = b"\x21", struct.Struct(">BIB")
_MOST = (16, 512 * 1024, 4)
_FINGERPRINT_LENGTH = 12


@dataclass(frozen=True)
class Cost:
    """What one guess at a passphrase costs: passes, KiB of memory, lanes (OWASP's higher setting)."""

    passes: int = 3
    kibibytes: int = 64 * 1024
    lanes: int = 1


@dataclass(frozen=True)
class WrappedShare:
    """One holder's part as stored."""

    salt: bytes
    wrapped: bytes
    wrapped_recovery: bytes


@dataclass(frozen=True)
class Pair:
    """A new key pair: ``wrapped_private`` needs both ``shares``; ``recovery_codes`` are shown once, one to each holder."""

    public: bytes
    wrapped_private: bytes
    shares: tuple[WrappedShare, WrappedShare]
    recovery_codes: tuple[str, str]


def new_pair(first: str, second: str, about: str, cost: Cost = Cost()) -> Pair:
    """A key pair for two passphrases; ``about`` names the key (``custody:3``)."""
    private, shares = new_key(), (new_key(), new_key())
    codes = (new_recovery_code(), new_recovery_code())
    wrapped = tuple(
        wrapped_share(share, phrase, code, f"{about}:{slot}", cost)
        for slot, share, phrase, code in zip((1, 2), shares, (first, second), codes, strict=True)
    )
    return Pair(public_of(private), lock(private, _joined(*shares), about), wrapped, codes)


def wrapped_share(share: bytes, passphrase: str, code: str, about: str, cost: Cost) -> WrappedShare:
    """A share wrapped for a holder: at the ceremony, for a new passphrase, for a new holder."""
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = _STRETCHED + _COST.pack(*astuple(cost)) + lock(share, _stretched(passphrase, salt, cost), about)
    return WrappedShare(salt, wrapped, lock(share, _from_code(code), about))


def share_of(stored: WrappedShare, typed: str, about: str) -> bytes:
    """The holder's share by whichever of the two was typed. Raises CannotOpen."""
    if len(_plain(typed)) == _RECOVERY_LENGTH:
        try:
            return share_by_recovery(stored, typed, about)
        except CannotOpen:
            pass  # a passphrase may look like a code
    return share_by_passphrase(stored, typed, about)


def share_by_passphrase(stored: WrappedShare, passphrase: str, about: str) -> bytes:
    """The holder's share. Raises CannotOpen for a wrong passphrase."""
    cost, box = _read(bytes(stored.wrapped))
    return unlock(box, _stretched(passphrase, bytes(stored.salt), cost), about)


def share_by_recovery(stored: WrappedShare, code: str, about: str) -> bytes:
    """The holder's share by the code from the envelope. Raises CannotOpen."""
    return unlock(stored.wrapped_recovery, _from_code(code), about)


def private_key(wrapped_private: bytes, first: bytes, second: bytes, about: str) -> bytes:
    """The private key from both shares, in order of their slots. Raises CannotOpen."""
    return unlock(wrapped_private, _joined(first, second), about)


def new_recovery_code() -> str:
    """Four groups of five characters."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(_RECOVERY_LENGTH))
    return "-".join(text[at : at + 5] for at in range(0, _RECOVERY_LENGTH, 5))


def fingerprint(public: bytes) -> str:
    """Twelve characters (60 bits) by which two people, or paper and screen, compare a public key: ``7KQ2-M0XA-9TRD``."""
    number = int.from_bytes(sha256(bytes(public)).digest()[:8]) >> 4
    marks = "".join(ALPHABET[number >> 5 * at & 31] for at in range(_FINGERPRINT_LENGTH))
    return "-".join(marks[at : at + 4] for at in range(0, _FINGERPRINT_LENGTH, 4))


def same_passphrase(first: str, second: str) -> bool:
    """Whether both open the same: width and composition of characters, which differ between keyboards, do not matter."""
    return _composed(first) == _composed(second)


def _read(wrapped: bytes) -> tuple[Cost, bytes]:
    start = 1 + _COST.size
    if wrapped[:1] != _STRETCHED or len(wrapped) <= start:
        raise CannotOpen("no wrapped share of a known version")
    cost = Cost(*_COST.unpack(wrapped[1:start]))
    usual = all(1 <= value <= most for value, most in zip(astuple(cost), _MOST, strict=True))
    if not usual or cost.kibibytes < 8 * cost.lanes:
        raise CannotOpen("a cost that no ceremony sets")
    return cost, wrapped[start:]


def _plain(code: str) -> str:
    return "".join(mark for mark in _composed(code).upper().translate(_READ_AS) if mark in ALPHABET)


def _from_code(code: str) -> bytes:
    plain = _plain(code)
    if len(plain) != _RECOVERY_LENGTH:
        raise CannotOpen("a recovery code has 20 characters")
    return derived(plain.encode(), "recovery code")


def _joined(first: bytes, second: bytes) -> bytes:
    return derived(first + second, "both shares")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    secret = _composed(passphrase).encode(errors="replace")
    return hash_secret_raw(secret, salt, cost.passes, cost.kibibytes, cost.lanes, 32, Type.ID)
