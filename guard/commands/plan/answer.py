"""`guard plan answer`: what people know about what a plan takes for granted, written into it together."""

from __future__ import annotations

import os

from guard.acts import answering
from guard.acts.outdated import moved, outdated, shown_as
from guard.commands.plan import answer_json, answer_told, findings
from guard.commands.plan.answer_told import Told
from guard.commands.plan.answer_words import digests, named, plain_id, said
from guard.commands.plan.named import circles, opened, refuse
from guard.commands.plan.named import named as plan_named
from guard.commands.plan.named import others as beside
from guard.document.amending import NotAmended
from guard.drafts import instead
from guard.errors import GuardError, UsageError
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.report import columns, write
from guard.standing import looking, options
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.acts.answering import Answer, Refused
    from guard.commands.plan.findings import Found
    from guard.drafts import File, Folder
    from guard.standing import Standing

COMMAND = "guard plan answer"
DESCRIPTION = (
    "Answer what a plan takes for granted: each answer is written into the plan of the work tree, as settled_by of\n"
    "its assumption, all of them in one go, and with them the version, one above that of the plan that counts.\n"
    "Nothing else in the file changes, no comment, no quote, no line end. An answer is a person's word in one line:\n"
    "what was looked at, and what it showed.\n\n"
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
    words.add_argument("--keep-version", action="store_true", help="leave the version of the plan as it is")
    words.add_argument("--dry-run", action="store_true", help="show all of it, and write nothing")
    shown = "what --dry-run said was shown: anything else than that is refused"
    words.add_argument("--shown", metavar="DIGEST", help=shown)
    options(words)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Gather, hold against the plan, write, tell."""
    asked = parser().parse_args(words)
    as_json = asked.format == "json"
    try:
        told = _looked(asked)
    except (GuardError, UsageError) as error:
        if as_json:
            write(answer_json.of_error(asked.plan, error, COMMAND))
        if as_json and isinstance(error, GuardError):
            return answer_json.CODES["cannot-establish"]
        raise
    if isinstance(told, Told):
        write(answer_json.of(told) if as_json else answer_told.as_text(told, columns()))
        return 1 if told.refused else 0
    if not as_json:
        return refuse(told)
    write(answer_json.of_faults(asked.plan, told))
    return 1


def _looked(asked: argparse.Namespace) -> Told | list[Found]:
    """What came of it; or why nothing can be said of the plan."""
    digests(asked.shown, COMMAND)
    with looking(asked, COMMAND) as standing:
        folder = opened(COMMAND, standing.repository.place.top)
        plain_id(asked.plan, folder.names(), COMMAND)
        file = plan_named(folder, asked.plan, COMMAND)
        return _wrong(folder, file, standing) or _told(asked, standing, folder, file)


def _wrong(folder: Folder, file: File, standing: Standing) -> list[Found]:
    """Faults of the plan, of the policy that is to count, or phases in a circle."""
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
        return _refused(file, plan, by)
    answers = said(plan, asked.answers, by, COMMAND)
    of = answering.sheet(standing.ground, policy, folder, file)
    held, refused = answering.held(of, answers, by, asked.replace)
    if refused:
        return _refused(file, plan, *refused)
    try:
        told = _shown(of, held, asked.keep_version, standing.missing())
    except NotAmended as wrong:
        return _refused(file, plan, _by_hand(wrong))
    against = moved(asked.shown or told.shown, told.shown, file.where, told.changes) if told.changed else None
    if against is not None:
        return _refused(file, plan, against)
    told = told._replace(here=_here(folder, file))
    return _written(told, folder, asked.dry_run) if told.changed else told


def _shown(of: answering.Sheet, held: list[Answer], keeps: bool, missing: str) -> Told:
    """The file as it would be, and what that does to what was said before."""
    wants = answering.version(of, held)
    version = of.plan.version if keeps else wants
    text, after = answering.answered(of.file, of.plan, held, version)
    changes = outdated(of, after, [one.name for one in held])
    shown = shown_as(text, changes, missing)
    return Told(of.file, of.plan, False, tuple(held), text, changes, version, wants, shown=shown, missing=missing)


def _written(told: Told, folder: Folder, dry: bool) -> Told:
    """In the place of the file that was read; dry, as far as to know that it could be."""
    file = told.file
    try:
        if dry:
            instead.able(folder.root, file.path, file.read.text)
        else:
            instead.put(folder.root, file.path, file.read.text, told.text)
    except instead.Moved:
        return _refused(file, told.plan, _changed(file))
    return told._replace(written=not dry)


def _refused(file: File, plan: Plan, *why: Refused) -> Told:
    return Told(file, plan, False, version=plan.version, wants=plan.version, refused=why)


def _here(folder: Folder, file: File) -> bytes:
    """The file, from the folder that this runs in: what is said to be run next is run there."""
    return os.path.relpath(os.path.join(os.path.realpath(os.fsencode(folder.root)), file.path))


def _by_hand(wrong: NotAmended) -> answering.Refused:
    why = "an answer changes what settles an assumption, and nothing beside it"
    return answering.Refused("", f"{wrong.place}: {wrong.why}", why, "write it into the plan, and see: guard plan lint")


def _changed(file: File) -> answering.Refused:
    why = "what was shown is what is written, and nothing that somebody else wrote is lost"
    return answering.Refused("", f"{file.where} was changed by somebody else just now", why, "run the same once more")
