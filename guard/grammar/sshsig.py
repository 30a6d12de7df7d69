"""Signatures as `ssh-keygen -Y sign` writes them, read strictly: what it would not write is none.

ssh-keygen itself takes more: text behind the end, numbers in several spellings, a device that nobody touched. A
signature has one spelling here as far as its cryptography lets it; still, none is ever told apart by its bytes.
"""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import Wrong
from guard.grammar.key import TYPES, fields, spelled
from guard.grammar.wire import Fields, Garbled, positive
from guard.value import NamedTuple

LARGEST = 16 << 10  # bytes of text; the longest key that guard takes needs less than half of it

BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
END = b"-----END SSH SIGNATURE-----\n"
_COLUMNS = 70
_ALGORITHMS = {kind: (kind,) for kind in TYPES} | {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
_CURVE_BITS = {"nistp256": 256, "nistp384": 384, "nistp521": 521}
_ORDER = 2**252 + 27742317777372353535851937790883648493  # of the circle that ed25519 signs on
_TOUCHED, _PIN_ENTERED = 0x01, 0x04
_MORE_IS_SIGNED = 0xC0  # a device that sets one of these signs more bytes than an SSH signature has


class Signature(NamedTuple):
    """One signature, read; whether it holds for a message is another question (guard.doors.signatures)."""

    key: str  # "TYPE BASE64", the spelling of guard.grammar.key
    namespace: str
    flags: int  # what a device says of it; -1 for a key that is on none
    counter: int  # how often the device had signed; -1 for a key that is on none
    body: bytes  # what the key itself wrote, in the form its type has
    algorithm: str  # the type of the key; of RSA the hash too


def parsed(text: bytes) -> Signature:
    """The signature that a file holds, and nothing else; Wrong with why there is none."""
    whole = Fields(_unarmored(text), "the signature")
    if whole.plain(6) != b"SSHSIG":
        raise Wrong("what stands between its first and last line is not an SSH signature")
    version = whole.number()
    if version != 1:
        raise Wrong(f"it is of version {version}, and guard reads version 1")
    key = _key(whole.take())
    namespace = _namespace(whole.take())
    if whole.take():
        raise Wrong("its reserved field is not empty")
    digest = whole.take()
    if digest != b"sha512":
        raise Wrong(f"its message was digested by {shown(digest[:20])}, and guard takes sha512 alone")
    made = Fields(whole.take(), "what the key itself wrote")
    whole.end()
    return _made(key, namespace, made)


def presence(signature: Signature) -> str:
    """What its device says of who was there: "touch", "pin" where the PIN was entered too, "" where nobody was."""
    if signature.flags < 0 or not signature.flags & _TOUCHED:
        return ""
    return "pin" if signature.flags & _PIN_ENTERED else "touch"


def armored(blob: bytes) -> bytes:
    """A signature as ssh-keygen lays it out."""
    import binascii

    text = binascii.b2a_base64(blob, newline=False)
    lines = [text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text), _COLUMNS)]
    return b"".join([BEGIN, *lines, END])


def _unarmored(text: bytes) -> bytes:
    """The bytes of the one signature in the text, which is laid out as ssh-keygen does it."""
    import binascii

    if len(text) > LARGEST:
        raise Wrong(f"a signature has at most {LARGEST >> 10} KiB")
    if b"\r" in text:
        raise Wrong("its lines end with a carriage return: keep it byte for byte as ssh-keygen wrote it")
    if not text.startswith(BEGIN):
        raise Wrong(f"it does not begin with the line {BEGIN.decode().strip()}")
    within, end, after = text[len(BEGIN) :].partition(END)
    if not end:
        raise Wrong(f"it does not end with the line {END.decode().strip()}")
    if after:
        raise Wrong("a second signature follows it" if BEGIN in after else "text follows its last line")
    try:
        blob = binascii.a2b_base64(within.replace(b"\n", b""), strict_mode=True)
    except binascii.Error:
        raise Wrong("what stands between its first and last line is not base64") from None
    if armored(blob) != text:
        raise Wrong(f"it is not laid out as ssh-keygen writes it: base64 in lines of {_COLUMNS}, nothing between them")
    return blob


def _key(blob: bytes) -> str:
    try:
        return spelled(blob)
    except Garbled as wrong:
        raise Garbled(f"in its key: {wrong}") from None
    except Wrong as wrong:
        raise Wrong(f"its key is none that guard takes: {wrong}") from None


def _namespace(name: bytes) -> str:
    if not name:
        raise Wrong("it names no namespace, so it could stand for anything")
    if not all([0x21 <= byte <= 0x7E for byte in name]):
        raise Wrong("its namespace is not written in letters, digits and signs alone")
    return name.decode("ascii")


def _made(key: str, namespace: str, made: Fields) -> Signature:
    """What the key wrote, which fits its type and has one spelling."""
    kind = key.partition(" ")[0]
    algorithm = made.take().decode("ascii", "replace")
    if algorithm not in _ALGORITHMS[kind]:
        wanted = " or ".join(_ALGORITHMS[kind])
        raise Wrong(f"it says to be made by {shown(algorithm[:60])}, but a key of type {kind} signs by {wanted}")
    body, flags, counter = made.take(), -1, -1
    if kind.startswith("sk-"):
        flags, counter = made.plain(1)[0], made.number()
    made.end()
    if kind == "ssh-rsa":
        _judge_rsa(body, key)
    elif "ed25519" in kind:
        _judge_ed25519(body)
    else:
        _judge_pair(body, kind)
    if flags >= 0 and flags & _MORE_IS_SIGNED:
        raise Wrong(f"its flags are 0x{flags:02x}, which no device sets in an SSH signature")
    return Signature(key, namespace, flags, counter, body, algorithm)


def _judge_ed25519(body: bytes) -> None:
    if len(body) != 64:
        raise Wrong(f"an ed25519 key writes 64 bytes, here are {len(body)}")
    if int.from_bytes(body[32:], "little") >= _ORDER:
        raise Wrong("its second half is not in its smallest form, so it has a twin")


def _judge_pair(body: bytes, kind: str) -> None:
    bits = _CURVE_BITS[kind.partition("@")[0].rpartition("-")[2]]
    pair = Fields(body, "its pair of numbers")
    for number in (pair.take(), pair.take()):
        if not positive(number):
            raise Wrong("a number in it is not positive, or not in its shortest form")
        if int.from_bytes(number, "big").bit_length() > bits:
            raise Wrong(f"a number in it has more than the {bits} bits of its curve")
    pair.end()


def _judge_rsa(body: bytes, key: str) -> None:
    within = fields(key)
    within.take()
    length = (int.from_bytes(within.take(), "big").bit_length() + 7) // 8
    if len(body) != length:
        raise Wrong(f"this RSA key writes {length} bytes, here are {len(body)}")
