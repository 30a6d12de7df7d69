"""Signatures, held by both verifiers: in this process and by ssh-keygen, which must agree or say why they need not."""

from __future__ import annotations

import base64

import hypothesis
import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519
from hypothesis import strategies as st

from guard.doors.signatures import keygen, proof
from guard.errors import GuardError
from guard.grammar import Wrong
from guard.grammar.key import TYPES
from guard.grammar.sshsig import parsed, presence
from tests.conftest import examples
from tests.doors.signature_cases import MESSAGE, NAMESPACE, Case, cases
from tests.signing import armored, key, unarmored

CASES = dict(cases())


def refusal(case: Case) -> str:
    """What guard has against it: the strict reading, the namespace, the key, the proof or who was there; "" nothing."""
    try:
        signature = parsed(case.text)
    except Wrong as wrong:
        return f"read: {wrong}"
    if signature.namespace != NAMESPACE:
        return "namespace"
    if signature.key != case.line:
        return "key"
    if not proof.holds(signature, case.message):
        return "proof"
    reached = {"": ("", "touch", "pin"), "touch": ("touch", "pin"), "pin": ("pin",)}[case.demands]
    return "" if presence(signature) in reached else "presence"


@pytest.mark.parametrize("name", CASES)
def test_both_verifiers_on_a_signature(name: str) -> None:
    case = CASES[name]
    told, ssh = refusal(case), keygen.holds(case.text, case.message, case.line, NAMESPACE)
    assert told.startswith(case.told) and bool(told) == bool(case.told), told
    assert case.ssh in (ssh, None)
    assert ssh == (not told) or case.why, "where they differ, the row says why"
    assert ssh or told, "guard takes less than ssh-keygen, never more"


def test_there_are_cases_of_every_kind() -> None:
    assert len(CASES) >= 150
    taken = [case for case in CASES.values() if not case.told]
    assert len(taken) >= 20 and {case.line.split()[0] for case in taken} == set(TYPES)
    assert {case.told.partition(":")[0] for case in CASES.values()} == {
        *("", "read", "namespace", "key", "proof", "presence")
    }


def answers(text: bytes, message: bytes, line: str) -> tuple[bool, bool]:
    """Whether guard finds it good, whoever was there, and whether ssh-keygen does."""
    return not refusal(Case(text, message=message, line=line)), keygen.holds(text, message, line, NAMESPACE)


@pytest.mark.parametrize("kind", ["ed25519", "sk-ed25519", "ecdsa-256", "sk-ecdsa", "rsa"])
def test_no_bit_of_a_signature_can_change(kind: str) -> None:
    one = key(kind)
    whole = unarmored(one.sign(MESSAGE, NAMESPACE))
    assert not refusal(Case(armored(whole), line=one.line))
    for at in range(8 * len(whole)):
        other = bytearray(whole)
        other[at // 8] ^= 1 << at % 8
        assert refusal(Case(armored(bytes(other)), line=one.line)), at


@pytest.mark.parametrize("kind", ["sk-ed25519", "sk-ecdsa"])
def test_who_signs_twice_is_one_key(kind: str) -> None:
    texts = [key(kind).sign(MESSAGE, NAMESPACE, counter=counter) for counter in (1, 2)]
    assert len(set(texts)) == 2 and {parsed(text).key for text in texts} == {key(kind).line}
    assert [answers(text, MESSAGE, key(kind).line) for text in texts] == [(True, True)] * 2


def test_a_signature_put_together_from_what_is_no_key_does_not_hold() -> None:
    read = parsed(key("ecdsa-256").sign(MESSAGE, NAMESPACE))
    assert proof.holds(read, MESSAGE)
    kind, blob = read.key.split()
    other = base64.b64encode(base64.b64decode(blob)[:-1] + b"\0").decode()  # no point of the curve
    assert not proof.holds(read._replace(key=f"{kind} {other}"), MESSAGE)
    assert not proof.holds(read._replace(key=f"{kind} {blob[:40]}"), MESSAGE)


def test_cryptography_that_lacks_an_algorithm_is_no_broken_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    class Without(ed25519.Ed25519PublicKey):
        @classmethod
        def from_public_bytes(cls, data: bytes) -> ed25519.Ed25519PublicKey:
            raise UnsupportedAlgorithm("ed25519 is not supported by this version of OpenSSL.")

    monkeypatch.setattr(ed25519, "Ed25519PublicKey", Without)
    with pytest.raises(GuardError, match="cannot check signatures by ssh-ed25519") as error:
        proof.holds(parsed(key("ed25519").sign(MESSAGE, NAMESPACE)), MESSAGE)
    assert error.value.rule == "G501"


# What nobody thought of: parts of good signatures put together anyhow

KINDS = ["ed25519", "sk-ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "sk-ecdsa", "rsa"]
ODD = st.sampled_from([b"", b"\0", b"sha512\0", b"sha256", b"git", b"guard-approval-v1\0"]) | st.binary(max_size=12)
FLAGS, COUNTERS = st.sampled_from([0, 1, 4, 5, 0x41, 0xFF]), st.sampled_from([0, 1, 2**32 - 1])


@st.composite
def put_together(draw: st.DrawFn) -> tuple[bytes, str]:
    """A text, and the line of the key that is asked for."""
    one, other = (key(draw(st.sampled_from(KINDS)), draw(st.sampled_from(["dana", "omar"]))) for _ in range(2))
    said = {"flags": draw(FLAGS), "counter": draw(COUNTERS)}
    parts = one.written(MESSAGE, NAMESPACE, **said)
    changes = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "key": st.just(other.blob),
                "namespace": ODD,
                "signature": st.just(other.written(MESSAGE, NAMESPACE, **said).signature),
                "reserved": ODD,
                "hash": ODD,
                "version": st.sampled_from([0, 1, 2]),
                "tail": ODD,
            },
        )
    )
    blob = parts._replace(**changes).blob()
    for _ in range(draw(st.sampled_from([0, 0, 1]))):
        at, length = draw(st.integers(0, len(blob))), draw(st.sampled_from([0, 1, 4]))
        blob = blob[:at] + draw(st.binary(max_size=4)) + blob[at + length :]
    return armored(blob) + draw(st.sampled_from([b"", b"", b"\n"])), draw(st.sampled_from([one, other])).line


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(120))
@hypothesis.given(put_together())
def test_guard_never_takes_what_ssh_keygen_refuses(case: tuple[bytes, str]) -> None:
    text, line = case
    guards, ssh = answers(text, MESSAGE, line)
    assert ssh or not guards


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(60))
@hypothesis.given(st.sampled_from(KINDS), st.binary(max_size=300), FLAGS.filter(lambda flags: flags < 0x40), COUNTERS)
def test_both_take_whatever_a_key_signs(kind: str, message: bytes, flags: int, counter: int) -> None:
    text = key(kind).sign(message, NAMESPACE, flags=flags, counter=counter)
    assert answers(text, message, key(kind).line) == (True, True)
    assert answers(text, message + b"\0", key(kind).line) == (False, False)
