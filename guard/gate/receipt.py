"""The receipt: a short-lived paper that says what may run, where, at which commit and until when; one file of one form.

`{"receipt": {...}, "signature": "..."}` as canonical JSON on one line. What is signed is the canonical JSON of the
receipt alone, in namespace guard-receipt-v1; there is no other spelling of it, so no byte of the file may change.
"""

from __future__ import annotations

from guard import __version__
from guard.digest import canonical_json, digest, tag
from guard.gate import times
from guard.grammar import Wrong
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.gate.judging import Judged

    Payload = dict[str, Any]

VERSION = 1
USUAL, LONGEST = 10 * 60, 60 * 60  # seconds that a receipt counts, and the most that any does
AHEAD = 60  # seconds that the clock of whoever signed may be ahead of that of whoever verifies
LARGEST = 64 << 10  # bytes of a file
NAMESPACE = tag("receipt")
_KEYS = ("receipt", "signature")


class Receipt(NamedTuple):
    """One that was read: what it says, the bytes that are signed, and the signature, "" where there is none."""

    payload: Payload
    text: bytes
    signature: bytes


class Until(NamedTuple):
    """When a receipt is over, and what ends it; "" where that is its own length."""

    at: int
    why: str


def until(judged: Judged, most: int) -> Until:
    """Never longer than anything it rests on: the window, and each approval."""
    assert judged.here is not None
    now = judged.here.now
    ends = [Until(now + most, "")]
    if judged.lasts:
        ends.append(Until(judged.lasts, "an approval expires"))
    ends.append(Until(times.shuts(judged.here.phase.windows, now, now + most), "the window shuts"))
    return min(ends, key=lambda one: one.at)


def payload(judged: Judged, over: Until, by: str, nonce: str) -> Payload:
    """All that it says. Who signs it stands in it; without a key nobody does."""
    ground, here, asked = judged.ground, judged.here, judged.asked
    assert ground is not None
    assert here is not None
    said = {
        "schema_version": VERSION,
        "kind": "receipt",
        "repository": ground.policy.id,
        "plan": asked.plan,
        "phase": asked.phase,
        "digest": ground.replay.world.digests.get(here.node, ""),
        "env": asked.env,
        "service": asked.service,
        "commit": here.at.decode(),
        "trusted": ground.replay.at.decode(),
        "policy": {"version": ground.policy.version, "digest": digest("policy", ground.policy.data)},
        "log": ground.log.tip.decode(),
        "entries": list(judged.entries),
        "issued": here.now,
        "expires": over.at,
        "nonce": nonce,
        "guard": __version__,
        "by": by,
    }
    return {key: value for key, value in said.items() if value != ""}


def signed_bytes(said: Payload) -> bytes:
    """Exactly what is signed."""
    return canonical_json(said)


def written(said: Payload, signature: bytes = b"") -> bytes:
    """The file: one line."""
    whole = {"receipt": said, **({"signature": signature.decode("ascii")} if signature else {})}
    return canonical_json(whole) + b"\n"


def read(text: bytes) -> Receipt:
    """What a file says, where it is one of these to the byte; else Wrong, with why."""
    import json

    from guard.schema.fits import fits

    if len(text) > LARGEST:
        raise Wrong(f"a receipt has at most {LARGEST >> 10} KiB")
    try:
        whole = json.loads(text.decode())
        plain = canonical_json(whole) + b"\n"
    except (ValueError, TypeError, RecursionError):
        raise Wrong("it is no JSON in UTF-8, of whole numbers and text") from None
    if plain != text:
        raise Wrong("it is not in the one form of a receipt: sorted keys, no blanks, and one line feed at its end")
    if not isinstance(whole, dict) or "receipt" not in whole or not whole.keys() <= set(_KEYS):
        raise Wrong("it holds something else than a receipt and its signature")
    said, signature = whole["receipt"], whole.get("signature", "")
    if not fits("receipt")(said):
        from guard.schema import validate_data

        raise Wrong(f"it does not fit the schema receipt: {'; '.join(validate_data('receipt', said)[:3])}")
    if not isinstance(signature, str) or not signature.isascii() or ("signature" in whole and not signature):
        raise Wrong("its signature is no text as ssh-keygen writes it")
    return Receipt(said, signed_bytes(said), signature.encode())
