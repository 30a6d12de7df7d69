"""What the cases of a signed log keep; `.venv/bin/python -m tests.conformance_requests` writes it anew.

Read what changed. Keys are those of tests/signing.py. A request is what guard asks somebody to sign in the repository
that a case builds; the signatures of a security key are of a device that is only stood in for.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.conformance_cases import BESIDE, Case, load_cases
from tests.conformance_workshop import Workshop
from tests.signing import Key, key

NAMES = ("dana", "kim", "omar", "bot", "deploy")
SAME = 2  # lines of a private key that log.sh knows: they are the same in all of them
SAID = re.compile(r"^signed ([a-z-]+) ", re.M)
KEYS, REQUESTS = BESIDE
TOUCHED = "kim-approves-work"


def keys() -> dict[str, bytes]:
    """The files of keys/: what is each one's own of a private key, and its public line."""
    found = {"kim-on-a-device.pub": _line(key("sk-ed25519", "kim"))}
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            lines = key("ed25519", name).file(Path(folder)).read_bytes().splitlines(keepends=True)
            found |= {name: b"".join(lines[SAME:-1]), f"{name}.pub": _line(key("ed25519", name))}
    return found


def _line(of: Key) -> bytes:
    return f"{of.line}\n".encode()


def touches(request: bytes) -> dict[str, bytes]:
    """Signatures over a request by a device: touched, not touched, and with the flag written over afterwards."""
    made = key("sk-ed25519", "kim").written(request, "guard-approval-v1", flags=0)
    over = made._replace(signature=made.signature[:-5] + b"\x01" + made.signature[-4:])
    touched = key("sk-ed25519", "kim").sign(request, "guard-approval-v1")
    told = {"touched": touched, "untouched": made.armored(), "flag-written-over": over.armored()}
    return {f"{TOUCHED}.{name}.sig": signature for name, signature in told.items()}


def asking() -> list[Case]:
    """Every case whose script has guard ask for something, those first that ask before anything is kept."""
    found = [case for case in load_cases() if SAID.search((case.folder / "build.sh").read_text(encoding="utf-8"))]
    return sorted(found, key=lambda case: not case.name.startswith("control-"))


def asked(case: Case, folder: Path) -> dict[str, bytes]:
    """What guard asks for while the case is built, each signed by ssh-keygen and taken in by guard."""
    anew = folder / "anew"
    anew.mkdir()
    Workshop(folder, (case.name,), {"ANEW": str(anew), "STARTED": ""}).fresh(case, keeps=False)
    return {path.name: path.read_bytes() for path in anew.iterdir() if path.suffix == ".json"}


def update() -> None:
    """Write keys, requests and the signatures of the device."""
    found = {KEYS / name: content for name, content in keys().items()}
    for path, content in found.items():
        path.write_bytes(content)
    for case in asking():
        with tempfile.TemporaryDirectory() as folder:
            for name, content in asked(case, Path(folder)).items():
                found[REQUESTS / name] = content
                (REQUESTS / name).write_bytes(content)
    found |= {REQUESTS / name: content for name, content in touches(found[REQUESTS / f"{TOUCHED}.json"]).items()}
    for path, content in found.items():
        path.write_bytes(content)
    for path in {*KEYS.iterdir(), *REQUESTS.iterdir()} - found.keys():
        path.unlink()


if __name__ == "__main__":
    update()
