"""Canonical bytes and digests: JSON with sorted keys, UTF-8, whole numbers only, its kind in front, SHA-256."""

from __future__ import annotations


def canonical_bytes(kind: str, data: object) -> bytes:
    """The bytes that are digested and signed."""
    import json

    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_refuse)
    if _holds_fraction(data):
        raise TypeError("a canonical form holds whole numbers only")
    return f"guard-{kind}-v1\n{text}".encode()


def digest(kind: str, data: object) -> str:
    """`sha256:` and the hexadecimal digest of the canonical bytes."""
    import hashlib

    return f"sha256:{hashlib.sha256(canonical_bytes(kind, data)).hexdigest()}"


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _holds_fraction(data: object) -> bool:
    """Walked without recursion: what is digested may come from anywhere."""
    rest = [data]
    while rest:
        value = rest.pop()
        if isinstance(value, float):
            return True
        if isinstance(value, dict):
            rest.extend(value.values())
        elif isinstance(value, (list, tuple)):
            rest.extend(value)
    return False
