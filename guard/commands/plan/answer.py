"""`guard plan answer`: what people know about what a plan takes for granted, written into it together."""

from __future__ import annotations

from guard.acts import answering
from guard.acts.ground import Ground
from guard.acts.outdated import outdated
from guard.commands.plan import answer_told, findings
from guard.commands.plan.answer_told import Told
from guard.commands.plan.answer_words import named, said
from guard.commands.plan.named import circles, opened, refuse
from guard.commands.plan.named import named as plan_named
from guard.commands.plan.named import others as beside
from guard.document.amending import NotAmended
from guard.drafts import instead
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.report import columns, write
from guard.standing import looking, options
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.drafts import File, Folder
    from guard.standing import Standing

COMMAND = "guard plan answer"
DESCRIPTION = (
    "Answer what a plan takes for granted: each answer is written into the plan of the work tree, as settled_by of\n"
    "its assumption, all of them in one go. Nothing else in the file changes, no comment, no quote, no line end. An\n"
    "answer is a person's word in one line: what was looked at, and what it showed.\n\n"
    "Shown with it: the difference, the questions it answers, and the approvals that no longer fit, with who says yes\n"
    "again. Nothing is committed and nothing signed: that stays the person's. What the tree is asked for (an absent,\n"
    "sites, the inventory) and has an answer to is not answered here.\n"
)
EPILOG = (
    "examples:\n"
    '  guard plan answer split-name A2="sampled 5,000 rows, 0.4 % are one word"\n'
    '  guard plan answer split-name A1="counted them" A2="read all 12" --as dana\n'
    '  guard plan answer split-name A2="none since March" --dry-run    show it, write nothing\n'
    '  guard plan answer split-name A2="now 1.2 %" --replace           another answer than it has\n'
    '  guard plan answer split-name A2="read" --format json            for programs: guard schema answer\n\n'
    "exit codes: 0 written, or would be; 1 refused, nothing is written; 2 usage; 5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard plan answer`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("plan", metavar="PLAN", help="the id of a plan, as it stands in the work tree")
    words.add_argument("answers", metavar="NAME=ANSWER", nargs="+", help="an assumption, and what settles it")
    words.add_argument("--as", metavar="PERSON", dest="name", help="who says so; else whose key alone is at hand")
    words.add_argument("--replace", action="store_true", help="also where an assumption has an answer already")
    words.add_argument("--dry-run", action="store_true", help="show all of it, and write nothing")
    options(words)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Gather, hold against the plan, write, tell."""
    asked = parser().parse_args(words)
    with looking(asked, COMMAND) as standing:
        folder = opened(COMMAND, standing.repository.place.top)
        file = plan_named(folder, asked.plan, COMMAND)
        wrong = _wrong(folder, file, standing)
        if wrong:
            return refuse(wrong)
        told = _told(asked, standing, folder, file)
    write(answer_told.as_json(told) if asked.format == "json" else answer_told.as_text(told, columns()))
    return 1 if told.refused else 0


def _wrong(folder: Folder, file: File, standing: Standing) -> list[findings.Found]:
    """Why nothing can be said of the plan: faults of it, of the policy that is to count, or phases in a circle."""
    if not isinstance(file.value, Plan):
        return findings.faults(file)
    if not standing.trusted.adopted and not isinstance(folder.policy.value, Policy):
        return findings.faults(folder.policy)
    return circles(file, file.value, beside(folder, file.value))


def _told(asked: argparse.Namespace, standing: Standing, folder: Folder, file: File) -> Told:
    """Everything that is shown; written, unless that was not wanted or something refuses it."""
    mine, plan = folder.policy.value, file.value
    assert isinstance(plan, Plan)
    policy = standing.trusted.policy if standing.trusted.adopted or not isinstance(mine, Policy) else mine
    by = named(policy, asked.name, COMMAND)
    if not isinstance(by, str):
        return Told(file, plan, False, refused=(by,))
    answers = said(plan, asked.answers, by, COMMAND)
    of = answering.sheet(_ground(standing), policy, folder, file)
    held, refused = answering.held(of, answers, by, asked.replace)
    if refused:
        return Told(file, plan, False, refused=tuple(refused))
    try:
        text, after = answering.answered(of, held)
    except NotAmended as wrong:
        return Told(file, plan, False, refused=(_by_hand(wrong),))
    changes = outdated(of, after, [one.name for one in held])
    stood = next((one for one in standing.trusted.plans if one.id == plan.id), None)
    version = 0 if stood is None else stood.version
    told = Told(file, plan, False, tuple(held), text, changes, version, missing=standing.missing())
    if asked.dry_run or text == file.read.text:
        return told
    try:
        instead.put(folder.root, file.path, file.read.text, text)
    except instead.Moved:
        return Told(file, plan, False, refused=(_moved(file),))
    return told._replace(written=True)


def _ground(standing: Standing) -> Ground:
    return Ground(
        standing.repository,
        standing.trigger,
        standing.trusted,
        standing.ref,
        standing.log,
        standing.replay,
        standing.now,
    )


def _by_hand(wrong: NotAmended) -> answering.Refused:
    why = "an answer changes what settles an assumption, and nothing beside it"
    return answering.Refused("", f"{wrong.place}: {wrong.why}", why, "write it into the plan, and see: guard plan lint")


def _moved(file: File) -> answering.Refused:
    why = "what was shown is what is written, and nothing that somebody else wrote is lost"
    return answering.Refused("", f"{file.where} was changed by somebody else just now", why, "run the same once more")
