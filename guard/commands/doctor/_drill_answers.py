"""What came of a drill: of each thing that was tried, what every door answered."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.doctor._drill_doors import Hooks
    from guard.model.verdict import Verdict
    from guard.trust import Trusted


class Heard(NamedTuple):
    """What a door answered: whether it let the change through, and the rules it named."""

    refused: bool
    rules: tuple[str, ...]
    answer: str

    def words(self, less: Heard | None = None) -> str:
        """As the table has it, less the rules that it names of any change."""
        return " ".join([self.answer, *[rule for rule in self.rules if less is None or rule not in less.rules]])


class Drilled(NamedTuple):
    """One thing that was tried: what the hooks said of it and of its push, the merge door, and the server."""

    what: str
    commit: Heard
    push: Heard
    verdict: Verdict
    server: Heard | None  # None where guard judges on no server that is known here

    def broken(self) -> frozenset[str]:
        """The rules that it breaks, by what blocks the merge."""
        found = [one for one in self.verdict.findings if one.outcome == "violation" and one.blocks != "nothing"]
        return frozenset([one.rule for one in found])

    def stopped(self) -> tuple[str, ...]:
        """The rules for which it may not be committed or merged, a yes that is missing among them."""
        return tuple(sorted({found.rule for found in self.verdict.findings if found.blocks in ("commit", "merge")}))


def caught(one: Drilled, control: Drilled) -> bool:
    """It breaks what the change in scope does not, and neither merge door lets it through."""
    if one.verdict.may_merge or not one.broken() - control.broken():
        return False
    if one.server is None or control.server is None:
        return True
    return one.server.refused and not set(one.server.rules) <= set(control.server.rules)


class Table(NamedTuple):
    """All that is told of a drill."""

    trusted: Trusted
    put: tuple[str, ...]  # hooks of guard that ran
    here: Hooks
    control: Drilled
    tried: tuple[Drilled, ...]

    def caught(self) -> int:
        """How many of them."""
        return len([one for one in self.tried if caught(one, self.control)])

    def exit_code(self) -> int:
        """0 where each is caught, and stopped."""
        return 0 if self.caught() == len(self.tried) and not self.trusted.policy.shadow else 1
