"""An act before it is signed: the payload, and all that is said about it to whoever is to sign it."""

from __future__ import annotations

from guard.digest import canonical_json, digest, tag
from guard.trust.entries import VERSION
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from guard.model.finding import Finding
    from guard.model.world import State

    Lines = tuple[tuple[str, str], ...]  # a label, and words


class Proposal(NamedTuple):
    """What somebody is about to sign."""

    payload: dict[str, Any]
    title: str  # what it is, in a few words
    lines: Lines  # what it says, what it is about, what it opens and what it does not
    presence: str  # "touch" or "pin" where the policy wants proof that somebody was there
    again: str  # the command that comes back with a signature made elsewhere, less its --signed FILE
    typed: str  # the digest that is typed, in part, by whoever has read all that
    after: Mapping[str, State] | None = None  # where every phase stands then; None where none is moved
    of: str = ""  # the plan it is about, where it is about one
    lands: str = ""  # the revision that brings what is approved; "" where that stands already

    @property
    def bytes(self) -> bytes:
        """Exactly what is signed."""
        return signed_bytes(self.payload)

    @property
    def namespace(self) -> str:
        return namespace(self.payload)

    @property
    def id(self) -> str:
        return id_of(self.payload)


class Against(NamedTuple):
    """What speaks against an act: it is not signed."""

    findings: tuple[Finding, ...]


def payload_of(act: str, repository: str, by: str, at: int, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is signed: what every act says, and what this one says beside it."""
    return {"schema_version": VERSION, "act": act, "repository": repository, "by": by, "at": at, **said}


def id_of(payload: dict[str, Any]) -> str:
    """What the entry will be called: the digest of what is signed."""
    return digest(payload["act"], payload)


def signed_bytes(payload: dict[str, Any]) -> bytes:
    """The canonical JSON of a payload; its kind is what the namespace says."""
    return canonical_json(payload)


def namespace(payload: dict[str, Any]) -> str:
    """One for each act, so that none can stand for another."""
    return tag(payload["act"])
