"""A request for programs: what somebody is about to sign, in full, or why nobody signs it."""

from __future__ import annotations

from guard import __version__
from guard.acts import words
from guard.commands._data import dumped
from guard.report import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.proposal import Proposal
    from guard.model.verdict import Verdict

SCHEMA_VERSION = 1


def tell(made: Proposal, file: str, sign: str) -> None:
    """All that a person reads, the exact bytes, and the command that signs them here: `file` and `sign` are words."""
    said = {
        "title": words.seen(made.title),
        "lines": [{"label": label, "words": words.seen(told)} for label, told in made.lines],
        "payload": made.payload,
        "bytes": made.bytes.decode(),
        "id": made.id,
        "digest": made.typed,
        "typed": words.short(made.typed),
        "presence": made.presence or None,
        "by": made.payload["by"],
        "namespace": made.namespace,
        "file": file,
        "sign": sign,
        "expires": made.payload.get("expires"),
    }
    write(dumped({**_head(made.payload["act"]), **said}))


def refuse(act: str, verdict: Verdict) -> None:
    """Each thing that speaks against it, and who does what about it."""
    told = [
        {
            "rule": one.rule,
            "what": one.what,
            "why": one.why,
            "next": [{"who": step.who, "run": step.words()} for step in one.next],
        }
        for one in verdict.findings
    ]
    write(dumped({**_head(act), "refused": told, "exit_code": verdict.exit_code}))


def _head(act: str) -> dict[str, object]:
    return {"schema_version": SCHEMA_VERSION, "guard": __version__, "act": act}
