"""`guard why PATH`: what a change of this path is held to, now; and what explains the last one that landed."""

from __future__ import annotations

import os

from guard.commands import _why
from guard.commands._trace import landed, lines_of
from guard.commands._why import Held, Looks, Why
from guard.errors import UsageError
from guard.escape import shown
from guard.model.case import Binding
from guard.model.change import FOLDER, PLAIN
from guard.model.protected import protected
from guard.replay.places import begun
from guard.report import columns, write
from guard.sites.query import query_of, where
from guard.standing import looking, options
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.plan import Pattern, Plan
    from guard.standing import Standing

COMMAND = "guard why"
DESCRIPTION = (
    "Tell what a change of a path is held to, as the trusted branch has it now: who owns it, whether it is protected\n"
    "or routine, which plans cover it or never touch it, which of their phases could hold a change of it and are\n"
    "open, which places of plans are looked for in it; and the landing that changed it last, with what explained it.\n"
)
EPILOG = (
    "examples:\n"
    "  guard why internal/users/store.go\n"
    "  guard why internal/users/store.go --line 40    the landing that wrote this line, and the places on it\n"
    "  guard why db/migrations/0050.sql               a file that is still to come\n"
    "  guard why Makefile --format json               for programs: guard schema why\n\n"
    "exit codes: 0 told, 2 usage, 5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard why`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("path", metavar="PATH", help="a file of the repository, there already or not")
    words.add_argument("--line", metavar="N", type=int, help="this line of it, as the trusted branch has it")
    options(words)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Look and tell."""
    asked = parser().parse_args(words)
    with looking(asked, COMMAND) as standing:
        path = _within(standing.repository.place.top, asked.path)
        found = _found(standing, path, asked.line)
        told = _why.as_json(found) if asked.format == "json" else _why.as_text(found, columns())
    write(told)
    return 0


def _within(top: str, word: str) -> bytes:
    """The path from the top of the repository; a link on the way to it is followed, one at its end is meant."""
    whole = os.path.normpath(os.path.join(os.getcwd(), word))
    here = os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole))
    path = os.path.relpath(here, os.path.realpath(top))
    if not word or path == os.curdir or path == os.pardir or path.startswith(os.pardir + os.sep):
        raise UsageError(f"'{shown(os.fsencode(word))}' names no file of this repository ({COMMAND} --help)")
    return os.fsencode(path)


def _found(standing: Standing, path: bytes, line: int | None) -> Why:
    """All there is to say of it."""
    policy = standing.trusted.policy
    mode, oid = _entry(standing, path)
    if mode == FOLDER:
        raise UsageError(f"{shown(path)} is a folder on {standing.ref}; name a file in it ({COMMAND} --help)")
    text = _text(standing, mode, oid)
    if line is not None and not 0 < line <= len(lines_of(text or b"")):
        raise UsageError(f"{shown(path)} has no line {line} on {standing.ref} ({COMMAND} --help)")
    step, unknown = landed(standing, path, line)
    return Why(
        standing=standing,
        path=path,
        line=line,
        stands=bool(mode),
        protected=protected(path),
        routine=tuple(_routine(standing, path)),
        owners=tuple([owner for owner in policy.owners if owner.paths is not None and owner.paths.matches(path)]),
        people=tuple([name for name in policy.people_for(path) if name not in policy.agents]),
        plans=tuple([_held(standing, plan, path, text) for plan in standing.trusted.plans]),
        step=step,
        unknown=unknown,
    )


def _entry(standing: Standing, path: bytes) -> tuple[bytes, bytes]:
    """Its mode and blob on the branch; two empty ones where it does not stand there."""
    if not standing.replay.at:
        return b"", b""
    folder, _, name = path.rpartition(b"/")
    tree = standing.repository.tree(standing.replay.at)
    if not folder:
        return standing.repository.entries(tree).get(name, (b"", b""))
    return standing.repository.folders(tree, [folder]).get(folder, {}).get(name, (b"", b""))


def _text(standing: Standing, mode: bytes, oid: bytes) -> bytes | None:
    if mode not in PLAIN:
        return None
    return next(standing.repository.up_to([oid.hex().encode()], _why.LARGEST))[1]


def _routine(standing: Standing, path: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The entries of the policy that free some changes of it: where each stands, and for what."""
    policy = standing.trusted.policy
    for number, entry in enumerate(policy.routine):
        if entry.paths.matches(path):
            line = policy.lines.get(f"/routine/{number}")
            yield (policy.where if line is None else f"{policy.where}:{line}"), entry.does


def _held(standing: Standing, plan: Plan, path: bytes, text: bytes | None) -> Held:
    """What one plan has to do with it."""
    states = standing.replay.states
    never, inside = plan.never.matches(path), plan.paths.matches(path)
    phases = [phase for phase in plan.phases if phase.does and phase.outside is None]
    able = phases if inside and not never else []
    begins = begun(plan, states, Binding(plan, (), ()))
    looks = [("sites", pattern, True) for pattern in plan.sites]
    looks += [("absent", pattern, pattern.since is None or pattern.since in begins) for pattern in plan.absent]
    found = [_looks(kind, pattern, binds, path, text) for kind, pattern, binds in looks]
    return Held(
        plan,
        "never" if never else "in" if inside else "out",
        tuple([(phase, states[f"{plan.id}/{phase.name}"]) for phase in able]),
        tuple([one for one in found if one is not None]),
    )


def _looks(kind: str, pattern: Pattern, binds: bool, path: bytes, text: bytes | None) -> Looks | None:
    """What a pattern finds in it; None where it does not look there."""
    from guard.sites.search import search_of
    from guard.syntax import Unreadable

    query = query_of(pattern, kind == "absent")
    language, places = query.read_as(path), where(query)
    if not language or not places.inside.matches(path):
        return None
    excepted = places.beside.matches(path)
    if text is None:
        return Looks(kind, pattern, binds, excepted, (), "")
    try:
        hits = search_of(query).file(text, language)
    except Unreadable as error:
        return Looks(kind, pattern, binds, excepted, (), str(error))
    return Looks(kind, pattern, binds, excepted, tuple([(one.line, one.within) for one in hits.places]), hits.unread)
