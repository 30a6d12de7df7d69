"""Public keys: real ones of every type, what they can prove, and every way a line falls short of one."""

from __future__ import annotations

import base64
import struct
import subprocess
from pathlib import Path

import pytest

from guard.grammar.key import TYPES, can_pin, can_touch, reason, without_comment

MADE = {  # how ssh-keygen makes a key of this type without a device
    "ssh-ed25519": ("ed25519", None),
    "ecdsa-sha2-nistp256": ("ecdsa", "256"),
    "ecdsa-sha2-nistp384": ("ecdsa", "384"),
    "ecdsa-sha2-nistp521": ("ecdsa", "521"),
    "ssh-rsa": ("rsa", "2048"),
}
# The base point of ed25519; of the other keys lengths and first bytes are all that counts here.
EDWARDS = bytes.fromhex("5866666666666666666666666666666666666666666666666666666666666666")
NIST = b"\x04" + bytes(range(64))
ODD = b"\x00" + b"\xc5" * 256
P = 2**255 - 19


def line(kind: str, *fields: bytes, tail: bytes = b"") -> str:
    """A key assembled by hand: each field with four bytes of length before it."""
    blob = b"".join(struct.pack(">I", len(field)) + field for field in (kind.encode(), *fields)) + tail
    return f"{kind} {base64.b64encode(blob).decode()}"


SK_ED25519 = line("sk-ssh-ed25519@openssh.com", EDWARDS, b"ssh:")
SK_ECDSA = line("sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", NIST, b"ssh:guard")
PLAIN = line("ssh-ed25519", EDWARDS)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The private file of a fresh key of each type; the public one stands beside it."""
    folder = tmp_path_factory.mktemp("keys")
    for kind, (name, bits) in MADE.items():
        words = ["ssh-keygen", "-q", "-t", name, "-N", "", "-C", f"dana of {kind}", "-f", str(folder / kind)]
        subprocess.run(words + (["-b", bits] if bits else []), check=True, stdin=subprocess.DEVNULL)
    return {kind: folder / kind for kind in MADE}


def fingerprint(text: str) -> str | None:
    """What ssh-keygen says of a line, or None where it does not take it for a key."""
    run = subprocess.run(["ssh-keygen", "-l", "-f", "-"], input=text + "\n", capture_output=True, text=True)
    return run.stdout.split(" ")[1] if run.returncode == 0 else None


def test_what_ssh_keygen_makes_is_a_key(keys: dict[str, Path]) -> None:
    for kind, path in keys.items():
        text = path.with_suffix(".pub").read_text().rstrip("\n")
        bare = without_comment(text)
        assert text == f"{bare} dana of {kind}" and bare.startswith(f"{kind} AAAA")
        assert [reason(text), reason(bare), reason(f"{bare} ")] == [None, None, None]
        assert not can_touch(text) and not can_pin(text)


def test_a_private_key_is_called_one_and_never_repeated(keys: dict[str, Path]) -> None:
    for path in keys.values():
        text = path.read_text()
        secret = text.split("\n")[1]
        for form in (text, text.replace("\n", " "), text.replace("\n", ""), secret, f"ssh-ed25519 {secret}"):
            wrong = reason(form)
            assert wrong is not None and "PRIVATE" in wrong and secret[:20] not in wrong
    assert "PRIVATE" in str(reason("-----BEGIN RSA PRIVATE KEY-----"))
    assert "PRIVATE" in str(reason("PuTTY-User-Key-File-3: ssh-ed25519"))


@pytest.mark.parametrize("text", [SK_ED25519, SK_ECDSA, f"{SK_ED25519} dana's stick", f"{SK_ECDSA} a b  c"])
def test_a_key_on_a_device_can_prove_touch_and_pin(text: str) -> None:
    assert reason(text) is None
    assert can_touch(text) and can_pin(text)


def test_ssh_keygen_reads_what_is_assembled_by_hand() -> None:
    assert None not in (fingerprint(SK_ED25519), fingerprint(PLAIN))


def test_every_type_has_a_key_here() -> None:
    assert {*MADE, SK_ED25519.split()[0], SK_ECDSA.split()[0]} == set(TYPES)


@pytest.mark.parametrize("text", ["", "sk-", "sk-ssh-ed25519", "sk-ssh-rsa@openssh.com AAAA", "ssh-ed25519 sk-", PLAIN])
def test_no_other_key_can(text: str) -> None:
    assert not can_touch(text) and not can_pin(text)


def spelled(text: str) -> str:
    """The same bytes in another spelling of base64: the bits that the last character leaves over are set."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = text.rstrip("=")
    other = body[:-1] + letters[letters.index(body[-1]) + 1] + text[len(body) :]
    kind, encoded = text.split(" ")
    assert base64.b64decode(other.split(" ")[1]) == base64.b64decode(encoded) and other != text, kind
    return other


SK, EC, EC_SK = "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "sk-ecdsa-sha2-nistp256@openssh.com"
BAD = {
    "nothing": ("", "begins with its type, one of ssh-ed25519"),
    "a name": ("dana", "begins with its type"),
    "no key": ("ssh-ed25519", "not base64"),
    "a placeholder": ("ssh-ed25519 AAAA...", "not base64, or not all of it: write the whole line"),
    "blanks between": (PLAIN.replace(" ", "  "), "not base64"),
    "a blank before": (f" {PLAIN}", "leave out what stands before ssh-ed25519"),
    "options before": (f"cert-authority {PLAIN}", "leave out what stands before ssh-ed25519"),
    "a principal before": (f"dana@example.org {SK_ED25519}", f"leave out what stands before {SK}"),
    "the type missing": (PLAIN.split()[1], "begins with its type, such as ssh-ed25519"),
    "the type in capitals": (PLAIN.replace("ssh-", "SSH-"), "begins with its type"),
    "a fingerprint": ("SHA256:uNiVztksCsDhcc0u9e8BrqXUqZhnpkyN8dg", "fingerprint"),
    "a certificate": ("ssh-ed25519-cert-v01@openssh.com AAAA", "certificate"),
    "dsa": ("ssh-dss AAAAB3NzaC1kc3M=", "can be broken"),
    "another program's": ("webauthn-sk-ecdsa-sha2-nistp256@openssh.com AAAA", "begins with its type"),
    "two lines": (f"{PLAIN}\n{SK_ED25519}", "one line, with no hidden character"),
    "an end of line": (f"{PLAIN}\n", "no hidden character"),
    "a tab": (PLAIN.replace(" ", "\t"), "no hidden character"),
    "a hidden comment": (f"{PLAIN} da\u202ena", "no hidden character"),
    "no padding": (line(SK, EDWARDS, b"ssh:xx").rstrip("="), "not base64"),
    "padding too much": (f"{PLAIN}====", "not base64"),
    "another alphabet": (line("ssh-ed25519", b"\xff" * 32).replace("/", "_"), "not base64"),
    "text that is no base64": (PLAIN[:-1] + "é", "not base64"),
    "a second spelling": (spelled(line(SK, EDWARDS, b"ssh:xx")), "as ssh-keygen writes it"),
    "empty within": ("ssh-ed25519 ", "not base64"),
    "cut off": (PLAIN[:-8], "cut off"),
    "cut off in a length": ("ssh-ed25519 AAAA", "cut off"),
    "cut off after the type": (line("ssh-ed25519"), "cut off"),
    "a length of 4 GB": ("ssh-ed25519 " + base64.b64encode(b"\xff\xff\xff\xffssh").decode(), "cut off"),
    "another type within": (PLAIN.replace("ssh-ed25519 ", f"{SK} "), f"of another type than {SK}"),
    "bytes after": (line("ssh-ed25519", EDWARDS, tail=b"\0"), "bytes follow the end"),
    "a field after": (line("ssh-ed25519", EDWARDS, b"ssh:"), "bytes follow the end"),
    "bytes after, device": (line(SK, EDWARDS, b"ssh:", b""), "bytes follow the end"),
    "31 bytes": (line("ssh-ed25519", EDWARDS[1:]), "32 bytes long, this one 31"),
    "33 bytes": (line(SK, EDWARDS + b"\1", b"ssh:"), "32 bytes long, this one 33"),
    "no application": (line(SK, EDWARDS, b""), "application"),
    "application cut off": (line(SK, EDWARDS), "cut off"),
    "application too long": (line(SK, EDWARDS, b"s" * 256), "application"),
    "an application of bytes": (line(SK, EDWARDS, b"ssh:\xff"), "application"),
    "an application with a NUL": (line(SK, EDWARDS, b"ssh:\0"), "no hidden character"),
    "another curve": (line(EC, b"nistp384", b"\4" + bytes(96)), "another curve"),
    "another curve, device": (line(EC_SK, b"nistp521", NIST, b"ssh:"), "another curve"),
    "a curve of bytes": (line(EC, b"\xff", NIST), "another curve"),
    "a point too short": (line(EC, b"nistp256", NIST[:-1]), "65 bytes that begin with 4"),
    "a point for a wider curve": (line("ecdsa-sha2-nistp521", b"nistp521", NIST), "133 bytes"),
    "a compressed point": (line(EC_SK, b"nistp256", b"\2" + NIST[1:], b"ssh:"), "begin with 4"),
    "no point": (line(EC, b"nistp256", b""), "65 bytes"),
    "rsa of 1024 bits": (line("ssh-rsa", b"\1\0\1", b"\0" + b"\xc5" * 128), "2048 to 16384 bits, this one 1024"),
    "rsa of 20000 bits": (line("ssh-rsa", b"\1\0\1", b"\x45" * 2500), "2048 to 16384 bits"),
    "rsa exponent 1": (line("ssh-rsa", b"\1", ODD), "nothing can be signed safely"),
    "rsa exponent even": (line("ssh-rsa", b"\4", ODD), "nothing can be signed safely"),
    "rsa exponent wide": (line("ssh-rsa", b"\1" * 9, ODD), "nothing can be signed safely"),
    "rsa modulus even": (line("ssh-rsa", b"\1\0\1", ODD[:-1] + b"\2"), "nothing can be signed safely"),
    "rsa exponent missing": (line("ssh-rsa", b"", ODD), "not positive"),
    "rsa exponent 0": (line("ssh-rsa", b"\0", ODD), "shortest form"),
    "rsa negative": (line("ssh-rsa", b"\1\0\1", ODD[1:]), "not positive"),
    "rsa padded by nothing": (line("ssh-rsa", b"\0\x7f", ODD), "shortest form"),
    "rsa padded": (line("ssh-rsa", b"\0\1\0\1", ODD), "shortest form"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD.values(), ids=BAD)
def test_what_is_no_key_is_told_why(text: str, told: str) -> None:
    wrong = reason(text)
    assert wrong is not None and told in wrong, wrong
    assert wrong.isprintable() and len(wrong) < 250
    assert "AAAAC3Nz" not in wrong


def test_neighbours_of_bad_keys_are_keys() -> None:
    assert reason(line("ssh-rsa", b"\3", ODD)) is None
    assert reason(line("ssh-rsa", b"\0" + b"\x80" * 7 + b"\1", ODD)) is None
    assert reason(line("ssh-rsa", b"\1\0\1", b"\0\x80" + b"\xc5" * 255)) is None
    assert reason(line("ssh-rsa", b"\1\0\1", b"\0" + b"\xc5" * 2048)) is None
    assert reason(line("ssh-rsa", b"\1\0\1", b"\1" + b"\xc5" * 2048)) is not None
    assert reason(line("ssh-rsa", b"\1\0\1", b"\x7f" + b"\xc5" * 255)) is not None
    assert reason(line(SK, EDWARDS, b"s")) is None
    assert reason(line(SK, EDWARDS, b"s" * 255)) is None
    assert reason(line(SK, EDWARDS, b"ssh:xx")) is None
    assert reason(line(SK, EDWARDS, "ssh:schlüssel".encode())) is None
    assert reason(line("ecdsa-sha2-nistp384", b"nistp384", b"\4" + bytes(96))) is None


# Points of small order: eight times such a key is nothing, so its signatures prove nothing


def doubled(x: int, y: int) -> tuple[int, int]:
    """Twice a point of the curve -x² + y² = 1 + d x² y²."""
    d = -121665 * pow(121666, -1, P)
    k = d * x * x * y * y
    return 2 * x * y * pow(1 + k, -1, P) % P, (y * y + x * x) * pow(1 - k, -1, P) % P


def order_divides_eight(encoded: bytes) -> bool:
    """By the arithmetic of the curve, also for encodings above the field's size."""
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    d = -121665 * pow(121666, -1, P)
    square = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return False  # no point at all
    point = x, y % P
    for _ in range(3):
        point = doubled(*point)
    return point == (0, 1)


SMALL = ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"]  # fmt: skip


@pytest.mark.parametrize("encoded", SMALL)
@pytest.mark.parametrize("sign", [0, 0x80])
def test_a_key_with_which_anybody_can_sign_is_refused(encoded: str, sign: int) -> None:
    key = bytes.fromhex(encoded)
    key = key[:31] + bytes([key[31] | sign])
    assert order_divides_eight(key)
    assert "anybody can sign" in str(reason(line("ssh-ed25519", key)))
    assert "anybody can sign" in str(reason(line(SK, key, b"ssh:")))


@pytest.mark.parametrize("key", [EDWARDS, b"\x02" + bytes(31), b"\x03" + bytes(31), b"\xf0" + b"\xff" * 30 + b"\x7f"])
def test_other_keys_are_left_alone(key: bytes) -> None:
    assert not order_divides_eight(key)
    assert reason(line("ssh-ed25519", key)) is None
