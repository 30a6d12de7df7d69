"""`guard explain`: the page of a rule, or of an operation, from the same file the documentation shows.

With `--controls`: what a rule helps with, by the names of public frameworks.
"""

from __future__ import annotations

from guard.errors import UsageError
from guard.escape import shown
from guard.model.page import page, shipped
from guard.model.rule import RULES
from guard.model.vocabulary import TRAITS, allowed
from guard.report import write
from guard.words import meant, teach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.controls import Framework, Table

CONTROLS = "--controls"
NO_CLAIM = "A rule helps with a part of what a control asks; no claim of compliance with anything is made.\n"


def main(words: list[str]) -> int:
    """Print the page of each word, or the list of rules and operations."""
    if words and words[0] in ("-h", "--help"):
        teach(
            "usage: guard explain [RULE | OPERATION ...]\n"
            "       guard explain --controls [RULE ...]\n\n"
            "Prints what a rule means and how to mend a finding of it, such as: guard explain G101. "
            "Of an operation it prints what it does, whether it can be taken back and what must come before and after, "
            "such as: guard explain schema.column.drop; of a family the whole page: guard explain 'schema.column.*'. "
            "Without a word, lists rules and operations.\n\n"
            "Of a question, such as: guard explain G703, what settles it; how a plan, or a page in front matter, "
            "declares names that are still to be made (creates: [column:users.given_name]): guard explain G707.\n\n"
            "Operations of the house (detect: in the policy) are not known here: the policy says what they are.\n\n"
            "With --controls: which controls of OWASP, NIST, CSA and MITRE a rule helps with, and of which version; "
            "without a rule, every framework with the rules that help.\n\n"
            "exit codes: 0 printed, 2 usage, 5 it could not be written\n"
        )
        return 0
    if CONTROLS in words:
        write(_controls([word for word in words if word != CONTROLS]))
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


def _controls(words: list[str]) -> str:
    """Of each rule; without one, of every framework."""
    from guard.model.controls import table

    if not words:
        return f"{''.join([_framework(one, table()) for one in table().frameworks.values()])}{NO_CLAIM}"
    for word in words:
        if word.upper() not in RULES:
            near = meant(word, tuple(RULES))
            raise UsageError(f"{CONTROLS} takes rules, and {shown(word)!r} is none{near} (guard explain lists them)")
    return f"{''.join([_helps(word.upper(), table()) for word in words])}{NO_CLAIM}"


def _helps(rule: str, known: Table) -> str:
    """The controls that one rule helps with, framework by framework, or why there are none."""
    lines = [f"{rule}  {RULES[rule].title}"]
    controls = known.controls.get(rule, ())
    for id_ in dict.fromkeys([control.framework for control in controls]):
        framework = known.frameworks[id_]
        lines += ["", f"  {framework.title}, {framework.version}"]
        lines += [f"    {one.id:<14}  {one.title}" for one in controls if one.framework == id_]
    if not controls:
        lines += ["", f"  none: {known.none.get(rule, 'nobody looked yet')}"]
    return "\n".join([*lines, "", ""])


def _framework(framework: Framework, known: Table) -> str:
    """Each control that is named here, with the rules that help with it."""
    lines = [f"{framework.title}, {framework.version}", f"  {framework.url}", ""]
    for id_, title in framework.controls.items():
        helping = [rule for rule, found in known.controls.items() if (framework.id, id_) in [one[:2] for one in found]]
        lines += [f"  {id_:<14}  {title}", f"  {'':<14}  {' '.join(helping)}"]
    return "\n".join([*lines, "", ""])


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
