"""`guard explain`: the page of a rule, from the same file the documentation shows."""

from __future__ import annotations

import os

from guard.commands._words import teach
from guard.errors import UsageError
from guard.escape import shown
from guard.model.rule import RULES
from guard.report import write


def main(words: list[str]) -> int:
    """Print one page, or the list of rules."""
    if words and words[0] in ("-h", "--help"):
        teach(
            "usage: guard explain [RULE ...]\n\n"
            "Prints what a rule means and how to mend a finding of it, such as: guard explain G101. "
            "Without a rule, lists them all.\n\n"
            "exit codes: 0 printed, 2 usage, 5 it could not be written\n"
        )
        return 0
    if not words:
        write(
            "".join(
                f"{rule.id}  {rule.outcome:<16}  blocks {rule.blocks:<8}  {rule.title}\n" for rule in RULES.values()
            )
        )
        return 0
    unknown = [word for word in words if word.upper() not in RULES]
    if unknown:
        raise UsageError(f"no rule {shown(unknown[0])!r} (guard explain lists them)")
    write("".join(page(word.upper()) for word in words))
    return 0


def page(rule: str) -> str:
    """The text of docs/rules/<id>.md, which an installed guard carries as guard/rules."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    shipped, checkout = os.path.join(package, "rules"), os.path.join(os.path.dirname(package), "docs", "rules")
    with open(os.path.join(shipped if os.path.isdir(shipped) else checkout, f"{rule}.md"), encoding="utf-8") as file:
        return file.read()
