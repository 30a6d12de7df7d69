"""`guard log show`: every entry of the log in its order, or one of them whole."""

from __future__ import annotations

import json

from guard.acts.proposal import namespace
from guard.acts.words import fingerprint, short
from guard.commands._data import dumped
from guard.commands.log._looking import looking, named, options
from guard.commands.log._rows import as_data, line, rows
from guard.errors import UsageError
from guard.escape import shown
from guard.folding import folded
from guard.grammar import Wrong
from guard.grammar.sshsig import parsed, presence
from guard.report import columns, write
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.commands.log._looking import Looking
    from guard.commands.log._rows import Row

COMMAND = "guard log show"
DESCRIPTION = (
    "Show the log: every entry in its order, by whom and when, whether it counts, and what strikes it out. With ENTRY\n"
    "one of them whole: what was signed, by which key, and of a record of a landing what it says.\n"
)
EPILOG = (
    "examples:\n"
    "  guard log show                    all of it\n"
    "  guard log show 9f2c4a1b           one entry, by the first digits of its id\n"
    "  guard log show --server           on a server, in the folder that is pushed to\n"
    "  guard log show --format json      for programs: guard schema log\n\n"
    "exit codes: 0 shown, 2 usage, 5 the log cannot be read\n"
)


def parser() -> Words:
    """The options of `guard log show`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("entry", metavar="ENTRY", nargs="?", help="the id of an entry, or its first 8 digits at least")
    options(words, server=True)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Look and tell."""
    asked = parser().parse_args(words)
    with looking(asked, COMMAND) as here:
        every = rows(here.branch)
        if asked.entry is not None:
            row = _chosen(asked.entry, every)
            whole = _whole(here, row)
            told = dumped(whole) if asked.format == "json" else _entry(whole, row)
        else:
            told = dumped(_listed(here, every)) if asked.format == "json" else _list(here, every)
    write(told)
    return 0


def _chosen(word: str, every: list[Row]) -> Row:
    found = named(word, [row.id for row in every], COMMAND)
    if found is None:
        raise UsageError(f"no entry '{shown(word)}': guard log show lists them ({COMMAND} --help)")
    return next(row for row in every if row.id == found)


def _list(here: Looking, every: list[Row]) -> str:
    log = here.branch.log
    if log.missing:
        return f"guard: {log.missing}\n"
    void = f", {len(log.void):,} of them void" if log.void else ""
    head = f"guard: {_entries(len(every))} of the log at {log.tip[:12].decode()}{void}"
    lines = [head, *[f"  {line(row)}" for row in every]]
    return "\n".join([part for one in lines for part in folded(one, columns())]) + "\n"


def _entries(count: int) -> str:
    return f"{count:,} entr{'y' if count == 1 else 'ies'}"


def _listed(here: Looking, every: list[Row]) -> dict[str, object]:
    log = here.branch.log
    return {
        "schema_version": 1,
        "trusted": {"ref": here.branch.trusted.ref, "commit": here.branch.trusted.oid.decode()},
        "tip": log.tip.decode() or None,
        "missing": log.missing or None,
        "entries": [as_data(row) for row in every],
    }


def _whole(here: Looking, row: Row) -> dict[str, Any]:
    """One entry with what was signed, and how it is signed."""
    signed: dict[str, object] = {"namespace": namespace(row.payload), "key": "", "fingerprint": ""}
    try:
        signature = parsed(row.link.signature)
        signed |= {"key": signature.key, "fingerprint": fingerprint(signature.key), "presence": presence(signature)}
    except Wrong as wrong:
        signed["fault"] = str(wrong)
    told = {"schema_version": 1, **as_data(row), "payload": row.payload, "signature": signed}
    return told | ({"record": _record(here, row)} if row.link.record else {})


def _record(here: Looking, row: Row) -> dict[str, object]:
    """The record beside it, in short: guard log replay reads it whole."""
    text = here.repository.objects.content(row.link.record, b"blob")
    told: dict[str, object] = {"blob": row.link.record.decode(), "bytes": len(text)}
    try:
        record = json.loads(text)
        outcome = record["outcome"]
        findings = outcome["findings"]
        return told | {
            "paths": record["judged"]["paths"],
            "now": record["now"],
            "plan": outcome["plan"],
            "phase": outcome["phase"],
            "findings": [one["rule"] for one in findings] if isinstance(findings, list) else findings["count"],
        }
    except (ValueError, TypeError, KeyError):
        return told | {"fault": "it cannot be read"}


def _entry(whole: dict[str, Any], row: Row) -> str:
    head = [f"guard: entry {row.id}", f"  {line(row)}", "", "signed:"]
    head += [f"  {one}" for one in json.dumps(row.payload, indent=2, sort_keys=True).split("\n")]
    signature = whole["signature"]
    by = f"{signature['fingerprint']}  ({signature['key'].partition(' ')[0]})" if signature["key"] else "no key"
    seen = signature.get("presence")
    lines = [
        *head,
        "",
        f"by     {by}" + (f", {seen}" if seen else ""),
        f"commit {row.link.commit.decode()} of guard-log",
    ]
    if "record" in whole:
        lines += ["", "record:"]
        lines += [f"  {one}" for one in json.dumps(whole["record"], indent=2, sort_keys=True).split("\n")]
        lines += ["", f"next   you: guard log replay {short(row.id)}"]
    return "\n".join(lines) + "\n"
