"""`guard log verify`: every link and every signature of the log looked at again, whatever was found before."""

from __future__ import annotations

from hashlib import sha256

from guard.acts.words import seen, short
from guard.commands._data import dumped
from guard.commands.log._looking import opened, options
from guard.doors.log import chain
from guard.folding import folded
from guard.model.log import Void
from guard.model.log import words as words_of
from guard.model.rule import RULES
from guard.model.verdict import EXIT_CODES
from guard.records.branch import branch_of
from guard.records.replaying import kept
from guard.report import columns, write
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.log import Log
    from guard.records.replaying import Kept

COMMAND = "guard log verify"
DESCRIPTION = (
    "Read the whole log again, believing nothing that was found before: every link of the chain, every signature, who\n"
    "was listed when it was made, whether each record is the one that was signed. Tells the first entry, which the\n"
    "policy can name (log:) so that a log that was deleted and begun anew is found in any clone.\n"
)
EPILOG = (
    "examples:\n"
    "  guard log verify\n"
    "  guard log verify --server             on a server, in the folder that is pushed to\n"
    "  guard log verify --format json        for programs: guard schema verify\n\n"
    "exit codes: 0 every entry counts, 1 some count for nothing, 2 usage, 5 the log cannot be read\n"
)


def parser() -> Words:
    """The options of `guard log verify`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    options(words, server=True)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Read all of it, and tell."""
    asked = parser().parse_args(words)
    with opened(asked, COMMAND) as (repository, trigger, _):
        branch = branch_of(repository, trigger)
        log = _with_records(branch.log, kept(repository, branch))
        data = _data(repository, log, branch.trusted.policy.log)
    write(dumped(data) if asked.format == "json" else _text(data, log))
    return EXIT_CODES["violation"] if log.void else 0


def _with_records(log: Log, records: list[Kept]) -> Log:
    """The same where a record that is not the one that was signed counts for nothing: nobody can replay it."""
    why = "its record.json is not the one that was signed"
    odd = [one.entry for one in records if f"sha256:{sha256(one.text).hexdigest()}" != one.digest]
    void = [Void(one.id, one.commit, "G530", why, words_of(one.act)) for one in odd]
    counting = tuple([entry for entry in log.entries if entry not in odd]) if odd else log.entries
    return log._replace(entries=counting, void=(*log.void, *void))


def _data(repository: Repository, log: Log, pinned: str | None) -> dict[str, object]:
    first = chain.first(repository, log.tip).decode() if log.tip else None
    return {
        "schema_version": 1,
        "missing": log.missing or None,
        "entries": len(log.entries) + len(log.void),
        "counting": len(log.entries),
        "tip": log.tip.decode() or None,
        "first": first,
        "pinned": first is not None and pinned == first,
        "ahead": log.ahead.decode() or None,
        "void": [{"entry": one.id, "rule": one.rule, "why": one.why, "words": one.words} for one in log.void],
    }


def _text(data: dict[str, object], log: Log) -> str:
    if log.missing:
        return f"guard: {log.missing}\n"
    entries = "1 entry" if data["entries"] == 1 else f"{data['entries']:,} entries"
    lines = [f"guard: {entries} verified, {data['counting']:,} {'counts' if data['counting'] == 1 else 'count'}"]
    lines += [f"  tip    {data['tip']}", f"  first  {data['first']}"]
    counts = any([entry.commit.decode() == data["first"] for entry in log.entries])
    if counts and not data["pinned"]:  # a log that nobody began who is listed is no log to hold on to
        lines.append(f"         the policy does not name it yet: log: {data['first']}")
    if log.ahead:
        lines.append(
            f"  ahead  it records {log.ahead[:12].decode()}, which the trusted branch here does not hold: git fetch"
        )
    by_rule: dict[str, list[Void]] = {}
    for one in log.void:
        by_rule.setdefault(one.rule, []).append(one)
    for rule, some in sorted(by_rule.items()):
        lines += ["", f"  {rule} {RULES[rule].title}: {len(some):,}  (guard explain {rule})"]
        lines += [f"      {short(one.id)}  {seen(one.words)}: {seen(one.why)}" for one in some]
    return "\n".join([part for one in lines for part in folded(one, columns())]) + "\n"
