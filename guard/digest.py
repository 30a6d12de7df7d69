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
    return f"sha256:{sha256_of(canonical_bytes(kind, data))}"


def sha256_of(data: bytes) -> str:
    """In hexadecimal digits; by Python's own code, where it has it: to load OpenSSL takes as long as Python's start."""
    try:
        made = __import__("_sha256").sha256
    except (ImportError, AttributeError):
        from hashlib import sha256 as made
    digits: str = made(data).hexdigest()
    return digits


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
