"""`guard install --agent NAME`: guard's entries in the settings of a harness, beside whatever stands there; out again.

Settings that a team shares name no path of anybody's machine. They are protected: who changes them needs the approval
of their owner, so an agent that runs this is told so.
"""

from __future__ import annotations

import os

from guard.doors.git.repository import Repository
from guard.doors.git.run import find_git
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.harness import HARNESSES, SHARED, calls
from guard.report import write
from guard_hooks.agents.settings import before, standing
from guard_hooks.agents.settings.merging import merged
from guard_hooks.agents.settings.text import Unfit, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.doors.git.place import Place
    from guard.model.harness import Kind
    from guard.words import Words
    from guard_hooks.agents.settings.standing import Settings

DRY = "nothing is written (--dry-run)"
NEXT = "next   you: guard doctor    tells whether guard is asked\n"
ALONE = (
    "trusted",
    "shared",
    "via",
    "write",
    "repo",
    "rev",
    "refs",
    "server",
    "hook",
)  # options of guard install that are of hooks
# What tells that an agent runs this: each harness sets one of them for whatever it starts.
AGENTS = (
    *("AI_AGENT", "AGENT", "CLAUDECODE", "CLAUDE_CODE_SESSION_ID", "CURSOR_AGENT", "CODEX_THREAD_ID", "CODEX_SANDBOX"),
    *("CODEX_CI", "GEMINI_CLI", "QWEN_CODE", "OPENCODE", "ANTIGRAVITY_AGENT", "AUGMENT_AGENT", "CLINE_ACTIVE"),
    *("ROO_ACTIVE", "GOOSE_TERMINAL", "AMP_CURRENT_THREAD_ID", "COPILOT_AGENT_SESSION_ID"),
)


def options(words: Words, taken_out: bool = False) -> None:
    """What the two commands take for agents."""
    told = "take it out of" if taken_out else "write it into"
    words.add_argument("--agent", choices=tuple(HARNESSES), help=f"{told} the settings of this harness of agents")
    words.add_argument(
        "--dry-run", action="store_true", help="with --agent: show what would change, and change nothing"
    )
    if not taken_out:
        absolute = "with --agent: by absolute paths, into the settings of this machine alone"
        words.add_argument("--absolute", action="store_true", help=absolute)


def asked_for(asked: argparse.Namespace) -> bool:
    """Whether this is about a harness; words that go with one, and stand alone, are wrong."""
    absolute = getattr(asked, "absolute", False)
    if not asked.agent:
        if asked.dry_run or absolute:
            raise UsageError("--dry-run and --absolute go with --agent")
        return False
    beside = [word for word in ALONE if getattr(asked, word, None)]
    if beside:
        raise UsageError(f"--{beside[0]} is of hooks of git, and --agent is not")
    if absolute and not HARNESSES[asked.agent].local:
        able = ", ".join([name for name, harness in HARNESSES.items() if harness.local])
        raise UsageError(f"--absolute goes with a harness that has settings of one machine: {able}")
    return True


def install(asked: argparse.Namespace) -> int:
    """Write guard's entries, and show what changed."""
    how: Kind = "absolute" if asked.absolute else "shared"
    git = find_git(asked.git)
    place = _place(git)
    stands = standing.found(place, asked.agent, how)
    command = standing.absolute(asked.agent, git) if asked.absolute else SHARED.format(asked.agent)
    try:
        after = merged(asked.agent, stands.text, command, how)
    except Unfit as why:
        raise _unmerged(stands, why, command) from None
    others = "".join([*_others(stands, after), *_twice(place, asked.agent)])
    if after == stands.text:
        write(f"guard: already there: {stands.file}\n{others}")
        return 0
    if not asked.dry_run:
        standing.write(place, stands, after)
    done = DRY if asked.dry_run else "written"
    told = f"guard: {done}: {stands.file}, where {HARNESSES[asked.agent].title} asks guard before its agent acts\n"
    write(f"{_difference(stands, after)}\n{told}{others}{_owned(how)}{NEXT}")
    return 0


def uninstall(asked: argparse.Namespace) -> int:
    """Take them out of the settings of one harness, and show what changed."""
    place = _place(find_git(asked.git))
    told = ""
    for how in _ways(asked.agent):
        stands = standing.found(place, asked.agent, how)
        try:
            after = standing.left(place, stands)
        except Unfit as why:
            raise _unfit(stands, why) from None
        if after != stands.text:
            told += f"{_difference(stands, after)}\n"
            told += f"guard: {DRY}: {stands.file}\n" if asked.dry_run else standing.put_back(place, stands, after)
    if told and not asked.dry_run:
        before.forget(place.common_dir, asked.agent)
    write(told or f"guard: no entry of guard in {HARNESSES[asked.agent].file}\n")
    return 0


def taken_out(place: Place) -> list[str]:
    """Out of the settings of every harness here, with the hooks; what cannot be edited is left, and told."""
    told = []
    for name in HARNESSES:
        for how in _ways(name):
            try:
                stands = standing.found(place, name, how)
            except GuardError:  # nothing that guard could have written
                continue
            told += _out(place, stands)
        before.forget(place.common_dir, name)
    return told


def _out(place: Place, stands: Settings) -> list[str]:
    try:
        after = standing.left(place, stands)
    except Unfit as why:
        named = SHARED.format(stands.name) in (stands.text or "")
        return [f"guard: {stands.file} names guard, and is left as it is: {why}\n"] if named else []
    return [] if after == stands.text else [standing.put_back(place, stands, after)]


def _place(git: str) -> Place:
    with Repository(git) as repository:
        return repository.place


def _ways(name: str) -> tuple[Kind, ...]:
    return ("shared", "absolute") if HARNESSES[name].local else ("shared",)


def _unfit(stands: Settings, why: Unfit) -> GuardError:
    mend = f"mend it, or take guard's entries out by hand: they run {SHARED.format(stands.name)}"
    return GuardError("G820", f"guard writes nothing into it: {why}", stands.file, mend)


def _unmerged(stands: Settings, why: Unfit, command: str) -> GuardError:
    """What a person puts in instead is shown first: all that guard writes where nothing else stands."""
    again = f"guard install --agent {stands.name}{' --absolute' if stands.how == 'absolute' else ''}"
    what = f"guard writes nothing into it: {why}"
    if not HARNESSES[stands.name].entries:
        folder = os.path.dirname(stands.file)
        mend = f"give that plugin another name in {folder}, where each is loaded, and ask again: {again}"
        return GuardError("G820", what, stands.file, mend)
    whole = merged(stands.name, None, command, stands.how)
    write(f"guard: these entries belong into {stands.file}, beside what stands there:\n\n{whole}\n")
    mend = f"put the entries above into it by hand; or mend it, and ask again: {again}"
    return GuardError("G820", what, stands.file, mend)


def _difference(stands: Settings, after: str | None) -> str:
    from difflib import unified_diff

    texts = [[] if text is None else text.removesuffix("\n").split("\n") for text in (stands.text, after)]
    names = [stands.file if text is not None else "/dev/null" for text in (stands.text, after)]
    rows = unified_diff(texts[0], texts[1], names[0], names[1], lineterm="")
    return "".join([f"{shown(row.removesuffix(chr(13)))}\n" for row in rows])


def _others(stands: Settings, after: str) -> Iterator[str]:
    """What else there is to be known of these settings."""
    if HARNESSES[stands.name].entries and any([how == "other" for _, _, how in calls(read(after), stands.name)]):
        yield f"guard: another guard is called in {stands.file} as well, and is left there\n"
    if HARNESSES[stands.name].note:
        yield f"guard: {HARNESSES[stands.name].note}\n"


def _twice(place: Place, name: str) -> Iterator[str]:
    """One harness reads the settings of another: where both stand, it asks twice."""
    other = {"copilot": "claude-code", "claude-code": "copilot"}.get(name, "")
    for how in _ways(other) if other else ():
        try:
            stands = standing.found(place, other, how)
            asks = stands.text is not None and any(calls(read(stands.text), other))
        except (GuardError, Unfit):  # nothing that Copilot could read
            continue
        if asks:
            read_too = HARNESSES["claude-code"].file
            yield f"guard: Copilot reads {read_too} as well, and asks of each call twice; it is answered alike\n"
            return


def _owned(how: Kind) -> str:
    """Whose change it is."""
    if how == "absolute":
        return "guard: it names paths of this machine, and belongs into no commit\n"
    agent = next((name for name in AGENTS if os.environ.get(name)), "")
    told = f"guard: an agent runs this ({agent} is set): it may not land this change by itself\n" if agent else ""
    return f"{told}guard: the file is protected: its change lands alone, with the approval of its owner\n"
