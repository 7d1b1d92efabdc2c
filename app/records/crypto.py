"""Encrypted columns: AES-256-GCM with a key id, bound to the row that holds the value."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_keys: dict[str, bytes] = {}
KEY_ID = "a1"


class Unreadable(RuntimeError):
    """A sealed value was changed, moved to another row, or its key is missing."""


def use_key(key: bytes) -> None:
    """Set the site's key at start-up."""
    _keys[KEY_ID] = key


def seal(text: str, *, bound_to: str) -> str:
    """Encrypt a value so that it can only be read in its own row.

    bound_to: "<table>.<column>:<code of the row>".
    """
    nonce = os.urandom(12)
    sealed = AESGCM(_keys[KEY_ID]).encrypt(nonce, text.encode(), bound_to.encode())
    return f"{KEY_ID}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(token: str, *, bound_to: str) -> str:
    """Decrypt a value; raises Unreadable instead of returning anything doubtful."""
    key_id, _, body = token.partition(":")
    try:
        raw = base64.b64decode(body, validate=True)
        plain = AESGCM(_keys[key_id]).decrypt(raw[:12], raw[12:], bound_to.encode())
    except (InvalidTag, KeyError, ValueError) as error:
        raise Unreadable(bound_to) from error
    return plain.decode()


def blind_index(text: str, *, purpose: str) -> str:
    """Return a keyed hash by which equal values can be found without reading them."""
    return hmac.new(_keys[KEY_ID], f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()
