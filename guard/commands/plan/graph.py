"""`guard plan graph`: the phases of a plan in order, what each waits for, and where it stops; text or Mermaid."""

from __future__ import annotations

from guard import drawing
from guard.commands.plan import findings
from guard.commands.plan.named import NAMED, circles, document_named, opened, others, refuse
from guard.errors import UsageError
from guard.model.kind import PLAN
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.report import write
from guard.words import Words

DESCRIPTION = (
    "Draw a plan: its phases in the order they may come, what each waits for, when it may run, what it does, and\n"
    "where a person must say yes. Phases of other plans stand in it where one waits for the other.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan graph split-name\n"
    "  guard plan graph ../drafts/split-name.yaml      a file, before it stands among the plans\n"
    "  guard plan graph split-name --format mermaid    for a page: a hexagon is a stop, dots lead to another plan\n\n"
    "exit codes: 0 drawn, 1 the plan has faults or its phases stand in a circle, 2 usage,\n"
    "5 there is no policy, or a document cannot be read\n"
)


def parser() -> Words:
    """The options of `guard plan graph`."""
    words = Words("guard plan graph", DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME|FILE", help=NAMED)
    words.add_argument("--root", metavar="DIR", help="the top of the repository; else that of the current folder")
    words.add_argument("--format", choices=("text", "mermaid"), default="text", help="how to draw it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Draw one plan."""
    asked = parser().parse_args(words)
    folder = opened("guard plan graph", asked.root)
    file = document_named(folder, asked.name, "guard plan graph")
    if file.kind != PLAN.name:
        raise UsageError(f"{file.where} is no plan: only a plan has phases to draw (guard plan graph --help)")
    if not isinstance(file.value, Plan):
        return refuse(findings.faults(file))
    beside = others(folder, file.value)
    wrong = circles(file, file.value, beside)
    if wrong:
        return refuse(wrong)
    policy = folder.policy.value if isinstance(folder.policy.value, Policy) else None
    draw = drawing.as_mermaid if asked.format == "mermaid" else drawing.as_text
    write(draw(file.value, beside, policy))
    return 0
