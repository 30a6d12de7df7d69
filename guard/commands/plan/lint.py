"""`guard plan lint`: everything wrong with the documents as they stand here, each with the safe form."""

from __future__ import annotations

import os

from guard import __version__, drafts
from guard.commands._data import dumped, path_of
from guard.commands.plan import findings
from guard.commands.plan.blanks import SCHEMA, unfilled
from guard.commands.plan.named import NAMED, document_named, opened
from guard.drafts import plain
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.model.kind import PLAN
from guard.model.plan import Plan
from guard.model.verdict import not_judged
from guard.report import columns, deliver, hand_over
from guard.schema import schema_text
from guard.value import NamedTuple
from guard.words import Words, clock, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.commands.plan.findings import Found
    from guard.drafts import File, Folder

DESCRIPTION = (
    "Say what is wrong with policy and plans as they stand here, and what would be unsafe to do as they say.\n\n"
    "Without a name: the policy and every plan. A name is the id of a plan, or a file wherever it stands.\n"
    "Each finding tells the place, the rule, why it matters and the safe form; guard explain RULE tells more.\n"
    "Notes at the end tell what is still to be filled in, or was not looked at; they change no exit code.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan lint                          the policy and every plan\n"
    "  guard plan lint split-name               one plan, under the policy and beside the other plans\n"
    "  guard plan lint .guard/policy.yaml       the policy alone\n"
    "  guard plan lint --root examples/flag-removal --format json\n\n"
    "exit codes: 0 nothing to mend, 1 findings, 2 usage, 5 there is no policy, or a document cannot be read\n"
)
COMMAND = "guard plan lint"
INSTEAD = f"{COMMAND} -o FILE"
OUTCOMES = {0: "pass", 1: "violation", 5: "cannot-establish"}


class Report(NamedTuple):
    """The documents looked at, what was found in them, and what was not looked at, in words."""

    folder: Folder
    files: tuple[File, ...]
    found: tuple[Found, ...]
    notes: tuple[str, ...]


def parser() -> Words:
    """The options of `guard plan lint`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("names", metavar="NAME|FILE", nargs="*", help=NAMED)
    words.add_argument("--root", metavar="DIR", help="the top of the repository; else that of the current folder")
    words.add_argument("--policy", metavar="FILE", help="another policy in place of the one that stands there")
    words.add_argument("--now", metavar="TIME", help="the time to lint at, such as 2026-12-01T08:00:00Z; else now")
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    words.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    return words


def main(words: list[str]) -> int:
    """Read, lint, show."""
    asked = parser().parse_args(words)
    said = moment(asked.now, COMMAND)
    now = clock() if said is None else said
    try:
        report = _report(asked, now)
        shown_as = _json(report) if asked.format == "json" else _text(report, columns(asked.output))
    except GuardError as error:
        if asked.format == "text":
            deliver(not_judged("merge", error), "text", asked.output, INSTEAD)
        else:
            hand_over(_whole(5, [], [findings.not_read(error)], ()), asked.output, INSTEAD)
        return 5
    hand_over(shown_as, asked.output, INSTEAD)
    return 1 if report.found else 0


def _report(asked: argparse.Namespace, now: int) -> Report:
    folder = opened(COMMAND, asked.root, asked.policy)
    files: list[File] = []
    for name in asked.names:
        file = document_named(folder, name, COMMAND)
        files += [] if file in files else [file]
    return _linted(folder, files or [folder.policy, *folder.plans], now)


def _linted(folder: Folder, files: list[File], now: int) -> Report:
    """Each document as far as it can be looked at: its text, and what it means where policy and text allow."""
    looked = list(files)
    if folder.policy.value is None and folder.policy not in looked:
        looked.insert(0, folder.policy)  # nothing is linted under it, and the reader must know why
    looked += [file for plan in files if isinstance(plan.value, Plan) for file in _manifests(folder, plan.value)]
    found: list[Found] = []
    for file in looked:
        found += findings.faults(file)
        if file.value is not None and folder.policy.value is not None:
            under = folder if file.kind == PLAN.name else folder._replace(policy=file)
            found += findings.flaws(under, file, now)
    return Report(folder, tuple(looked), tuple(found), _notes(folder, looked))


def _manifests(folder: Folder, plan: Plan) -> list[File]:
    return list(drafts.manifests(folder, plan).values())


def _notes(folder: Folder, looked: list[File]) -> tuple[str, ...]:
    """What is no flaw, and worth a word."""
    plans = [file for file in looked if file.kind == PLAN.name]
    notes = [note for file in plans for note in _unfilled(folder, file)]
    if plans:
        notes += _stale_schema(folder)
    if folder.policy.value is None and plans:
        notes.append("the plans were read and not linted: the policy must be mended first")
    unread = [file.where for file in folder.plans if file.value is None and file not in looked]
    if unread:
        notes.append(f"left out for faults of their own: {', '.join(unread)}")
    return tuple(notes)


def _unfilled(folder: Folder, file: File) -> list[str]:
    texts = {file.where: file.read.text}
    if isinstance(file.value, Plan) and file in folder.plans:
        texts[shown(folder.place(file.value.id, ".md"))] = drafts.narrative(folder, file.value) or b""
    return [f"{place}: {words}" for place, text in texts.items() for words in unfilled(text.decode("utf-8", "replace"))]


def _stale_schema(folder: Folder) -> list[str]:
    """An editor goes by the copy it finds, and tells of keys that are none any more."""
    place, ours = folder.base + SCHEMA, schema_text("plan").encode()
    try:
        copy = plain.contents(folder.root, place, len(ours))
    except GuardError:  # behind a link: nobody's copy of ours
        return []
    if copy in (None, ours):
        return []
    here = os.path.relpath(os.path.join(os.fsencode(folder.root), place))
    renew = f"guard schema plan > {shell_word(here)}"
    return [f"{shown(place)} is not the schema of guard {__version__}, by which plans are read here; renew it: {renew}"]


def _text(report: Report, width: int) -> str:
    lines = findings.as_text(list(report.found), width)
    return lines + "".join(f"note   {note}\n" for note in report.notes) + _summary(report) + "\n"


def _summary(report: Report) -> str:
    documents = _count(len(report.files), "document")
    if not report.found:
        return f"{documents}: nothing to mend"
    flaws = f"{documents}: {_count(len(report.found), 'flaw')}"
    faulty = len({found.path for found in report.found})
    return flaws if len(report.files) == 1 else f"{flaws} in {faulty} of them"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _json(report: Report) -> str:
    code = 1 if report.found else 0
    return _whole(code, [_document(report.folder, file) for file in report.files], list(report.found), report.notes)


def _whole(code: int, documents: list[dict[str, object]], found: list[Found], notes: tuple[str, ...]) -> str:
    return dumped(
        {
            "schema_version": findings.SCHEMA_VERSION,
            "outcome": OUTCOMES[code],
            "exit_code": code,
            "documents": documents,
            "findings": [findings.as_json(one) for one in found],
            "notes": list(notes),
        }
    )


def _document(folder: Folder, file: File) -> dict[str, object]:
    told = {**path_of(file.path), "kind": file.kind}
    digest = drafts.digest_of(folder, file)
    return told if digest is None else {**told, "digest": digest}
