"""Canonical bytes and digests: JSON with sorted keys, UTF-8, whole numbers only, its kind in front, SHA-256."""

from __future__ import annotations


def tag(kind: str) -> str:
    """What is said in front of the JSON before it is digested, and as the namespace of a signature over it."""
    return f"guard-{kind}-v1"


def canonical_bytes(kind: str, data: object) -> bytes:
    """The bytes that are digested."""
    return f"{tag(kind)}\n".encode() + canonical_json(data)


def canonical_json(data: object) -> bytes:
    """The same without their kind, where something beside them says it: one line, with no end."""
    import json

    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_refuse)
    if _holds_fraction(data):
        raise TypeError("a canonical form holds whole numbers only")
    return text.encode()


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
