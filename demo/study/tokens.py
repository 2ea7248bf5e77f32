"""Links that only this study can have given out: a rater's code and its signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from viml_core.errors import StorageError

SECRET_FILE, SECRET_MODE = "secret", 0o600
_SIGNATURE_BYTES = 18


def make_secret(folder: Path) -> None:
    """A new secret in a study's folder, readable for its owner alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(folder / SECRET_FILE, flags, SECRET_MODE)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))


class Signer:
    """Signs the codes of a study's raters, and knows them again."""

    def __init__(self, folder: Path) -> None:
        """Raises `StorageError` where the secret is missing."""
        try:
            self._secret = (folder / SECRET_FILE).read_bytes()
        except OSError as error:
            raise StorageError(
                f"The study's secret {folder / SECRET_FILE} cannot be read ({error.strerror}); "
                "without it no link works: make the study again."
            ) from error

    def token(self, rater: str) -> str:
        """What a rater's link carries."""
        return f"{rater}.{self._signature(rater)}"

    def rater(self, token: str) -> str | None:
        """The code in a token, or None where this study did not sign it."""
        rater, _, signature = token.partition(".")
        genuine = hmac.compare_digest(signature.encode(), self._signature(rater).encode())
        return rater if genuine else None

    def _signature(self, rater: str) -> str:
        digest = hmac.digest(self._secret, f"rater:{rater}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()
