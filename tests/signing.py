"""Keys for tests: real ones of every type, security keys stood in for, and signatures with anything odd in them.

The same call gives the same key and the same signature in every run and process. Nothing here is guard's: the format is
written from OpenSSH's PROTOCOL.sshsig, PROTOCOL.u2f and PROTOCOL.key.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import struct
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

KEYGEN = shutil.which("ssh-keygen") or "ssh-keygen"
CURVES: dict[str, tuple[bytes, ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "ecdsa-256": (b"nistp256", ec.SECP256R1(), hashes.SHA256()),
    "ecdsa-384": (b"nistp384", ec.SECP384R1(), hashes.SHA384()),
    "ecdsa-521": (b"nistp521", ec.SECP521R1(), hashes.SHA512()),
    "sk-ecdsa": (b"nistp256", ec.SECP256R1(), hashes.SHA256()),
}
RSA_BITS = {"rsa": 2048, "rsa-3072": 3072, "rsa-1024": 1024}
KINDS = ("ed25519", "sk-ed25519", *CURVES, *RSA_BITS)
TOUCHED, PINNED = 0x01, 0x04  # what a device says of a signature: somebody touched it, and entered its PIN
BEGIN, END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def wire(*fields: bytes) -> bytes:
    """Each field with four bytes of length before it."""
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def number(value: int) -> bytes:
    """A number as SSH writes it: shortest, its first bit the sign."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big") if value else b""


def armored(blob: bytes, columns: int = 70) -> bytes:
    """A signature as ssh-keygen lays it out."""
    text = base64.b64encode(blob)
    lines = [text[at : at + columns] + b"\n" for at in range(0, len(text), columns)]
    return b"".join([BEGIN, *lines, END])


def unarmored(text: bytes) -> bytes:
    """The bytes of a signature that is laid out well."""
    return base64.b64decode(b"".join(text.split(b"\n")[1:-2]))


def to_sign(message: bytes, namespace: bytes, hashed: str = "sha512", reserved: bytes = b"") -> bytes:
    """What a key signs for a message."""
    return b"SSHSIG" + wire(namespace, reserved, hashed.encode(), hashlib.new(hashed, message).digest())


class Written(NamedTuple):
    """Every part of a signature; alter some with `_replace`, and write it."""

    key: bytes
    namespace: bytes
    signature: bytes
    magic: bytes = b"SSHSIG"
    version: int = 1
    reserved: bytes = b""
    hash: bytes = b"sha512"
    tail: bytes = b""

    def blob(self) -> bytes:
        """Its bytes."""
        fields = wire(self.key, self.namespace, self.reserved, self.hash, self.signature)
        return self.magic + struct.pack(">I", self.version) + fields + self.tail

    def armored(self) -> bytes:
        """Its text, as ssh-keygen lays it out."""
        return armored(self.blob())


class Key:
    """A key: `line` is what a policy lists, `sign` what its owner does."""

    def __init__(self, kind: str, name: str, application: str = "ssh:") -> None:
        self.kind, self.name, self.application = kind, name, application.encode()
        self.private: Private = _private(kind, name)
        self.on_device = kind.startswith("sk-")
        self.type = _type(kind)
        self.blob = wire(self.type.encode(), *self._public(), *([self.application] if self.on_device else []))
        self.line = f"{self.type} {base64.b64encode(self.blob).decode()}"

    def __repr__(self) -> str:
        return f"<{self.kind} key of {self.name}>"

    def sign(
        self,
        message: bytes,
        namespace: str,
        *,
        flags: int = TOUCHED,
        counter: int = 1,
        hash: str = "sha512",  # noqa: A002
    ) -> bytes:
        """The text of a signature, as ssh-keygen would write it; flags and counter are a device's."""
        return self.written(message, namespace, flags=flags, counter=counter, hashed=hash).armored()

    def written(
        self,
        message: bytes,
        namespace: str | bytes,
        *,
        flags: int = TOUCHED,
        counter: int = 1,
        hashed: str = "sha512",
        reserved: bytes = b"",
    ) -> Written:
        """The parts of a signature that holds."""
        named = namespace.encode() if isinstance(namespace, str) else namespace
        signature = self.inner(to_sign(message, named, hashed, reserved), flags=flags, counter=counter)
        return Written(self.blob, named, signature, reserved=reserved, hash=hashed.encode())

    def inner(
        self, data: bytes, *, flags: int = TOUCHED, counter: int = 1, algorithm: str = "", tail: bytes = b""
    ) -> bytes:
        """What the key itself writes for these bytes: the name of the algorithm, the signature, flags and counter.

        `algorithm`: for RSA the one that is used and named; for others the name alone is another one.
        """
        named = algorithm or ("rsa-sha2-512" if self.kind in RSA_BITS else self.type)
        said = struct.pack(">BI", flags, counter) if self.on_device else b""
        if self.on_device:
            data = hashlib.sha256(self.application).digest() + said + hashlib.sha256(data).digest()
        return wire(named.encode(), self.raw(data, named)) + said + tail

    def raw(self, data: bytes, algorithm: str = "") -> bytes:
        """The signature alone, over exactly these bytes, in the form its type has for one."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return wire(*map(number, self.pair(data)))
        by_name = {"rsa-sha2-256": hashes.SHA256(), "ssh-rsa": hashes.SHA1()}
        return self.private.sign(data, padding.PKCS1v15(), by_name.get(algorithm, hashes.SHA512()))

    def pair(self, data: bytes) -> tuple[int, int]:
        """The two numbers of an ECDSA signature."""
        assert isinstance(self.private, ec.EllipticCurvePrivateKey)
        return decode_dss_signature(self.private.sign(data, ec.ECDSA(CURVES[self.kind][2], deterministic_signing=True)))

    def file(self, folder: Path, passphrase: str = "", comment: str = "") -> Path:
        """Its private file as ssh-keygen reads it, and the public one beside it.

        The file of a key on a device holds only a handle, as it does in the world: to sign it takes the device.
        """
        path = folder / f"{self.name}-{self.kind}"
        path.write_bytes(self._openssh(comment.encode()))
        path.chmod(0o600)
        Path(f"{path}.pub").write_text(f"{self.line} {comment}".rstrip() + "\n")
        if passphrase:
            words = [KEYGEN, "-q", "-p", "-a", "1", "-P", "", "-N", passphrase, "-f", str(path)]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return path

    def _public(self) -> list[bytes]:
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return [self.private.public_key().public_bytes_raw()]
        if isinstance(self.private, rsa.RSAPrivateKey):
            public = self.private.public_key().public_numbers()
            return [number(public.e), number(public.n)]
        form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        return [CURVES[self.kind][0], self.private.public_key().public_bytes(*form)]

    def _openssh(self, comment: bytes) -> bytes:
        secret = bytes(8) + wire(self.type.encode()) + self._secret() + wire(comment)  # two check numbers, equal
        secret += bytes(range(1, 1 + -len(secret) % 8))
        blob = b"openssh-key-v1\0" + wire(b"none", b"none", b"") + struct.pack(">I", 1) + wire(self.blob, secret)
        return armored(blob).replace(b"SSH SIGNATURE", b"OPENSSH PRIVATE KEY")

    def _secret(self) -> bytes:
        public = self._public()
        if self.on_device:
            handle = hashlib.sha256(f"handle of {self.name}".encode()).digest()
            return wire(*public, self.application) + bytes([TOUCHED]) + wire(handle, b"")
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return wire(*public, self.private.private_bytes_raw() + public[0])
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return wire(*public, number(self.private.private_numbers().private_value))
        e, n = public
        held = self.private.private_numbers()
        return wire(n, e, *map(number, (held.d, held.iqmp, held.p, held.q)))


@cache
def key(kind: str, name: str = "dana", application: str = "ssh:") -> Key:
    """The key of this name, one of KINDS; the same one whenever it is asked for."""
    return Key(kind, name, application)


def _type(kind: str) -> str:
    if kind in RSA_BITS:
        return "ssh-rsa"
    if kind.startswith("sk-"):
        return "sk-ssh-ed25519@openssh.com" if kind == "sk-ed25519" else "sk-ecdsa-sha2-nistp256@openssh.com"
    return "ssh-ed25519" if kind == "ed25519" else f"ecdsa-sha2-{CURVES[kind][0].decode()}"


def _private(kind: str, name: str) -> Private:
    seed = f"{kind} of {name}".encode()
    if kind.endswith("ed25519"):
        return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed).digest())
    if kind in CURVES:
        curve = CURVES[kind][1]
        return ec.derive_private_key(
            int.from_bytes(hashlib.shake_256(seed).digest(curve.key_size // 8), "big") >> 1, curve
        )
    half = RSA_BITS[kind] // 2
    p, q = (_prime(seed + which, half) for which in (b" p", b" q"))
    e, d = 65537, pow(65537, -1, (p - 1) * (q - 1))
    inverse = rsa.rsa_crt_iqmp(p, q)
    public = rsa.RSAPublicNumbers(e, p * q)
    parts = p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), inverse, public
    return rsa.RSAPrivateNumbers(*parts).private_key()


# How far the prime lies from where the search begins, for keys that tests use; of others it is looked for, in a second.
_DISTANCES = {
    b"rsa of dana p": 534,
    b"rsa of dana q": 1378,
    b"rsa of omar p": 266,
    b"rsa of omar q": 516,
    b"rsa-3072 of dana p": 3140,
    b"rsa-3072 of dana q": 538,
    b"rsa-1024 of dana p": 224,
    b"rsa-1024 of dana q": 132,
}


def _prime(seed: bytes, bits: int) -> int:
    """The first prime behind a number that the seed gives, its two highest bits set."""
    number = int.from_bytes(hashlib.shake_256(seed).digest(bits // 8), "big") | 3 << bits - 2 | 1
    if seed in _DISTANCES:
        return number + _DISTANCES[seed]
    small = [prime for prime in range(3, 2000, 2) if all(prime % other for other in range(3, 45, 2) if other < prime)]
    while any(number % prime == 0 for prime in small) or number % 65537 == 1 or pow(2, number - 1, number) != 1:
        number += 2
    return number
