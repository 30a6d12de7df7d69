"""`guard schema NAME`: the JSON Schema of a document, as published, for editors and for whoever reads reports."""

from __future__ import annotations

from guard.errors import UsageError
from guard.escape import shown
from guard.report import write
from guard.schema import schema_text
from guard.words import meant, teach

NAMES = (
    *("policy", "plan", "manifest"),
    *("report", "statement", "landings", "operations", "lint", "show", "sites", "next", "status", "why"),
    *("doctor", "drill"),
    "answer",
    *("log-approval", "log-evidence", "log-revocation", "log-landing"),
    "request",
    *("log", "verify", "record", "replay", "bundle"),
    *("gate", "receipt", "gate-verify"),
    *("questions", "waiting", "waiting-one", "triage", "inventory"),
    *("evaluation", "expected"),
)
HELP = f"""\
usage: guard schema NAME

Prints the JSON Schema (draft 2020-12) of a document: {", ".join(NAMES)}.

An editor uses it when the first line of the file says: # yaml-language-server: $schema=PATH

examples:
  guard schema plan > .guard/schemas/plan.schema.json    renews the copy that guard plan new put there
  guard schema report

exit codes: 0 printed, 2 usage, 5 it could not be written
"""


def main(words: list[str]) -> int:
    """Print one schema."""
    if words and words[0] in ("-h", "--help"):
        teach(HELP)
        return 0
    if len(words) != 1:
        raise UsageError(f"guard schema takes one of: {', '.join(NAMES)} (guard schema --help)")
    if words[0] not in NAMES:
        known = meant(words[0], NAMES) or f"; there are {', '.join(NAMES)}"
        raise UsageError(f"no schema '{shown(words[0])}'{known} (guard schema --help)")
    write(schema_text(words[0]))
    return 0
