"""Boxes: sealed for a public key (who seals cannot open again), or locked with a key of one's own.

``about`` binds a box to its place (``table:row:field``): moved elsewhere, it does not open.
HPKE is RFC 9180 with X25519, HKDF-SHA256, AES-256-GCM; locked boxes are AES-256-GCM with a random 96-bit nonce.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_SEALED, _LOCKED = b"\x01", b"\x11"
_NONCE = 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class CannotOpen(ValueError):
    """Wrong key, wrong place, or a box that was changed."""


def new_key() -> bytes:
    """32 random bytes: a shared key, or a private key for ``public_of``."""
    return os.urandom(KEY_BYTES)


def public_of(private: bytes) -> bytes:
    """The public half (32 bytes) of a private key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(content: bytes, public: bytes, about: str) -> bytes:
    """A box that only the private half of ``public`` opens."""
    key = X25519PublicKey.from_public_bytes(bytes(public))
    return _SEALED + _SUITE.encrypt(content, key, info=about.encode())


def unseal(box: bytes, private: bytes, about: str) -> bytes:
    """What was sealed. Raises CannotOpen."""
    box = bytes(box)
    if box[:1] != _SEALED:
        raise CannotOpen("no sealed box of a known version")
    try:
        return _SUITE.decrypt(box[1:], X25519PrivateKey.from_private_bytes(private), info=about.encode())
    except (InvalidTag, ValueError) as refused:
        raise CannotOpen("wrong key or place, or changed") from refused


def lock(content: bytes, key: bytes, about: str) -> bytes:
    """A box that ``key`` (32 bytes) opens again."""
    nonce = os.urandom(_NONCE)
    return _LOCKED + nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unlock(box: bytes, key: bytes, about: str) -> bytes:
    """What was locked. Raises CannotOpen."""
    box = bytes(box)
    if box[:1] != _LOCKED or len(box) <= 1 + _NONCE:
        raise CannotOpen("no locked box of a known version")
    try:
        return AESGCM(key).decrypt(box[1 : 1 + _NONCE], box[1 + _NONCE :], about.encode())
    except InvalidTag as refused:
        raise CannotOpen("wrong key or place, or changed") from refused


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes from a random secret (not from a passphrase), different for every purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)
