"""Signatures to hold against both verifiers: what people and machines sign, and every attack on one signature."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.doors.edwards import BASE, EIGHTH, ORDER, added, encoded, secret_of, times
from tests.signing import BEGIN, END, Key, Written, armored, key, number, to_sign, unarmored, wire

NAMESPACE = "guard-approval-v1"
NAME = NAMESPACE.encode()
MESSAGE = b'{"act":"approval","digest":"sha256:00","name":"split-name","of":"plan"}'
ED, SK, EC, EC_SK, RSA = (key(kind) for kind in ("ed25519", "sk-ed25519", "ecdsa-256", "sk-ecdsa", "rsa"))
OMAR = key("ed25519", "omar")
CURVE_ORDERS = {
    "ecdsa-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "ecdsa-384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}


class Case(NamedTuple):
    """A text that is handed in as dana's signature, under the key that the policy lists for her."""

    text: bytes
    told: str = ""  # what refuses it and why; "" where it is taken
    ssh: bool | None = False  # whether ssh-keygen finds it good; None where that changes with its version
    why: str = ""  # where the two differ: why they may
    message: bytes = MESSAGE
    line: str = ED.line
    demands: str = ""  # the presence that the policy demands


def signed(one: Key = ED, message: bytes = MESSAGE, namespace: str = NAMESPACE, **said: Any) -> bytes:
    return one.sign(message, namespace, **said)


def written(one: Key = ED, namespace: str | bytes = NAMESPACE, **odd: Any) -> Written:
    return one.written(MESSAGE, namespace, **odd)


def data(namespace: bytes = NAME, **odd: Any) -> bytes:
    return to_sign(MESSAGE, namespace, **odd)


def body(one: Key, *fields: bytes, said: bytes = b"", named: str = "") -> bytes:
    """A signature in which the key wrote these fields."""
    return Written(one.blob, NAME, wire((named or one.type).encode(), *fields) + said).armored()


def taken(text: bytes, one: Key = ED, message: bytes = MESSAGE, demands: str = "") -> Case:
    return Case(text, "", True, "", message, one.line, demands)


def refused(text: bytes, told: str, one: Key = ED, message: bytes = MESSAGE) -> Case:
    return Case(text, told, False, "", message, one.line)


def stricter(text: bytes, told: str, why: str, one: Key = ED, demands: str = "") -> Case:
    """ssh-keygen finds it good, and guard refuses it."""
    return Case(text, told, True, why, MESSAGE, one.line, demands)


def unlike(text: bytes, told: str, why: str, one: Key = ED) -> Case:
    """Some versions of ssh-keygen find it good, and guard refuses it."""
    return Case(text, told, None, why, MESSAGE, one.line)


MALLEABLE = "the same words in other bytes: who tells signatures apart by them is misled"
NO_FLAGS = "a program wrote it: a device that sets them signs more bytes"
NO_DEVICE = "ssh-keygen asks no device who was there"
HONEST = {
    "an ed25519 key": taken(signed()),
    "an ecdsa key on P-256": taken(signed(EC), EC),
    "an ecdsa key on P-384": taken(signed(key("ecdsa-384")), key("ecdsa-384")),
    "an ecdsa key on P-521": taken(signed(key("ecdsa-521")), key("ecdsa-521")),
    "an rsa key": taken(signed(RSA), RSA),
    "an rsa key of 3072 bits": taken(signed(key("rsa-3072")), key("rsa-3072")),
    "an rsa key with the shorter digest": taken(
        written(RSA)._replace(signature=RSA.inner(data(), algorithm="rsa-sha2-256")).armored(), RSA
    ),
    "a security key that was touched": taken(signed(SK), SK, demands="touch"),
    "a security key whose PIN was entered": taken(signed(SK, flags=5), SK, demands="pin"),
    "a security key with ecdsa, touched": taken(signed(EC_SK), EC_SK, demands="touch"),
    "a security key with ecdsa, PIN": taken(signed(EC_SK, flags=5), EC_SK, demands="pin"),
    "a PIN where a touch is demanded": taken(signed(SK, flags=5), SK, demands="touch"),
    "a device that counts nothing": taken(signed(SK, counter=0), SK, demands="touch"),
    "a device that has counted to the end": taken(signed(EC_SK, counter=2**32 - 1), EC_SK),
    "a device whose key has a copy elsewhere": taken(signed(SK, flags=0x19), SK, demands="touch"),
    "an untouched device where nothing is demanded": taken(signed(SK, flags=0), SK),
    "an application of its own": taken(
        signed(key("sk-ed25519", "dana", "ssh:guard")), key("sk-ed25519", "dana", "ssh:guard")
    ),
    "an application other than ssh:": taken(
        signed(key("sk-ecdsa", "dana", "https://example.org")), key("sk-ecdsa", "dana", "https://example.org")
    ),
    "no bytes at all": taken(signed(message=b""), message=b""),
    "64 KiB": taken(signed(message=b"\xff" * 65536), message=b"\xff" * 65536),
    "a line break at the end": taken(signed(message=MESSAGE + b"\n"), message=MESSAGE + b"\n"),
}


def twin(kind: str) -> bytes:
    """An ECDSA signature with the other of the two numbers that fit its second place: anybody can write it."""
    one = key(kind)
    r, s = one.pair(data())
    return body(one, wire(number(r), number(CURVE_ORDERS[kind] - s)))


def browser() -> bytes:
    """What a web page gets when it asks a security key: not this message, but text about it."""
    asked = base64.urlsafe_b64encode(data()).rstrip(b"=").decode()
    fields = {"type": "webauthn.get", "challenge": asked, "origin": "https://example.org"}
    client = json.dumps(fields, separators=(",", ":")).encode()
    said = struct.pack(">BI", 1, 1)
    pair = EC_SK.pair(hashlib.sha256(EC_SK.application).digest() + said + hashlib.sha256(client).digest())
    named = b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
    inner = wire(named, wire(*map(number, pair))) + said + wire(b"https://example.org", client, b"")
    return Written(EC_SK.blob, NAME, inner).armored()


NAMESPACES = {
    "namespace of git": refused(signed(namespace="git"), "namespace"),
    "namespace of files": refused(signed(namespace="file"), "namespace"),
    "evidence given as approval": refused(signed(namespace="guard-evidence-v1"), "namespace"),
    "revocation given as approval": refused(signed(namespace="guard-revocation-v1"), "namespace"),
    "namespace of another version": refused(signed(namespace="guard-approval-v2"), "namespace"),
    "namespace cut short": refused(signed(namespace="guard-approval-v"), "namespace"),
    "namespace with more": refused(signed(namespace="guard-approval-v11"), "namespace"),
    "namespace in capitals": refused(signed(namespace="GUARD-APPROVAL-V1"), "namespace"),
    "namespace that is a pattern": refused(signed(namespace="guard-*"), "namespace"),
    "namespace that is a list": refused(signed(namespace="git,guard-approval-v1"), "namespace"),
    "namespace written over": refused(written(namespace="git")._replace(namespace=NAME).armored(), "proof"),
    "namespace written away": refused(written()._replace(namespace=b"git").armored(), "namespace"),
    "namespace empty": refused(signed(namespace=""), "read: it names no namespace"),
    "namespace with a NUL within": refused(written(namespace=b"guard-approval-v1\0x").armored(), "read: its namespace"),
    "namespace with a line break": refused(written(namespace=b"guard-approval-v1\n").armored(), "read: its namespace"),
    "namespace in another script": refused(signed(namespace="guаrd-approval-v1"), "read: its namespace"),
    "namespace with a NUL behind it": stricter(
        written()._replace(namespace=b"guard-approval-v1\0").armored(), "read: its namespace", MALLEABLE
    ),
}  # fmt: skip
DIGESTS = {
    "message digested by sha256": stricter(
        written(hashed="sha256").armored(), "read: its message was digested by sha256", "sha512 alone"
    ),
    "message digested by sha384": refused(written(hashed="sha384").armored(), "read: its message was digested"),
    "message digested by sha1": refused(written(hashed="sha1").armored(), "read: its message was digested"),
    "message digested by md5": refused(written(hashed="md5").armored(), "read: its message was digested"),
    "digest named as another": refused(written(hashed="sha256")._replace(hash=b"sha512").armored(), "proof"),
    "digest with a NUL behind it": stricter(
        written()._replace(hash=b"sha512\0").armored(), "read: its message was digested by sha512\\x00", MALLEABLE
    ),
    "message signed with no frame": refused(written()._replace(signature=ED.inner(MESSAGE)).armored(), "proof"),
    "digest signed with no frame": refused(
        written()._replace(signature=ED.inner(hashlib.sha512(MESSAGE).digest())).armored(), "proof"
    ),
    "reserved field written": stricter(written()._replace(reserved=b"x").armored(), "read: its reserved", MALLEABLE),
    "reserved field signed": refused(written(reserved=b"x").armored(), "read: its reserved"),
    "reserved field signed, not written": refused(written(reserved=b"x")._replace(reserved=b"").armored(), "proof"),
}
MESSAGES = {
    "another message": refused(signed(), "proof", message=MESSAGE.replace(b"split-name", b"drop-table")),
    "a line break more": refused(signed(), "proof", message=MESSAGE + b"\n"),
    "a line break less": refused(signed(message=MESSAGE + b"\n"), "proof"),
    "one bit of the message": refused(signed(), "proof", message=b"|" + MESSAGE[1:]),
    "no message": refused(signed(), "proof", message=b""),
    "the message twice": refused(signed(), "proof", message=MESSAGE * 2),
    "another message, device": refused(signed(SK), "proof", SK, MESSAGE + b" "),
    "another message, ecdsa": refused(signed(EC), "proof", EC, MESSAGE + b" "),
    "another message, device with ecdsa": refused(signed(EC_SK), "proof", EC_SK, MESSAGE + b" "),
    "another message, rsa": refused(signed(RSA), "proof", RSA, MESSAGE + b" "),
}


def certificate() -> bytes:
    """The key, certified by itself for everybody and for ever."""
    point = ED.blob[-32:]
    head = wire(b"ssh-ed25519-cert-v01@openssh.com", bytes(32), point) + struct.pack(">QI", 1, 1)
    head += wire(b"dana", wire(b"guard")) + struct.pack(">QQ", 0, 2**64 - 1) + wire(b"", b"", b"", ED.blob)
    return head + wire(ED.inner(head))


def identity_signature() -> bytes:
    """R + h A = S B for every message, where A is nothing: anybody can write it."""
    nothing = wire(b"ssh-ed25519", encoded((0, 1)))
    body_ = wire(b"ssh-ed25519", encoded(BASE) + (1).to_bytes(32, "little"))
    return Written(nothing, NAME, body_).armored()


def mixed(eighths: int) -> tuple[bytes, str]:
    """A signature by a key with a part of order eight, whose challenge leaves so many eighths; and the line of it."""
    secret = secret_of(ED.private)
    public = encoded(added(times(secret, BASE), EIGHTH))
    blob = wire(b"ssh-ed25519", public)
    r, point = 1, BASE
    while True:
        h = int.from_bytes(hashlib.sha512(encoded(point) + public + data()).digest(), "little")
        if h % ORDER % 8 == h % 8 == eighths:  # however a verifier reduces it
            break
        r, point = r + 1, added(point, BASE)
    inner = wire(b"ssh-ed25519", encoded(point) + ((r + h * secret) % ORDER).to_bytes(32, "little"))
    text = Written(blob, NAME, inner).armored()
    return text, f"ssh-ed25519 {base64.b64encode(blob).decode()}"


def line_of(blob: bytes) -> str:
    kind = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode()
    return f"{kind} {base64.b64encode(blob).decode()}"


WHOLE, PART = mixed(0), mixed(4)
E384 = key("ecdsa-384")
assert isinstance(RSA.private, rsa.RSAPrivateKey)
MODULUS = RSA.private.public_key().public_numbers().n
PADDED_MODULUS = wire(b"ssh-rsa", b"\1\0\1", b"\0" + number(MODULUS))
KEYS = {
    "another's signature": refused(signed(OMAR), "key"),
    "another's signature under dana's key": refused(written(OMAR)._replace(key=ED.blob).armored(), "proof"),
    "dana's signature under another's key": refused(written()._replace(key=OMAR.blob).armored(), "key"),
    "dana's key of another type": refused(signed(EC), "key"),
    "the same point on a device": refused(signed(SK), "key"),
    "a plain signature for a device's key": refused(
        written(SK)._replace(signature=ED.inner(data())).armored(), "read: it says to be made by ssh-ed25519", SK
    ),
    "a device's signature for a plain key": refused(
        written()._replace(signature=SK.inner(data())).armored(), "read: it says to be made by sk-ssh-ed25519"
    ),
    "a device's bytes under a plain name": refused(
        body(ED, SK.raw(data()), said=b"\1\0\0\0\1"), "read: bytes follow the end"
    ),
    "another application": refused(signed(key("sk-ed25519", "dana", "ssh:other")), "key", SK),
    "an application written over": refused(
        written(key("sk-ed25519", "dana", "ssh:other"))._replace(key=SK.blob).armored(), "proof", SK
    ),
    "a certificate for the key": refused(
        written()._replace(key=certificate()).armored(), "read: its key is none that guard takes: it is a certificate"
    ),
    "a key with which anybody can sign": Case(
        identity_signature(), "read: its key is none that guard takes: with this key anybody can sign", None,
        "it is no key: this signature holds for every message", line=line_of(wire(b"ssh-ed25519", encoded((0, 1)))),
    ),
    "a key with a part of small order": Case(WHOLE[0], "", True, line=WHOLE[1]),
    "a key with a part of small order, left over": Case(PART[0], "proof", False, line=PART[1]),
    "a key with a NUL behind its type": stricter(
        written()._replace(key=wire(b"ssh-ed25519\0", ED.blob[-32:])).armored(), "read: its key is none", MALLEABLE
    ),
    "bytes behind the key": refused(written()._replace(key=ED.blob + b"\0").armored(), "read: in its key: bytes"),
    "a key cut off": refused(written()._replace(key=ED.blob[:-1]).armored(), "read: in its key: the key is cut off"),
    "a point compressed": refused(
        written(EC)._replace(key=EC.blob[:-65] + b"\2" + EC.blob[-64:]).armored(), "read: its key is none", EC
    ),
    "a point off the curve": refused(written(EC)._replace(key=EC.blob[:-1] + b"\0").armored(), "key", EC),
    "a curve written over": refused(
        written(E384)._replace(key=E384.blob.replace(b"nistp384", b"nistp256")).armored(), "read: its key is none", E384
    ),
    "rsa of 1024 bits": unlike(
        signed(key("rsa-1024")), "read: its key is none that guard takes: an RSA key has 2048", "it can be broken",
        key("rsa-1024"),
    ),
    "rsa with a padded modulus": stricter(
        written(RSA)._replace(key=PADDED_MODULUS).armored(), "read: its key is none that guard takes: a number of this",
        MALLEABLE, RSA,
    ),
    "rsa with a negative modulus": refused(
        written(RSA)._replace(key=RSA.blob[:-261] + wire(RSA.blob[-256:])).armored(), "read: its key is none", RSA
    ),
}  # fmt: skip


def pss() -> bytes:
    assert isinstance(RSA.private, rsa.RSAPrivateKey)
    salted = padding.PSS(padding.MGF1(hashes.SHA512()), padding.PSS.DIGEST_LENGTH)
    return RSA.private.sign(data(), salted, hashes.SHA512())


def leading_zero() -> tuple[bytes, bytes]:
    """A message whose RSA signature begins with a zero byte, and that signature."""
    message = MESSAGE + b" " * SPACES
    raw = RSA.raw(to_sign(message, NAME))
    assert raw[0] == 0
    return message, raw


SPACES = 134  # behind the message: so many give a signature that begins with zero
R, S = EC.pair(data())  # all that a signature on P-256 is
WIDE_R, WIDE_S = E384.pair(to_sign(MESSAGE, NAME))
FIRST, SECOND = ED.raw(data())[:32], ED.raw(data())[32:]
TWICE = (int.from_bytes(SECOND, "little") + ORDER).to_bytes(32, "little")
ZERO_MESSAGE, ZERO_RAW = leading_zero()
SHA1 = RSA.raw(data(), "ssh-rsa")
SHA256 = RSA.raw(data(), "rsa-sha2-256")
OVER = int.from_bytes(ZERO_RAW, "big") + MODULUS
BODIES = {
    "ed25519: its second half and the order": unlike(
        body(ED, FIRST + TWICE), "read: its second half is not in its smallest form", MALLEABLE
    ),
    "ed25519: its second half negated": refused(
        body(ED, FIRST + (ORDER - int.from_bytes(SECOND, "little")).to_bytes(32, "little")), "proof"
    ),
    "ed25519: a bit of its first half": refused(body(ED, bytes([FIRST[0] ^ 1]) + FIRST[1:] + SECOND), "proof"),
    "ed25519: the sign of its first half": refused(body(ED, FIRST[:31] + bytes([FIRST[31] ^ 128]) + SECOND), "proof"),
    "ed25519: all zero": refused(body(ED, bytes(64)), "proof"),
    "ed25519: all one": refused(body(ED, b"\xff" * 64), "read: its second half is not in"),
    "ed25519: its halves swapped": refused(body(ED, bytes(31) + SECOND[:1] + FIRST[:31] + b"\0"), "proof"),
    "ed25519: cut off": refused(body(ED, (FIRST + SECOND)[:63]), "read: an ed25519 key writes 64 bytes, here are 63"),
    "ed25519: a byte more": refused(body(ED, FIRST + SECOND + b"\0"), "read: an ed25519 key writes 64 bytes, here"),
    "ed25519: nothing": refused(body(ED, b""), "read: an ed25519 key writes 64 bytes, here are 0"),
    "ecdsa: the other second number": taken(twin("ecdsa-256"), EC),
    "ecdsa: the other second number, P-384": taken(twin("ecdsa-384"), E384),
    "ecdsa: its numbers swapped": refused(body(EC, wire(number(S), number(R))), "proof", EC),
    "ecdsa: zero and zero": refused(body(EC, wire(b"", b"")), "read: a number in it is not positive", EC),
    "ecdsa: zero bytes": refused(body(EC, wire(b"\0", b"\0")), "read: a number in it is not positive", EC),
    "ecdsa: one and one": refused(body(EC, wire(b"\1", b"\1")), "proof", EC),
    "ecdsa: the order for its first number": refused(
        body(EC, wire(number(CURVE_ORDERS["ecdsa-256"]), number(S))), "proof", EC
    ),
    "ecdsa: a number and the order": refused(
        body(EC, wire(number(R), number(S + CURVE_ORDERS["ecdsa-256"]))), "read: a number in it has more than", EC
    ),
    "ecdsa: a padded number": stricter(
        body(EC, wire(b"\0\0" + number(R), number(S))), "read: a number in it is not positive, or", MALLEABLE, EC
    ),
    "ecdsa: a negative number": refused(
        body(EC, wire(number(R), (S | 1 << 255).to_bytes(32, "big"))), "read: a number in it is not positive", EC
    ),
    "ecdsa: three numbers": refused(body(EC, wire(number(R), number(S), b"\1")), "read: bytes follow the end", EC),
    "ecdsa: one number": refused(body(EC, wire(number(R))), "read: its pair of numbers is cut off", EC),
    "ecdsa: as DER": refused(body(EC, encode_dss_signature(R, S)), "read: its pair of numbers is cut off", EC),
    "ecdsa: the numbers of another curve": refused(
        body(EC, wire(number(WIDE_R), number(WIDE_S))), "read: a number in it has more than the 256 bits", EC
    ),
    "ecdsa: the name of another curve": refused(
        body(EC, wire(number(R), number(S)), named="ecdsa-sha2-nistp384"), "read: it says to be made by ecdsa", EC
    ),
    "rsa: SHA-1": refused(body(RSA, SHA1), "read: it says to be made by ssh-rsa, but a key of type ssh-rsa", RSA),
    "rsa: SHA-1 under a better name": refused(body(RSA, SHA1, named="rsa-sha2-512"), "proof", RSA),
    "rsa: sha256 under the name of sha512": refused(body(RSA, SHA256, named="rsa-sha2-512"), "proof", RSA),
    "rsa: sha512 under the name of sha256": refused(body(RSA, RSA.raw(data()), named="rsa-sha2-256"), "proof", RSA),
    "rsa: another padding": refused(body(RSA, pss(), named="rsa-sha2-512"), "proof", RSA),
    "rsa: a zero byte more": refused(
        body(RSA, b"\0" + RSA.raw(data()), named="rsa-sha2-512"), "read: this RSA key writes 256 bytes, here are", RSA
    ),
    "rsa: with a zero at its front": taken(body(RSA, ZERO_RAW, named="rsa-sha2-512"), RSA, ZERO_MESSAGE),
    "rsa: with the zero at its front left out": Case(
        body(RSA, ZERO_RAW[1:], named="rsa-sha2-512"), "read: this RSA key writes 256 bytes, here are 255", True,
        MALLEABLE, ZERO_MESSAGE, RSA.line,
    ),
    "rsa: its number and the modulus": refused(
        body(RSA, OVER.to_bytes(256, "big"), named="rsa-sha2-512"), "proof", RSA, ZERO_MESSAGE
    ),
    "rsa: all zero": refused(body(RSA, bytes(256), named="rsa-sha2-512"), "proof", RSA),
    "rsa: one": refused(body(RSA, bytes(255) + b"\1", named="rsa-sha2-512"), "proof", RSA),
    "an algorithm with a NUL behind it": stricter(
        body(ED, FIRST + SECOND, named="ssh-ed25519\0"), "read: it says to be made by ssh-ed25519\\x00", MALLEABLE
    ),
    "bytes behind what the key wrote": refused(
        written()._replace(signature=written().signature + b"\0").armored(), "read: bytes follow the end of what"
    ),
    "flags of a key on no device": refused(body(ED, FIRST + SECOND, said=b"\1\0\0\0\1"), "read: bytes follow the end"),
}  # fmt: skip


def said(one: Key, flags: int, counter: int, claimed: bytes) -> bytes:
    """A signature of a device, and other flags and counter written beside it."""
    inner = one.inner(data(), flags=flags, counter=counter)
    return Written(one.blob, NAME, inner[:-5] + claimed).armored()


DEVICES = {
    "untouched where a touch is demanded": stricter(signed(SK, flags=0), "presence", NO_DEVICE, SK, "touch"),
    "untouched, ecdsa": stricter(signed(EC_SK, flags=0), "presence", NO_DEVICE, EC_SK, "touch"),
    "touched where a PIN is demanded": stricter(signed(SK, flags=1), "presence", NO_DEVICE, SK, "pin"),
    "touched where a PIN is demanded, ecdsa": stricter(signed(EC_SK, flags=1), "presence", NO_DEVICE, EC_SK, "pin"),
    "PIN with no touch where a touch is demanded": stricter(signed(SK, flags=4), "presence", NO_DEVICE, SK, "touch"),
    "PIN with no touch where a PIN is demanded": stricter(signed(SK, flags=4), "presence", NO_DEVICE, SK, "pin"),
    "bits that say nothing where a touch is demanded": stricter(
        signed(SK, flags=0x3A), "presence", NO_DEVICE, SK, "touch"
    ),
    "a key on no device where a touch is demanded": stricter(signed(), "presence", NO_DEVICE, ED, "touch"),
    "rsa where a PIN is demanded": stricter(signed(RSA), "presence", NO_DEVICE, RSA, "pin"),
    "a touch written over": refused(said(SK, 0, 1, b"\1\0\0\0\1"), "proof", SK),
    "a PIN written over": refused(said(SK, 1, 1, b"\5\0\0\0\1"), "proof", SK),
    "a touch written over, ecdsa": refused(said(EC_SK, 0, 1, b"\1\0\0\0\1"), "proof", EC_SK),
    "a counter written over": refused(said(SK, 1, 1, b"\1\0\0\0\2"), "proof", SK),
    "a counter of none": refused(said(SK, 1, 1, b"\1"), "read: what the key itself wrote is cut off", SK),
    "a device that says nothing": refused(said(SK, 1, 1, b""), "read: what the key itself wrote is cut off", SK),
    "a device that says more": refused(said(SK, 1, 1, b"\1\0\0\0\1\0"), "read: bytes follow the end of what", SK),
    "flags that no device sets": stricter(
        signed(SK, flags=0x41), "read: its flags are 0x41", NO_FLAGS, SK
    ),
    "flags of extensions": stricter(
        signed(EC_SK, flags=0x81), "read: its flags are 0x81", NO_FLAGS, EC_SK
    ),
    "signed in a browser": stricter(
        browser(), "read: it says to be made by webauthn-sk-ecdsa", "a page asked for it, not ssh-keygen", EC_SK
    ),
    "the raw bytes of a device": refused(
        written(SK)._replace(signature=wire(SK.type.encode(), SK.raw(data())) + b"\1\0\0\0\1").armored(), "proof", SK
    ),
    "a device that signed the message itself": refused(
        written(SK)._replace(signature=SK.inner(MESSAGE)).armored(), "proof", SK
    ),
}  # fmt: skip

GOOD = signed()
LINE = "read: it is not laid out as ssh-keygen writes it"
FRAMES = {
    "text behind the end": stricter(GOOD + b"and plan billing\n", "read: text follows its last line", MALLEABLE),
    "a blank line behind the end": stricter(GOOD + b"\n", "read: text follows its last line", MALLEABLE),
    "a second signature behind it": stricter(GOOD + signed(OMAR), "read: a second signature follows it", MALLEABLE),
    "another's signature before it": refused(signed(OMAR) + GOOD, "read: a second signature follows it"),
    "text before the beginning": refused(b"signed by dana\n" + GOOD, "read: it does not begin with the line"),
    "a blank line before the beginning": refused(b"\n" + GOOD, "read: it does not begin with the line"),
    "a byte order mark": refused(b"\xef\xbb\xbf" + GOOD, "read: it does not begin with the line"),
    "carriage returns": refused(GOOD.replace(b"\n", b"\r\n"), "read: its lines end with a carriage return"),
    "a carriage return at the end": stricter(GOOD[:-1] + b"\r\n", "read: its lines end with a carriage", MALLEABLE),
    "carriage returns within": stricter(
        BEGIN + GOOD[len(BEGIN) :].replace(b"\n", b"\r\n"), "read: its lines end with a carriage return", MALLEABLE
    ),
    "headers as PEM has them": refused(GOOD.replace(b"\n", b"\nComment: dana\n\n", 1), "read: what stands between"),
    "blank lines within": stricter(GOOD.replace(b"\n", b"\n\n", 2), LINE, MALLEABLE),
    "blanks within": stricter(GOOD.replace(b"\n", b"\n ", 1), "read: what stands between", MALLEABLE),
    "one long line": stricter(armored(unarmored(GOOD), columns=9999), LINE, MALLEABLE),
    "lines of 64": stricter(armored(unarmored(GOOD), columns=64), LINE, MALLEABLE),
    "no line break at the end": stricter(GOOD[:-1], "read: it does not end with the line", MALLEABLE),
    "no end": refused(GOOD[: -len(END)], "read: it does not end with the line"),
    "half of it": refused(GOOD[: len(GOOD) // 2], "read: it does not end with the line"),
    "its end alone": refused(END, "read: it does not begin with the line"),
    "nothing": refused(b"", "read: it does not begin with the line"),
    "nothing within": refused(BEGIN + END, "read: the signature is cut off"),
    "not in base64": refused(unarmored(GOOD), "read: it does not begin with the line"),
    "a public key": refused(ED.line.encode() + b"\n", "read: it does not begin with the line"),
    "a signature of PGP": refused(GOOD.replace(b"SSH", b"PGP"), "read: it does not begin with the line"),
    "a NUL behind the end": stricter(GOOD + b"\0", "read: text follows its last line", MALLEABLE),
    "17 KiB": stricter(GOOD + b"\n" * 17000, "read: a signature has at most 16 KiB", MALLEABLE),
    "another magic": refused(written()._replace(magic=b"SSHSIH").armored(), "read: what stands between its first"),
    "version 0": stricter(written()._replace(version=0).armored(), "read: it is of version 0", MALLEABLE),
    "version 2": refused(written()._replace(version=2).armored(), "read: it is of version 2"),
    "bytes behind the signature": refused(written()._replace(tail=b"\0").armored(), "read: bytes follow the end of"),
    "a length of 4 GB": refused(armored(b"SSHSIG\0\0\0\1\xff\xff\xff\xff"), "read: the signature is cut off"),
    "cut off within": refused(armored(unarmored(GOOD)[:-1]), "read: the signature is cut off"),
}  # fmt: skip
GROUPS = {
    "honest": HONEST,
    "namespace": NAMESPACES,
    "digest": DIGESTS,
    "message": MESSAGES,
    "key": KEYS,
    "body": BODIES,
    "device": DEVICES,
    "frame": FRAMES,
}


def cases() -> Iterator[tuple[str, Case]]:
    """Every case, by its group and name."""
    for group, rows in GROUPS.items():
        for name, case in rows.items():
            yield f"{group}: {name}", case
