"""Secrets of second factors at rest: who reads the database, or a backup of it, can't sign in with them.

The key comes from SECRET_KEY; what was encrypted under one of SECRET_KEY_FALLBACKS can be read until
`manage.py encrypt_second_factors` has written it anew.
"""

import base64
from collections.abc import Iterator

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "marketplace.accounts.encryption"
MARK = "fernet:"  # so that rows from before the encryption can be told from others


def encrypt(text: str) -> str:
    return MARK + _fernet().encrypt(text.encode()).decode("ascii")


def decrypt(text: str) -> str:
    """The secret; one from before the encryption as it is. Raises InvalidToken when its key is not among ours."""
    return _fernet().decrypt(text.removeprefix(MARK).encode()).decode() if text.startswith(MARK) else text


def encrypt_all(authenticators) -> int:
    """Encrypt the secrets of these rows under the newest key; returns how many rows there were with any."""
    number = 0
    for row in authenticators.exclude(type="webauthn").select_for_update().order_by("pk"):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = encrypt(decrypt(row.data[name]))
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [encrypt(decrypt(code)) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])
        number += 1
    return number


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys()])


def _keys() -> Iterator[bytes]:
    """The newest first: it is the one that encrypts."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        digest = salted_hmac(SALT, "second factors", secret=secret, algorithm="sha256").digest()
        yield base64.urlsafe_b64encode(digest)
