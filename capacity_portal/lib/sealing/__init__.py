"""Cryptography of the portal, all of it from the ``cryptography`` and ``argon2-cffi`` libraries.

Every ciphertext begins with a version byte, so that other suites (SM2, SM4) can be added without touching what is stored.
``boxes``: sealed for a public key (HPKE) or with a shared key (AES-256-GCM); ``custody``: a private key in two people's hands.
"""
