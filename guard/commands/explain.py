"""`guard explain`: the page of a rule, or of an operation, from the same file the documentation shows."""

from __future__ import annotations

from guard.errors import UsageError
from guard.escape import shown
from guard.model.page import page, shipped
from guard.model.rule import RULES
from guard.model.vocabulary import TRAITS, allowed
from guard.report import write
from guard.words import meant, teach


def main(words: list[str]) -> int:
    """Print the page of each word, or the list of rules and operations."""
    if words and words[0] in ("-h", "--help"):
        teach(
            "usage: guard explain [RULE | OPERATION ...]\n\n"
            "Prints what a rule means and how to mend a finding of it, such as: guard explain G101. "
            "Of an operation it prints what it does, whether it can be taken back and what must come before and after, "
            "such as: guard explain schema.column.drop; of a family the whole page: guard explain 'schema.column.*'. "
            "Without a word, lists rules and operations.\n\n"
            "Of a question, such as: guard explain G703, what settles it; how a plan, or a page in front matter, "
            "declares names that are still to be made (creates: [column:users.given_name]): guard explain G707.\n\n"
            "Operations of the house (detect: in the policy) are not known here: the policy says what they are.\n\n"
            "exit codes: 0 printed, 2 usage, 5 it could not be written\n"
        )
        return 0
    write("".join([_told(word) for word in words]) if words else _list())
    return 0


def _told(word: str) -> str:
    """A rule in any case, an operation, a family or a pattern over operations."""
    if word.upper() in RULES:
        return page(word.upper())
    if word in TRAITS:
        return section(word)
    pattern = word if word.endswith("*") else f"{word}.*"
    family = pattern[:-2]
    if family in families():
        return shipped("vocabulary", "operations", f"{family}.md")
    if covered := allowed(pattern):
        return "".join([_line(id_) for id_ in covered])
    near = meant(word, (*RULES, *TRAITS, *families()))
    raise UsageError(f"no rule and no operation {shown(word)!r}{near} (guard explain lists them)")


def _list() -> str:
    rules = [f"{rule.id}  {rule.outcome:<16}  blocks {rule.blocks:<8}  {rule.title}\n" for rule in RULES.values()]
    rows = {f"{family}.*": " ".join([id_.rpartition(".")[2] for id_ in ids]) for family, ids in families().items()}
    wide = max(map(len, rows))
    return "".join([*rules, "\n", *(f"{family:<{wide}}  {leaves}\n" for family, leaves in rows.items())])


def families() -> dict[str, list[str]]:
    """Every family, which is all but the last word of an id, with its ids."""
    rows: dict[str, list[str]] = {}
    for id_ in TRAITS:
        rows.setdefault(id_.rpartition(".")[0], []).append(id_)
    return rows


def section(operation: str) -> str:
    """The part of docs/operations/<family>.md that tells of one operation."""
    text = shipped("vocabulary", "operations", f"{operation.rpartition('.')[0]}.md")
    _, _, after = text.partition(f"\n## {operation}\n")
    return f"## {operation}\n{after.partition(f'{chr(10)}## ')[0].rstrip()}\n"


def _line(operation: str) -> str:
    """An operation and the sentence that says what it is."""
    return f"{operation:<28}  {' '.join(section(operation).split(chr(10) * 2)[1].split())}\n"
