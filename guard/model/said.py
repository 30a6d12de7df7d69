"""What the log says, each entry found by what it is about: sixty phases are asked of ten thousand entries.

The entries themselves in their order, as a tuple: whoever adds to it or changes one makes another, and finds anew.
"""

from __future__ import annotations

from guard.model.log import Approval, Entry, Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    About = tuple[str, str]  # what kind of thing is approved, and which


class Said(tuple[Entry, ...]):
    """The standing entries, and the places of those about one thing. Nothing is looked for before somebody asks."""

    _found: _Found | None = None

    @classmethod
    def by(cls, entries: Iterable[Entry]) -> Said:
        """These entries; what has been found in them already is kept."""
        return entries if isinstance(entries, Said) else cls(entries)

    def approvals(self, abouts: Iterable[About]) -> list[Entry]:
        """Those that stand about any of these, in their order; a landing goes by its digest, a policy by no name."""
        found = self._rows().approvals
        return [self[at] for at in sorted({at for about in abouts for at in found.get(about, ())})]

    def evidence(self, node: str, env: str = "") -> list[tuple[int, Entry]]:
        """What is said of a phase, and every deployment in an environment where one is named; each with its place."""
        found = self._rows()
        own, deployed = found.evidence.get(node, ()), found.deployed.get(env, ())
        return [(at, self[at]) for at in (sorted({*own, *deployed}) if deployed else own)]

    def signed(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """The keys somebody signed with, and the teams they spoke for then."""
        found = self._rows()
        keys = frozenset([key for by, key in found.keys if by == name])
        return keys, frozenset(found.teams.get(name, ()))

    def keys(self) -> Iterable[tuple[str, str]]:
        """Every name with each key it signed with, once."""
        return self._rows().keys

    def _rows(self) -> _Found:
        if self._found is None:
            self._found = _Found(self)
        return self._found


class _Found:
    """Places of entries, in order, by what they are about; and who signed with what."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.approvals: dict[About, list[int]] = {}
        self.evidence: dict[str, list[int]] = {}  # by phase
        self.deployed: dict[str, list[int]] = {}  # by environment
        self.keys: dict[tuple[str, str], None] = {}
        self.teams: dict[str, set[str]] = {}
        for at, entry in enumerate(entries):
            act = entry.act
            if entry.key:
                self.keys[act.by, entry.key] = None
                self.teams.setdefault(act.by, set()).update(entry.teams)
            if isinstance(act, Approval) and not entry.struck:
                self.approvals.setdefault(_about(act), []).append(at)
            elif isinstance(act, Evidence):
                self.evidence.setdefault(f"{act.plan}/{act.phase}", []).append(at)
                if act.fact == "deployed":
                    self.deployed.setdefault(act.env, []).append(at)


def _about(act: Approval) -> About:
    return act.of, act.digest if act.of == "landing" else "" if act.of == "policy" else act.name
