"""The curve that ed25519 signs on, in its plainest arithmetic: for keys and signatures that nobody makes."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric import ed25519

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

Point = tuple[int, int]


def decoded(text: bytes) -> Point:
    """The point of these 32 bytes."""
    y = int.from_bytes(text, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == square, "no point"
    return (P - x if x % 2 != text[31] >> 7 else x), y


def encoded(point: Point) -> bytes:
    """The 32 bytes of a point."""
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def added(one: Point, other: Point) -> Point:
    """The sum of two points."""
    (x, y), (u, v) = one, other
    k = D * x * y * u * v
    return (x * v + u * y) * pow(1 + k, -1, P) % P, (y * v + x * u) * pow(1 - k, -1, P) % P


def times(number: int, point: Point) -> Point:
    """So many times a point."""
    total = (0, 1)
    while number:
        if number & 1:
            total = added(total, point)
        number, point = number >> 1, added(point, point)
    return total


def secret_of(private: object) -> int:
    """The number that the public point is so many times the base point."""
    assert isinstance(private, ed25519.Ed25519PrivateKey)
    digest = hashlib.sha512(private.private_bytes_raw()).digest()
    return int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254


BASE = decoded(bytes.fromhex("5866666666666666666666666666666666666666666666666666666666666666"))
EIGHTH = decoded(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))
assert times(8, EIGHTH) == (0, 1) != times(4, EIGHTH)
