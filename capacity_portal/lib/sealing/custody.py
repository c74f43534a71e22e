"""A private key in two people's hands: wrapped with both shares, each share wrapped with its holder's passphrase.

A share can also be reached with a recovery code (20 characters of Crockford's alphabet, 100 bits, in an envelope in the safe), so that a
forgotten passphrase or a new holder does not lose what was sealed. Without both shares nobody opens anything.
"""

import secrets
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from capacity_portal.lib.sealing.boxes import CannotOpen, derived, lock, new_key, public_of, unlock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SALT_BYTES, _RECOVERY_LENGTH = 16, 20
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


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
    return WrappedShare(
        salt, lock(share, _stretched(passphrase, salt, cost), about), lock(share, _from_code(code), about)
    )


def share_by_passphrase(stored: WrappedShare, passphrase: str, about: str, cost: Cost) -> bytes:
    """The holder's share. Raises CannotOpen for a wrong passphrase."""
    return unlock(stored.wrapped, _stretched(passphrase, bytes(stored.salt), cost), about)


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


def _from_code(code: str) -> bytes:
    plain = "".join(mark for mark in code.upper().translate(_READ_AS) if mark in ALPHABET)
    if len(plain) != _RECOVERY_LENGTH:
        raise CannotOpen("a recovery code has 20 characters")
    return derived(plain.encode(), "recovery code")


def _joined(first: bytes, second: bytes) -> bytes:
    return derived(first + second, "both shares")


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode(errors="replace"), salt, cost.passes, cost.kibibytes, cost.lanes, 32, Type.ID
    )
