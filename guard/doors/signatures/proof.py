"""Whether a signature holds for a message, asked of the cryptography that is loaded into this process.

What `ssh-keygen -Y verify` does, without starting it: the log holds thousands of entries. Tests hold each answer
against that of ssh-keygen.
"""

from __future__ import annotations

from guard.errors import GuardError
from guard.grammar.key import fields
from guard.grammar.wire import Fields, framed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.grammar.sshsig import Signature


def holds(signature: Signature, message: bytes) -> bool:
    """Whether its key wrote it for exactly this message, in the namespace that it names."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        _verify(signature, _signed(signature, message))
    except (InvalidSignature, ValueError):  # a ValueError: bytes that are no point of the curve, or no such number
        return False
    except UnsupportedAlgorithm as error:
        what = f"this installation cannot check signatures by {signature.algorithm}"
        mend = "install guard's own cryptography again, with no policy of the system that switches algorithms off"
        raise GuardError("G501", what, "the Python package cryptography", mend) from error
    return True


def _signed(signature: Signature, message: bytes) -> bytes:
    """The bytes that the key signed for the message; a device adds what it says of itself."""
    from hashlib import sha256, sha512

    digest = sha512(message).digest()
    data = b"SSHSIG" + framed(signature.namespace.encode(), b"", b"sha512", digest)
    if signature.flags < 0:
        return data
    says = signature.flags.to_bytes(1, "big") + signature.counter.to_bytes(4, "big")
    return sha256(_application(signature.key)).digest() + says + sha256(data).digest()


def _application(key: str) -> bytes:
    *_, last = _fields(key)
    return last


def _fields(key: str) -> list[bytes]:
    within, found = fields(key), []
    while within.rest:
        found.append(within.take())
    return found


def _verify(signature: Signature, data: bytes) -> None:
    """Raises where it does not hold."""
    if signature.algorithm.startswith("rsa-"):
        _verify_rsa(signature, data)
    elif "ed25519" in signature.algorithm:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        Ed25519PublicKey.from_public_bytes(_fields(signature.key)[0]).verify(signature.body, data)
    else:
        _verify_pair(signature, data)


def _verify_pair(signature: Signature, data: bytes) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    curves: dict[bytes, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
        b"nistp256": (ec.SECP256R1(), hashes.SHA256()),
        b"nistp384": (ec.SECP384R1(), hashes.SHA384()),
        b"nistp521": (ec.SECP521R1(), hashes.SHA512()),
    }
    name, point = _fields(signature.key)[:2]
    curve, digest = curves[name]
    pair = Fields(signature.body, "its pair of numbers")
    r, s = (int.from_bytes(pair.take(), "big") for _ in range(2))
    public = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
    public.verify(encode_dss_signature(r, s), data, ec.ECDSA(digest))


def _verify_rsa(signature: Signature, data: bytes) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    power, modulus = (int.from_bytes(field, "big") for field in _fields(signature.key))
    digest = hashes.SHA512() if signature.algorithm == "rsa-sha2-512" else hashes.SHA256()
    public = rsa.RSAPublicNumbers(power, modulus).public_key()
    public.verify(signature.body, data, padding.PKCS1v15(), digest)
