"""Values as plain data, in one way: what a record holds of them, and what its digests are taken of.

A field that holds what it holds by default is left out, so that a value that gains a field later reads as it did.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from unicodedata import is_normalized

from guard.digest import canonical_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Short = Mapping[type, Callable[..., object]]  # values of these types are told by less than all of them


def plain(value: object, short: Short) -> object:
    """Texts, whole numbers, lists and mappings of texts; TypeError where a value has no such form."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bytes):
        return _bytes(value)
    told = short.get(type(value))
    if told is not None:
        return plain(told(value), short)
    if isinstance(value, dict):
        return _mapping(value, short)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _value(value, short)
    if isinstance(value, (tuple, list)):
        return [plain(one, short) for one in value]
    if isinstance(value, (frozenset, set)):
        return sorted([plain(one, short) for one in value], key=written)
    raise TypeError(f"{type(value).__name__} is nothing a record can hold")


def written(data: object) -> bytes:
    """Plain data as the bytes it is kept in: canonical JSON, one line without an end."""
    return canonical_json(data)


def seal(data: object) -> str:
    """The digest of plain data."""
    return f"sha256:{sha256(written(data)).hexdigest()}"


def _value(value: tuple[object, ...], short: Short) -> dict[str, object]:
    usual = type(value)._field_defaults  # type: ignore[attr-defined]
    fields = zip(value._fields, value, strict=True)  # type: ignore[attr-defined]
    return {name: plain(of, short) for name, of in fields if name not in usual or of != usual[name]}


def _mapping(value: dict[object, object], short: Short) -> object:
    """By text where every key is one; else as pairs, in the order of their keys."""
    pairs = [(plain(key, short), plain(of, short)) for key, of in value.items()]
    if all([isinstance(key, str) for key, _ in pairs]) and len(dict(pairs)) == len(pairs):
        return {str(key): of for key, of in pairs}
    return sorted([list(pair) for pair in pairs], key=lambda pair: written(pair[0]))


def _text(value: str) -> object:
    """As it is; half a character, which no UTF-8 can hold, in base64."""
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return {"base64": b64encode(value.encode("utf-8", "surrogatepass")).decode()}
    return value


def _bytes(value: bytes) -> object:
    """As text where it is UTF-8 in normal form, else in base64: names alike to people are told apart."""
    if value.isascii():
        return value.decode()
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = ""
    return text if text and is_normalized("NFC", text) else {"base64": b64encode(value).decode()}
