"""The fields that keys and signatures of SSH are made of: each with four bytes of length before it."""

from __future__ import annotations

from guard.grammar import Wrong


class Garbled(Wrong):
    """Bytes that end too early or too late, or are of another kind than is said of them."""


class Fields:
    """The fields of one key or signature, taken from its front; what ends within a field is cut off."""

    def __init__(self, blob: bytes, what: str) -> None:
        self.rest = blob
        self._what = what  # "the key", "the signature": what is told to be cut off

    def take(self) -> bytes:
        """The next field."""
        return self.plain(self.number())

    def number(self) -> int:
        """The next four bytes."""
        return int.from_bytes(self.plain(4), "big")

    def end(self) -> None:
        """Nothing is left."""
        if self.rest:
            raise Garbled(f"bytes follow the end of {self._what}")

    def plain(self, length: int) -> bytes:
        """The next bytes, so many, with no length before them."""
        if len(self.rest) < length:
            raise Garbled(f"{self._what} is cut off")
        field, self.rest = self.rest[:length], self.rest[length:]
        return field


def positive(field: bytes) -> bool:
    """Whether it is a number above zero in its one spelling: the first bit is the sign, and no byte says nothing."""
    return bool(field) and field[0] < 0x80 and (field[0] != 0 or (len(field) > 1 and field[1] >= 0x80))


def framed(*fields: bytes) -> bytes:
    """Fields one after the other, each with its length before it."""
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])
