"""`guard schema NAME`: the JSON Schema of a document, as published, for editors and for whoever reads reports."""

from __future__ import annotations

from guard.errors import UsageError
from guard.report import write
from guard.schema import schema_text

NAMES = (
    *("policy", "plan", "manifest"),
    *("report", "landings", "lint"),
    *("log-approval", "log-evidence", "log-revocation", "log-landing"),
)


def main(words: list[str]) -> int:
    """Print one schema."""
    if words and words[0] in ("-h", "--help"):
        write(
            f"usage: guard schema {{{','.join(NAMES)}}}\n\n"
            "Prints the JSON Schema (draft 2020-12) of that document. "
            "An editor uses it when the first line of the file\n"
            "says: # yaml-language-server: $schema=PATH\n"
        )
        return 0
    if len(words) != 1 or words[0] not in NAMES:
        raise UsageError(f"guard schema takes one of: {', '.join(NAMES)}")
    write(schema_text(words[0]))
    return 0
