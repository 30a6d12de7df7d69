"""What a tree knows by name: a register for each kind of thing, each name with the place that says it is there.

A register that nobody could fill says why, and what it does not cover. So "it is not there" is said only where a
register could have had it; everything else is not evaluated, and says so.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Progress = Callable[[str, int, int], None]  # of what, how many, of how many

KINDS = (
    "path",         # every file of the tree; folders are told from them
    "symbol",       # what code declares, in full: app.users.store.Store.save of Python, internal.users.Store.Save of Go
    "module",       # what code imports by: a package of the tree, of its manifests, or of a language's own library
    "table",        # users, billing.invoices; views too
    "column",       # users.email
    "flag",         # new-checkout
    "environment",  # DATABASE_URL
    "service",      # deployments, compose services, consumers of the policy
    "package",      # what manifests and lock files name
    "command",      # as it is typed: make test, npm run build, a console script, a file in bin/ by path and name
    "job",          # jobs and workflows of CI, by id and by name
    "owner",        # people, teams, machines and handles: the policy, CODEOWNERS; @acme/identity is identity as well
    "term",         # words that the glossary defines
    "external",     # names that the glossary says are somebody else's
)  # fmt: skip


class Register(NamedTuple):
    """All names of one kind, and where each is told of: `path:line`, or `path`."""

    kind: str
    names: Mapping[str, str]
    missing: str = ""  # why nobody can say what is there; "" where it can be asked
    partial: tuple[str, ...] = ()  # what it does not cover: "kotlin: 12 files are not indexed"
    covers: tuple[str, ...] = ()  # languages or dialects that it does cover, where that is a question

    def has(self, name: str) -> bool:
        return name in self.names


class Known(NamedTuple):
    """Every register of one tree."""

    where: str  # which tree, for a person: "the tree of 1a2b3c4d", "inventory.json"
    registers: Mapping[str, Register]
    mentions: Mapping[str, tuple[str, ...]] = {}  # of names somebody asked for: every `path:line` where one stands
    unsearched: tuple[str, ...] = ()  # files in which nobody looked for them, each with why
    missing: str = ""  # why there is no register at all; "" where there may be some
    headings: Mapping[str, frozenset[str]] = {}  # of pages that a way back leads to: what a link in them may lead to

    def of(self, kind: str) -> Register:
        """The register of a kind; one that says it is missing where there is none."""
        found = self.registers.get(kind)
        if found is None:
            return Register(kind, {}, self.missing or f"{self.where or 'nobody'} has no register of it")
        return found

    def lacks(self, kinds: Iterable[str]) -> str:
        """Why what stands in registers of these kinds cannot be asked; "" where each can."""
        if self.missing:
            return next((self.missing for kind in kinds if self.of(kind).missing), "")
        return "; ".join([f"{kind}: {self.of(kind).missing}" for kind in kinds if self.of(kind).missing])


NOTHING = Known("", {})
