"""Public keys: one line as ssh-keygen prints it, `TYPE BASE64 [comment]`, and what the key can prove.

A key has one spelling here, so two entries that look different are different keys: people are told apart by them.
"""

from __future__ import annotations

from guard.escape import hidden, shown
from guard.grammar import Wrong
from guard.grammar.wire import Fields, Garbled, positive

TYPES = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)
RSA_BITS = (2048, 16384)  # shorter ones can be broken, longer ones OpenSSH does not read

_HOW = "the whole line of a .pub file, such as ssh-ed25519 AAAA..."
_POINT_BYTES = {"nistp256": 65, "nistp384": 97, "nistp521": 133}
_PRIVATE = ("PRIVATE KEY", "b3BlbnNzaC1rZXktdjE", "PuTTY-User-Key-File")
_IS_PRIVATE = (
    "this is a PRIVATE key, which now counts as known to everybody: take it out, make a new key, "
    "and write the line of the new .pub file"
)
_P = 2**255 - 19
# The heights of the points that lie on a circle of at most eight: with such a key anybody can sign.
_SMALL_ORDER = frozenset(
    {
        0, 1, _P - 1, _P, _P + 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    }
)  # fmt: skip


def reason(text: str) -> str | None:
    """Why this is no public key that guard takes, or None if it is one. The words never repeat the key."""
    if any(mark in text for mark in _PRIVATE):
        return _IS_PRIVATE
    if hidden(text):
        return f"a key is {_HOW}: one line, with no hidden character in it"
    kind, _, rest = text.partition(" ")
    if kind not in TYPES:
        return _unknown(text)
    try:
        _judge(kind, _decoded(rest.partition(" ")[0]))
    except Garbled as wrong:
        return f"{wrong}: write {_HOW}"
    except Wrong as wrong:
        return str(wrong)
    return None


def spelled(blob: bytes) -> str:
    """The one line, without a comment, of a key that is given in bytes; Wrong if guard does not take it."""
    import binascii

    kind = Fields(blob, "the key").take().decode("ascii", "replace")
    if kind not in TYPES:
        raise Wrong("it is a certificate" if "-cert-v0" in kind else f"guard takes no key of type {shown(kind[:60])}")
    _judge(kind, blob)
    return f"{kind} {binascii.b2a_base64(blob, newline=False).decode()}"


def fields(text: str) -> Fields:
    """What a key that guard takes is made of, behind the name of its type."""
    import binascii

    within = Fields(binascii.a2b_base64(text.split(" ", 2)[1]), "the key")
    within.take()
    return within


def without_comment(text: str) -> str:
    """Type and key alone, which is all that counts of the line."""
    return " ".join(text.split(" ", 2)[:2])


def can_touch(text: str) -> bool:
    """Whether the key lies on a device that can say of a signature that it was touched for it."""
    return text.startswith("sk-") and text.partition(" ")[0] in TYPES


def can_pin(text: str) -> bool:
    """Whether it can say that its PIN was entered too; whether it does is seen from each signature."""
    return can_touch(text)


def _unknown(text: str) -> str:
    """Why a line does not begin with a type that guard takes."""
    words = text.split(" ")
    kind = words[0]
    if "-cert-v0" in kind:
        return "this is a certificate: write the key it was made for, which is the line of its .pub file"
    if kind in ("ssh-dss", "ssh-dsa"):
        return "keys of this type can be broken: make one with ssh-keygen -t ed25519, or ed25519-sk for a touch"
    later = next((word for word in words[1:] if word in TYPES), None)
    if later is not None:
        return f"a key begins with its type: leave out what stands before {later}"
    if kind.startswith("AAAA"):
        return "a key begins with its type, such as ssh-ed25519: write the whole line of the .pub file"
    if kind.startswith(("SHA256:", "MD5:")):
        return f"this is the fingerprint of a key: write {_HOW}"
    return f"a key begins with its type, one of {', '.join(TYPES)}"


def _judge(kind: str, blob: bytes) -> None:
    """Every field of the key is there, of its length, and nothing else."""
    within = Fields(blob, "the key")
    if within.take() != kind.encode():
        raise Garbled(f"the key within is of another type than {kind}")
    if kind == "ssh-rsa":
        _judge_rsa(within.take(), within.take())
    elif "ed25519" in kind:
        _judge_ed25519(within.take())
    else:
        _judge_point(within.take(), within.take(), kind)
    if kind.startswith("sk-"):
        _judge_application(within.take())
    within.end()


def _decoded(encoded: str) -> bytes:
    """The bytes of the key, from the one spelling that base64 has for them."""
    import base64
    import binascii

    try:
        blob = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Wrong(f"what follows the type is not base64, or not all of it: write {_HOW}") from None
    if not blob or base64.b64encode(blob).decode() != encoded:
        raise Wrong(f"what follows the type is not base64 as ssh-keygen writes it: write {_HOW}")
    return blob


def _judge_ed25519(key: bytes) -> None:
    if len(key) != 32:
        raise Wrong(f"an ed25519 key is 32 bytes long, this one {len(key)}")
    if int.from_bytes(key, "little") & (2**255 - 1) in _SMALL_ORDER:
        raise Wrong("with this key anybody can sign: write the line of a key that ssh-keygen made")


def _judge_point(curve: bytes, point: bytes, kind: str) -> None:
    name = curve.decode("ascii", "replace")
    if name != kind.partition("@")[0].rpartition("-")[2]:
        raise Wrong(f"the key within is for another curve than {shown(kind)}")
    if len(point) != _POINT_BYTES[name] or point[0] != 4:
        raise Wrong(f"a point on {name} is {_POINT_BYTES[name]} bytes that begin with 4")


def _judge_application(name: bytes) -> None:
    if not 1 <= len(name) <= 255:
        raise Wrong("a key on a device names the application it was made for, such as ssh:")
    if hidden(name.decode("utf-8", "replace").replace("\ufffd", "\0")):
        raise Wrong("the application that a key on a device was made for is text, with no hidden character in it")


def _judge_rsa(exponent: bytes, modulus: bytes) -> None:
    for number in (exponent, modulus):
        if not positive(number):
            raise Wrong("a number of this RSA key is not positive, or not in its shortest form")
    power, bits = int.from_bytes(exponent, "big"), int.from_bytes(modulus, "big").bit_length()
    if not RSA_BITS[0] <= bits <= RSA_BITS[1]:
        raise Wrong(f"an RSA key has {RSA_BITS[0]} to {RSA_BITS[1]} bits, this one {bits}")
    if power < 3 or power % 2 == 0 or power.bit_length() > 64 or modulus[-1] % 2 == 0:
        raise Wrong("with this RSA key nothing can be signed safely: write the line of a key that ssh-keygen made")
