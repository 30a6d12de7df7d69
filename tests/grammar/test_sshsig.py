"""Signatures as ssh-keygen writes them, of every type of key, and every way a text falls short of one."""

from __future__ import annotations

import base64
import struct
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from guard.grammar import Wrong, why_not
from guard.grammar.sshsig import LARGEST, Signature, armored, parsed, presence
from tests.conftest import examples
from tests.signing import BEGIN, END, RSA_BITS, Key, Written, key, number, unarmored, wire
from tests.signing import armored as laid_out

NAMESPACE = "guard-approval-v1"
MESSAGE = b'{"act":"approval"}'
TAKEN = ["ed25519", "sk-ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "sk-ecdsa", "rsa", "rsa-3072"]
ORDER = 2**252 + 27742317777372353535851937790883648493


def good(kind: str = "ed25519", **said: Any) -> Written:
    return key(kind).written(MESSAGE, NAMESPACE, **said)


def again(signature: Signature) -> bytes:
    """The text of a signature, put together anew from all that was read of it."""
    body = wire(signature.algorithm.encode(), signature.body)
    if signature.flags >= 0:
        body += struct.pack(">BI", signature.flags, signature.counter)
    return Written(base64.b64decode(signature.key.split()[1]), signature.namespace.encode(), body).armored()


@pytest.mark.parametrize("kind", TAKEN)
def test_what_a_key_of_each_type_signs_is_read(kind: str) -> None:
    one = key(kind)
    text = one.sign(MESSAGE, NAMESPACE, flags=5, counter=7)
    read = parsed(text)
    assert (read.key, read.namespace) == (one.line, NAMESPACE)
    assert (read.flags, read.counter) == ((5, 7) if one.on_device else (-1, -1))
    assert read.algorithm == ("rsa-sha2-512" if kind in RSA_BITS else one.type)
    assert read.body in unarmored(text) and again(read) == text == armored(unarmored(text))


def changed(written: Written, **parts: Any) -> bytes:
    return written._replace(**parts).armored()


def odd(kind: str, *body: bytes, said: bytes = b"", algorithm: str = "") -> bytes:
    """A signature in which the key wrote this, which need not hold."""
    one = key(kind)
    named = algorithm or ("rsa-sha2-512" if kind in RSA_BITS else one.type)
    return Written(one.blob, NAMESPACE.encode(), wire(named.encode(), *body) + said).armored()


GOOD = {
    "a namespace of one letter": key("ed25519").sign(MESSAGE, "x"),
    "a namespace with signs": key("ed25519").sign(MESSAGE, "file@example.org/a:b"),
    "a namespace from first to last": key("ed25519").sign(MESSAGE, "!~"),
    "a namespace of 300": key("ed25519").sign(MESSAGE, "n" * 300),
    "a device that nobody touched": good("sk-ed25519", flags=0).armored(),
    "a device whose PIN alone was entered": good("sk-ecdsa", flags=4).armored(),
    "a device with a copy elsewhere": good("sk-ed25519", flags=0x1D).armored(),
    "a device with bits of the future": good("sk-ed25519", flags=0x23).armored(),
    "a device that counts nothing": good("sk-ed25519", counter=0).armored(),
    "a device that has counted to the end": good("sk-ecdsa", counter=2**32 - 1).armored(),
    "rsa with a shorter digest": odd("rsa", bytes(256), algorithm="rsa-sha2-256"),
    "the largest second half": odd("ed25519", bytes(32) + (ORDER - 1).to_bytes(32, "little")),
    "numbers with their first bit set": odd("ecdsa-256", wire(number(255), number(2**256 - 1))),
    "numbers of one byte": odd("ecdsa-256", wire(b"\1", b"\x7f")),
    "another application": key("sk-ed25519", "dana", "ssh:guard").sign(MESSAGE, NAMESPACE),
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_neighbours_of_what_is_refused_are_read(text: bytes) -> None:
    assert again(parsed(text)) == text


def lines(text: bytes) -> list[bytes]:
    return text.split(b"\n")


def blob(kind: str = "ed25519") -> bytes:
    return good(kind).blob()


def other_bits(text: bytes) -> bytes:
    """The same bytes in another spelling of base64: bits that the last character leaves over are set."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = text.index(b"=") - 1
    other = text[:at] + bytes([letters[letters.index(text[at]) + 1]]) + text[at + 1 :]
    assert unarmored(other) == unarmored(text)
    return other


PLAIN = good().armored()
PADDED = next(text for n in range(3) if b"=" in (text := key("ed25519").sign(MESSAGE, NAMESPACE + "x" * n)))
CERTIFICATE = wire(b"ssh-ed25519-cert-v01@openssh.com", bytes(32), key("ed25519").blob[-32:])
ONCE = b"\1\0\0\0\1"  # touched, and the first signature of the device
IDENTITY = wire(b"ssh-ed25519", b"\1" + bytes(31))

ARMOR = {
    "nothing": (b"", "does not begin with the line"),
    "bytes without their lines": (blob(), "does not begin"),
    "a byte order mark": (b"\xef\xbb\xbf" + PLAIN, "does not begin"),
    "text before": (b"signed by dana\n" + PLAIN, "does not begin"),
    "a blank line before": (b"\n" + PLAIN, "does not begin"),
    "another sort of signature": (PLAIN.replace(b"SSH", b"PGP"), "does not begin"),
    "small letters": (PLAIN.replace(b"BEGIN", b"begin"), "does not begin"),
    "a blank at the end of the first line": (PLAIN.replace(b"-\n", b"- \n", 1), "does not begin"),
    "text behind": (PLAIN + b"and plan billing too\n", "text follows its last line"),
    "a blank line behind": (PLAIN + b"\n", "text follows"),
    "a NUL behind": (PLAIN + b"\0", "text follows"),
    "a second signature": (PLAIN + PLAIN, "a second signature follows"),
    "no end": (PLAIN[: -len(END)], "does not end with the line -----END SSH SIGNATURE-----"),
    "no line break at the end": (PLAIN[:-1], "does not end"),
    "carriage returns": (PLAIN.replace(b"\n", b"\r\n"), "carriage return"),
    "one carriage return": (PLAIN[:-1] + b"\r\n", "carriage return"),
    "headers as PEM has them": (PLAIN.replace(b"\n", b"\nComment: dana\n\n", 1), "not base64"),
    "a NUL within": (PLAIN.replace(b"\n", b"\n\0", 1), "not base64"),
    "another alphabet": (laid_out(b"\xff" * 90).replace(b"/", b"_"), "not base64"),
    "an end within a line": (PLAIN.replace(b"\n" + END, END), "not laid out"),
    "a blank line within": (PLAIN.replace(b"\n", b"\n\n", 1), "not laid out"),
    "blanks at the end of lines": (PLAIN.replace(b"\n", b" \n"), "does not begin"),
    "a blank within": (b" \n".join(PLAIN.split(b"\n", 2)[1:]).join([BEGIN, b""]), "not base64"),
    "one long line": (laid_out(blob(), columns=10_000), "not laid out"),
    "lines of 64": (laid_out(blob(), columns=64), "not laid out"),
    "lines of 76": (laid_out(blob(), columns=76), "not laid out"),
    "no padding": (PADDED.replace(b"=", b""), "not base64"),
    "padding too much": (PADDED.replace(b"=\n", b"==\n"), "not base64"),
    "a second spelling": (other_bits(PADDED), "not laid out"),
    "padding within": (BEGIN + b"U1M=\nSFM=\n" + END, "not base64"),
    "nothing within": (BEGIN + END, "is cut off"),
    "17 KiB": (PLAIN + b"\n" * LARGEST, "at most 16 KiB"),
}
FIELDS = {
    "another magic": (changed(good(), magic=b"SSHSIH"), "not an SSH signature"),
    "a key": (laid_out(key("ed25519").blob), "not an SSH signature"),
    "version 0": (changed(good(), version=0), "of version 0"),
    "version 2": (changed(good(), version=2), "of version 2"),
    "a version of 4 billion": (changed(good(), version=2**32 - 1), "of version 4294967295"),
    "cut off in its magic": (laid_out(b"SSHS"), "the signature is cut off"),
    "cut off in its version": (laid_out(b"SSHSIG\0\0"), "the signature is cut off"),
    "cut off": (laid_out(blob()[:-1]), "the signature is cut off"),
    "cut off before what the key wrote": (laid_out(blob()[:-87]), "the signature is cut off"),
    "a length of 4 GB": (laid_out(b"SSHSIG\0\0\0\1\xff\xff\xff\xff"), "the signature is cut off"),
    "bytes behind": (changed(good(), tail=b"\0"), "bytes follow the end of the signature"),
    "a field behind": (changed(good(), tail=wire(b"")), "bytes follow"),
    "a reserved field in use": (changed(good(), reserved=b"x"), "reserved field is not empty"),
    "a reserved field of a NUL": (changed(good(), reserved=b"\0"), "reserved field is not empty"),
    "no namespace": (changed(good(), namespace=b""), "names no namespace"),
    "a NUL behind the namespace": (changed(good(), namespace=b"guard-approval-v1\0"), "its namespace is not"),
    "a NUL within the namespace": (changed(good(), namespace=b"git\0guard"), "its namespace is not"),
    "a blank in the namespace": (changed(good(), namespace=b"guard approval"), "its namespace is not"),
    "a namespace that deletes": (changed(good(), namespace=b"guard\x7f"), "its namespace is not"),
    "a line break in the namespace": (changed(good(), namespace=b"git\n"), "its namespace is not"),
    "a namespace in another script": (changed(good(), namespace="guаrd".encode()), "its namespace is not"),
    "sha256": (changed(good(), hash=b"sha256"), "digested by sha256"),
    "sha1": (changed(good(), hash=b"sha1"), "digested by sha1"),
    "no digest": (changed(good(), hash=b""), "digested by "),
    "SHA512": (changed(good(), hash=b"SHA512"), "digested by SHA512"),
    "a NUL behind the digest": (changed(good(), hash=b"sha512\0"), "digested by sha512\\x00"),
    "a digest to clear the screen": (changed(good(), hash=b"\x1b[2J"), "digested by \\x1b[2J"),
}
KEYS = {
    "no key": (changed(good(), key=b""), "in its key: the key is cut off"),
    "a key cut off": (changed(good(), key=key("ed25519").blob[:-1]), "in its key: the key is cut off"),
    "bytes behind the key": (changed(good(), key=key("ed25519").blob + b"\0"), "bytes follow the end of the key"),
    "a NUL behind its type": (
        changed(good(), key=wire(b"ssh-ed25519\0", key("ed25519").blob[-32:])),
        "guard takes no key of type ssh-ed25519\\x00",
    ),
    "a certificate": (changed(good(), key=CERTIFICATE), "none that guard takes: it is a certificate"),
    "dsa": (changed(good(), key=wire(b"ssh-dss", b"\1", b"\1", b"\1", b"\1")), "no key of type ssh-dss"),
    "a key of bytes": (changed(good(), key=wire(b"\xff\x1b")), "no key of type"),
    "rsa of 1024 bits": (key("rsa-1024").sign(MESSAGE, NAMESPACE), "2048 to 16384 bits, this one 1024"),
    "a key with which anybody can sign": (changed(good(), key=IDENTITY), "anybody can sign"),
    "an application with a NUL": (
        changed(good("sk-ed25519"), key=key("sk-ed25519", "dana", "ssh:\0").blob),
        "no hidden character",
    ),
}
BODIES = {
    "nothing": (changed(good(), signature=b""), "what the key itself wrote is cut off"),
    "no body": (changed(good(), signature=wire(b"ssh-ed25519")), "is cut off"),
    "bytes behind": (changed(good(), signature=good().signature + b"\0"), "bytes follow the end of what the key"),
    "what a device says, of a key on none": (odd("ed25519", bytes(64), said=ONCE), "bytes follow"),
    "63 bytes": (odd("ed25519", bytes(63)), "64 bytes, here are 63"),
    "65 bytes": (odd("ed25519", bytes(65)), "64 bytes, here are 65"),
    "a second half not reduced": (odd("ed25519", bytes(32) + ORDER.to_bytes(32, "little")), "has a twin"),
    "a second half of ones": (odd("sk-ed25519", b"\xff" * 64, said=ONCE), "has a twin"),
    "another algorithm": (odd("ed25519", bytes(64), algorithm="ssh-rsa"), "made by ssh-rsa, but a key of type ssh-ed"),
    "a NUL behind the algorithm": (odd("ed25519", bytes(64), algorithm="ssh-ed25519\0"), "made by ssh-ed25519\\x00"),
    "no algorithm": (odd("ed25519", bytes(64), algorithm=" "), "made by  , but"),
    "an algorithm to clear the screen": (odd("ed25519", bytes(64), algorithm="\x1b[2J"), "made by \\x1b[2J"),
    "a device's algorithm": (odd("ed25519", bytes(64), algorithm="sk-ssh-ed25519@openssh.com"), "made by sk-ssh"),
    "the algorithm of no device": (
        odd("sk-ed25519", bytes(64), said=ONCE, algorithm="ssh-ed25519"),
        "made by ssh-ed25519, but a key of type sk-ssh-ed25519@openssh.com",
    ),
    "a device that says nothing": (odd("sk-ed25519", bytes(64)), "is cut off"),
    "a device that does not count": (odd("sk-ed25519", bytes(64), said=b"\1"), "is cut off"),
    "a device that says more": (odd("sk-ed25519", bytes(64), said=b"\1\0\0\0\1\0"), "bytes follow"),
    "a device that signs more": (odd("sk-ed25519", bytes(64), said=b"\x41\0\0\0\1"), "flags are 0x41"),
    "a device that signs extensions": (odd("sk-ed25519", bytes(64), said=b"\x85\0\0\0\1"), "flags are 0x85"),
    "a signature of a browser": (
        odd("sk-ecdsa", wire(b"\1", b"\1"), said=ONCE, algorithm="webauthn-sk-ecdsa-sha2-nistp256@openssh.com"),
        "made by webauthn-sk-ecdsa",
    ),
    "one number": (odd("ecdsa-256", wire(b"\1")), "pair of numbers is cut off"),
    "three numbers": (odd("ecdsa-256", wire(b"\1", b"\1", b"\1")), "bytes follow the end of its pair"),
    "numbers as DER": (odd("ecdsa-256", bytes.fromhex("3006020101020101")), "pair of numbers is cut off"),
    "a number of 0": (odd("ecdsa-256", wire(b"", b"\1")), "not positive"),
    "a number of 0 in a byte": (odd("ecdsa-256", wire(b"\1", b"\0")), "shortest form"),
    "a negative number": (odd("ecdsa-256", wire(b"\x80" * 32, b"\1")), "not positive"),
    "a padded number": (odd("sk-ecdsa", wire(b"\0\x7f", b"\1"), said=ONCE), "shortest form"),
    "a number wider than the curve": (odd("ecdsa-256", wire(b"\1" + bytes(32), b"\1")), "more than the 256 bits"),
    "a wider number on a wide curve": (odd("ecdsa-521", wire(b"\2" + bytes(65), b"\1")), "more than the 521 bits"),
    "another curve's algorithm": (odd("ecdsa-256", wire(b"\1", b"\1"), algorithm="ecdsa-sha2-nistp384"), "made by"),
    "rsa with SHA-1": (odd("rsa", bytes(256), algorithm="ssh-rsa"), "a key of type ssh-rsa signs by rsa-sha2-512 or"),
    "rsa a byte short": (odd("rsa", bytes(255)), "writes 256 bytes, here are 255"),
    "rsa a byte long": (odd("rsa", bytes(257)), "writes 256 bytes, here are 257"),
}  # fmt: skip
BAD = [
    pytest.param(text, told, id=f"{group}: {name}")
    for group, table in (("lines", ARMOR), ("fields", FIELDS), ("key", KEYS), ("body", BODIES))
    for name, (text, told) in table.items()
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_what_is_no_signature_is_told_why(text: bytes, told: str) -> None:
    with pytest.raises(Wrong) as wrong:
        parsed(text)
    words = str(wrong.value)
    assert told in words, words
    assert words.isprintable() and len(words) < 200


@pytest.mark.parametrize(
    ("kind", "flags", "told"),
    [
        *(("sk-ed25519", flags, told) for flags, told in [(0, ""), (1, "touch"), (4, ""), (5, "pin"), (8, "")]),
        *(("sk-ecdsa", flags, told) for flags, told in [(0x18, ""), (0x19, "touch"), (0x1D, "pin"), (3, "touch")]),
        *((kind, 5, "") for kind in TAKEN if not kind.startswith("sk-")),
    ],
)
def test_who_was_there_is_what_the_device_says(kind: str, flags: int, told: str) -> None:
    assert presence(parsed(key(kind).sign(MESSAGE, NAMESPACE, flags=flags))) == told


def flipped(data: bytes, at: int) -> bytes:
    return data[: at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1 :]


@pytest.mark.parametrize("kind", ["ed25519", "sk-ecdsa"])
def test_a_text_with_one_bit_changed_is_another_signature_or_none(kind: str) -> None:
    text = good(kind).armored()
    before = parsed(text)
    read = 0
    for at in range(8 * len(text)):
        try:
            after = parsed(flipped(text, at))
        except Wrong:
            continue
        read += 1
        assert after != before
    assert read > 300  # most of what the key wrote can be anything


# Whatever bytes it is given, it reads a signature that is written in these bytes alone, or says why there is none

ANY = [key(kind).written(MESSAGE, NAMESPACE) for kind in TAKEN]
FIELD = st.sampled_from([b"", b"\0", b"sha512", b"sha256", b"git", NAMESPACE.encode()]) | st.binary(max_size=40)
WRITTEN = st.builds(
    Written,
    st.sampled_from([one.key for one in ANY]) | FIELD,
    FIELD,
    st.sampled_from([one.signature for one in ANY]) | FIELD,
    version=st.sampled_from([1, 1, 0, 2]),
    reserved=st.just(b"") | FIELD,
    hash=st.just(b"sha512") | FIELD,
    tail=st.just(b"") | st.binary(max_size=3),
)
BLOBS = WRITTEN.map(Written.blob) | st.sampled_from([one.blob() for one in ANY]) | st.binary(max_size=200)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Signatures, nearly signatures, and anything."""
    data = draw(BLOBS)
    for _ in range(draw(st.integers(0, 2))):
        at, length = draw(st.integers(0, len(data))), draw(st.sampled_from([0, 1, 4]))
        data = data[:at] + draw(st.binary(max_size=4)) + data[at + length :]
    text = laid_out(data, draw(st.sampled_from([70, 70, 70, 64])))
    if draw(st.booleans()):
        at, length = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 1]))
        text = text[:at] + draw(st.binary(max_size=2)) + text[at + length :]
    return draw(st.just(text) | st.binary(max_size=100))


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(1500))
@hypothesis.given(texts())
def test_any_bytes_are_one_signature_or_none(text: bytes) -> None:
    wrong = why_not(parsed, text)
    if wrong is not None:
        assert wrong.isprintable()
    else:
        assert again(parsed(text)) == text


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(300))
@hypothesis.given(st.sampled_from(TAKEN), st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
    st.integers(0, 63), st.integers(0, 2**32 - 1), st.binary(max_size=50))  # fmt: skip
def test_what_a_key_signs_is_read(kind: str, namespace: str, flags: int, counter: int, message: bytes) -> None:
    one: Key = key(kind)
    text = one.sign(message, namespace, flags=flags, counter=counter)
    read = parsed(text)
    assert (read.key, read.namespace) == (one.line, namespace) and again(read) == text
    assert (read.flags, read.counter) == ((flags, counter) if one.on_device else (-1, -1))
