"""`guard questions`: what the deterministic rules ask about a plan, in any prose, with or without a policy."""

from __future__ import annotations

from guard import __version__
from guard.commands._data import dumped
from guard.commands._halves import Halves
from guard.commands._paper import paper_options, subject
from guard.errors import GuardError
from guard.escape import seen, shown
from guard.folding import folded
from guard.model.doubt import questions
from guard.model.rule import RULES
from guard.model.verdict import not_judged
from guard.prose.compiled import keep
from guard.report import columns, deliver, hand_over
from guard.value import NamedTuple
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.commands._paper import Subject
    from guard.model.doubt import Doubt, Examined, Unasked
    from guard.model.question import Question

COMMAND = "guard questions"
DESCRIPTION = (
    "Say what a plan leaves to guess: names that the repository does not have, guesses where it says what happens,\n"
    "numbers that do not agree, claims that nothing checks, steps without a way back, owners nobody knows.\n\n"
    "NAME is a page (FILE.md, or - for standard input) or the id of a plan. No model is asked, no policy is needed.\n"
    "With --landing it is what a commit would land under the plan NAME, line by line, as the merge door will ask.\n"
    "What could not be asked, and why, stands at the end: a rule that is silent and not listed there was asked.\n\n"
    "Names that are still to be made are declared: in a plan under creates of a phase, in a page at its very top:\n\n"
    "  ---\n"
    "  creates: [column:users.given_name, path:db/migrations/0043_names.sql, flag:names-v2]\n"
    "  ---\n"
)
EPILOG = (
    "examples:\n"
    "  guard questions docs/migration.md                    against the tree of the trusted branch, or of HEAD\n"
    "  guard questions split-name                           a plan as it stands here, with its narrative\n"
    "  guard questions plan.md --inventory shop.json        a plan that lives elsewhere than the code\n"
    "  guard plan inventory -o shop.json                    writes that file\n"
    "  guard questions split-name --landing HEAD            the lines that would land, before anybody pushes\n"
    "  guard questions --waiting                            what waits for somebody, of all plans (--waiting --help)\n"
    "  guard questions docs/migration.md --format json      for programs: guard schema questions\n\n"
    "exit codes: 0 nothing is left to ask, 2 usage, 3 a person must settle something, 5 cannot establish\n"
)
INSTEAD = f"{COMMAND} -o FILE"
LABEL = 7
QUOTED = 160  # letters of a text that is quoted
SHOWN = 200  # questions of a text that nobody can read through; programs get all
SCHEMA_VERSION = 1
WITHOUT = (
    "so nobody knows its paths, symbols, tables, flags, variables, services, packages, commands, owners and terms; "
    "run it inside the repository, or with --inventory FILE, which guard plan inventory -o FILE writes there"
)


class Asked(NamedTuple):
    """One text, and all that was asked of it."""

    subject: Subject
    examined: Examined
    questions: tuple[tuple[Doubt, Question], ...]


def parser() -> Words:
    """The options of `guard questions`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME", help="a page such as docs/migration.md, -, or the id of a plan")
    waits = f"what waits for somebody, of all plans and branches: {COMMAND} --waiting --help"
    words.add_argument("--waiting", action="store_true", help=waits)
    paper_options(words)
    lands = "what this commit would land under the plan NAME: the lines it adds"
    words.add_argument("--landing", metavar="REV", help=lands)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    words.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    return words


def main(words: list[str]) -> int:
    """Read, ask, tell; or what waits for somebody, of all plans."""
    if "--waiting" in words:
        from guard.commands import _waiting

        return _waiting.main([word for word in words if word != "--waiting"])
    asked = parser().parse_args(words)
    try:
        found = _of_text(asked) if asked.landing is None else _of_landing(asked)
    except GuardError as error:
        if asked.format == "text":
            deliver(not_judged("merge", error), "text", asked.output, INSTEAD)
        else:
            hand_over(dumped(_refused(asked.name, error)), asked.output, INSTEAD)
        return 5
    told = dumped(as_data(found)) if asked.format == "json" else as_text(found, columns(asked.output))
    hand_over(told, asked.output, INSTEAD)
    keep()
    return 3 if found.questions else 0


def _of_text(asked: argparse.Namespace) -> Asked:
    """All rules, once."""
    with Halves() as halves:
        of = subject(asked, asked.name, COMMAND, halves.begin)
        examined = halves.examine(of.paper)
    if not examined.doubts and of.plan is None and not of.paper.prose.says():
        mend = "write what is done, in which order, and by whom, below a heading for each step; or name the right page"
        raise GuardError("G813", "this page says nothing, so there is nothing to ask", of.name, mend)
    return Asked(of, examined, questions(of.paper, examined.doubts))


def _of_landing(asked: argparse.Namespace) -> Asked:
    """What the lines leave to guess that would land."""
    from guard.commands._lines import lines

    of, examined = lines(asked, COMMAND)
    return Asked(of, examined, questions(of.paper, examined.doubts))


def as_text(found: Asked, width: int) -> str:
    """Each question as a block: where and which rule, the words it is about, what, the question, what answers it."""
    number, known = len(found.questions), found.subject.paper.known.where
    many = "no question" if not number else "1 question" if number == 1 else f"{number:,} questions"
    against = f", asked of {seen(known)}" if found.subject.paper.known.registers else ""
    lines = [f"guard: {many} about {seen(found.subject.name)}{against}"]
    for doubt, question in found.questions[:SHOWN]:
        lines += ["", *_block(found, doubt, question, width)]
    if number > SHOWN:
        lines += ["", f"and {number - SHOWN:,} more questions: --format json has all of them"]
    if found.examined.unasked:
        lines += ["", "not evaluated:"]
        for words in _not_evaluated(found):
            lines += folded(f"  {words}", width)
    lines += ["", f"evaluated: {', '.join(found.examined.evaluated)}"]
    return "\n".join(lines) + "\n"


def _not_evaluated(found: Asked) -> Iterator[str]:
    """What could not be asked, and why; for want of all registers once for all rules."""
    unasked, why = found.examined.unasked, found.subject.paper.known.missing
    rules = dict.fromkeys([one.rule for one in unasked if why and one.why == why])
    if rules:
        yield f"{', '.join(rules)}: {seen(why)}, {WITHOUT}"
    yield from [f"{one.rule}   {_unasked(one)}" for one in unasked if not why or one.why != why]


def _block(found: Asked, doubt: Doubt, question: Question, width: int) -> Iterator[str]:
    place = f"{seen(_where(found, doubt))}:{doubt.line}"
    yield f"{place}  {RULES[doubt.rule].title}  [{doubt.rule}]  {question.id}"
    stands = question.says if len(question.says) <= QUOTED else question.says[: QUOTED - 3] + "..."
    rows = [("", f'"{shown(stands)}"'), ("what", seen(doubt.what)), ("why", seen(doubt.why))]
    for label, words in (*rows, ("ask", seen(doubt.ask)), ("mend", seen(doubt.mend))):
        if words:
            yield from folded(label.ljust(LABEL) + words, width)


def _where(found: Asked, doubt: Doubt) -> str:
    if doubt.path:
        return doubt.path.decode("utf-8", "backslashreplace")
    unit = found.subject.paper.prose.unit(doubt.unit) if doubt.unit else None
    return (unit.where if unit is not None else "") or found.subject.paper.prose.where


def _unasked(one: Unasked) -> str:
    return seen(f"{one.what}: {one.why}" if one.what else f"{RULES[one.rule].title}: {one.why}")


def as_data(found: Asked) -> dict[str, object]:
    """For programs: schemas/questions.schema.json."""
    code = 3 if found.questions else 0
    subject = found.subject
    return {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "outcome": "needs-person" if code else "pass",
        "exit_code": code,
        "text": shown(subject.name),
        "known": shown(subject.paper.known.where),
        "questions": [_row(found, doubt, question) for doubt, question in found.questions],
        "evaluated": list(found.examined.evaluated),
        "not_evaluated": [
            {"rule": one.rule, "what": seen(one.what), "why": seen(one.why)} for one in found.examined.unasked
        ],
    }


def _row(found: Asked, doubt: Doubt, question: Question) -> dict[str, object]:
    unit = found.subject.paper.prose.unit(doubt.unit) if doubt.unit else None
    return {
        "id": question.id,
        "rule": doubt.rule,
        "where": shown(_where(found, doubt)),
        "line": doubt.line,
        "quote": shown(doubt.quote),
        "sentence": shown(question.says),
        "step": shown(unit.step) if unit is not None and unit.step else None,
        "what": seen(doubt.what),
        "why": seen(doubt.why) or None,
        "ask": seen(doubt.ask),
        "mend": seen(doubt.mend),
    }


def _refused(name: str, error: GuardError) -> dict[str, object]:
    """What guard could not establish."""
    return {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "outcome": "cannot-establish",
        "exit_code": 5,
        "text": shown(name),
        "known": "",
        "questions": [],
        "evaluated": [],
        "not_evaluated": [{"rule": error.rule, "what": error.what, "why": f"{error.where}; {error.mend}"}],
    }
