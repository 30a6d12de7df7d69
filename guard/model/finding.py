"""A finding: one statement of one rule about one place, and what to do next."""

from __future__ import annotations

from guard.escape import shell_word
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.rule import Blocks, Outcome

MEANING = frozenset(b"*?[\\")  # what git reads as a pattern in a path given on the command line


class Next(NamedTuple):
    """One step: who takes it, and the command (or the sentence) that is it; `path` is what the command is run on."""

    who: str
    run: str
    path: bytes | None = None

    def words(self) -> str:
        """The whole step, the path quoted for a shell."""
        return self.run if self.path is None else on_paths(self.run, [self.path])


def on_paths(run: str, paths: list[bytes]) -> str:
    """A command on paths, each one word of a shell and taken as it stands: to git `*` and a leading `:` mean more."""
    if any(path.startswith(b":") or not MEANING.isdisjoint(path) for path in paths):
        run = run.replace("git restore", "git --literal-pathspecs restore")
    return f"{run} -- {' '.join(shell_word(path) for path in paths)}"


class Finding(NamedTuple):
    """Never raised, never dropped: a check yields it, the verdict weighs it, a format shows it."""

    rule: str
    outcome: Outcome
    blocks: Blocks
    what: str
    why: str
    next: tuple[Next, ...]
    path: bytes | None
    line: int | None
    commit: bytes  # the commit it is about, b"" for the landing or the staged change
    fingerprint: str = ""  # of a question, by which a person may accept it (guard.model.question)
    settled: str = ""  # who settled it and how; then it blocks nothing, and stays to be seen


def finding(
    rule: str,
    what: str,
    why: str,
    next: tuple[Next, ...],  # noqa: A002  the design's word for it
    path: bytes | None = None,
    line: int | None = None,
    commit: bytes = b"",
) -> Finding:
    """A finding of this rule, as bad as the rule says."""
    from guard.model.rule import RULES  # a change set of which there is nothing to say waits for no table

    known = RULES[rule]
    return Finding(rule, known.outcome, known.blocks, what, why, next, path, line, commit)


def settled(found: Finding, by: str) -> Finding:
    """The same once a person has settled it: it stays to be seen, and blocks nothing."""
    return found._replace(blocks="nothing", settled=by)
