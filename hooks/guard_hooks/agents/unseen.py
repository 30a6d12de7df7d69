"""What no commit would show: paths that git ignores by committed rules. Asked only where a call is not let through.

An agent that writes rules of its own in the same turn gains nothing: only a `.gitignore` that stands as HEAD has it
counts, and none of the places where rules stand that nobody else sees. What is protected, tracked or a program in an
environment is never left out, nor is a name with a dot in front that no usual tool keeps for a while.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.model.change import PLAIN
from guard.model.operation import join
from guard.model.protected import protected
from guard_hooks.agents.proposed import content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.trust import Trusted
    from guard_hooks.agents.paths import Target
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed
    from guard_hooks.agents.shell import Written

RULES = b".gitignore"
SOME = b"_"  # stands for a file of which only the folder is known
MOST = 16_384  # bytes that git is asked at once
ASKED = (
    "--no-literal-pathspecs",
    "-c",
    "core.excludesFile=/dev/null",
    "check-ignore",
    "--no-index",
    "-v",
    "-z",
    "--stdin",
)
FIELDS = 4  # of an answer: where the rule stands, its line, the rule, the path
# Folders in which programs lie that count by their name: only what installs them writes there
PROGRAMS = (b"venv", b"node_modules", b"vendor", b"bin", b"scripts", b".bin")
# Names with a dot that tools keep for a while, and by which none of them goes
_KEPT = b"""
    .cache .coverage .dart_tool .env .eslintcache .hypothesis .ipynb_checkpoints .local .logs .mypy_cache .next .nox
    .nuxt .nyc_output .output .parcel-cache .pytest_cache .ruff_cache .stylelintcache .svelte-kit .tmp .tox .turbo .venv
    .vite .ds_store
"""
KEPT = frozenset(_KEPT.split())
KINDS = (b".env.", b".coverage.")  # how other such names begin


def seen(repository: Proposed, ground: Ground, targets: Sequence[Target], written: Written | None) -> list[Target]:
    """Those of the targets that a commit could show; all of them where that cannot be told."""
    installs = frozenset(written.installs) if written is not None else frozenset()
    try:
        rest = [one for one in targets if written is None or not _settled(repository, ground, one, targets, written)]
        asked = [one for one in rest if _may_be_left(one, installs) and not _tracked(repository, _file(one))]
        hooks = of_hooks(repository, ground, asked) if asked else []
        asked = [one for one in asked if one not in hooks]
        left = _ignored(repository, ground, [_file(one) for one in asked]) if asked else frozenset()
    except (GuardError, OSError):
        return list(targets)
    return [one for one in rest if one not in asked or _file(one) not in left]


def _file(one: Target) -> bytes:
    return join(one.path, SOME) if one.folder else one.path


def _may_be_left(one: Target, installs: frozenset[str]) -> bool:
    """Whether a path is one that may be ignored at all."""
    parts = _file(one).lower().split(b"/")
    if not one.path or one.edit.becomes == "link" or one.path[:1] == b":" or _steers(parts):
        return False
    programs = any([part.endswith(PROGRAMS[0]) or part in PROGRAMS for part in parts])
    return not programs or one.edit.delete or one.edit.path in installs


def of_hooks(repository: Proposed, ground: Ground, targets: Sequence[Target]) -> list[Target]:
    """Those that lie in the folder of the hooks that git runs, or around it: it may be one that is ignored."""
    from guard.doors.git.hooks import hooks_folder

    hooks, top = os.fsencode(hooks_folder(repository.real)) + b"/", os.fsencode(ground.top)
    places = [(one, join(top, one.path) + b"/") for one in targets]
    return [one for one, place in places if hooks.startswith(place) or place.startswith(hooks)]


def _steers(parts: list[bytes]) -> bool:
    hidden = [part for part in parts if part[:1] == b"." and part not in KEPT and not part.startswith(KINDS)]
    steering = any([protected(b"/".join(parts[: end + 1])) for end in range(len(parts))])
    return bool(hidden) or steering or RULES in parts


def _ignored(repository: Proposed, ground: Ground, paths: Sequence[bytes]) -> frozenset[bytes]:
    """Those that a committed rule leaves out."""
    asked = {(path[: -len(SOME)] if path.endswith(b"/" + SOME) else path): path for path in paths}
    text = b"".join([path + b"\0" for path in asked])
    if len(text) > MOST:
        return frozenset()
    runner = repository.real.runner
    file = runner.path("asked")
    with open(file, "wb") as out:
        out.write(text)
    where = ("-C", ground.top, f"--work-tree={ground.top}")
    fields = runner.start((*where, *ASKED), stdin=file).answer((0, 1)).split(b"\0")[:-1]
    rows = [fields[at : at + FIELDS] for at in range(0, len(fields), FIELDS)]
    kept: dict[bytes, bool] = {}
    found = [
        asked[path]
        for rules, _, rule, path in rows
        if _leaves_out(rule, path) and _committed(repository, ground, path, rules, kept)
    ]
    return frozenset(found)


def _leaves_out(rule: bytes, path: bytes) -> bool:
    """Whether a rule leaves out what it matches; of a folder, all of it: `a/*` is said to match `a/` as well."""
    last = rule.rstrip(b"/").rpartition(b"/")[2]
    return rule[:1] != b"!" and not (path.endswith(b"/") and not last.strip(b"*"))


def _committed(repository: Proposed, ground: Ground, path: bytes, rules: bytes, kept: dict[bytes, bool]) -> bool:
    """Whether the rule stands in a file of the tree, and each such file that HEAD has on the way stands as it has it.

    What stands only in the work tree may leave out more, and then it is the rule that is told; or less.
    """
    parts = path.split(b"/")[:-1]
    ways = [join(b"/".join(parts[:end]), RULES) for end in range(len(parts) + 1)]
    for one in ways:
        if one not in kept:
            kept[one] = stands(repository, ground, one)
    told = [one for one in ways if kept[one] or _at(repository, repository.head, one)[0]]
    return rules in told and all([kept[one] for one in told])


def stands(repository: Proposed, ground: Ground, path: bytes, commit: bytes = b"") -> bool:
    """Whether a plain file is in the work tree as a commit has it: HEAD, if none is named."""
    mode, oid = _at(repository, commit or repository.head, path)
    place = os.path.join(os.fsencode(ground.top), path)
    plain = mode in PLAIN and os.path.isfile(place) and not os.path.islink(place)
    return plain and content_of(place, oid) is not None


def _at(repository: Proposed, commit: bytes, path: bytes) -> tuple[bytes, bytes]:
    folder, _, name = path.rpartition(b"/")
    entries = repository.folders(repository.tree(commit), [folder]).get(folder, {})
    mode, raw = entries.get(name, (b"", b""))
    return mode, raw.hex().encode()


def _tracked(repository: Proposed, path: bytes) -> bool:
    """Whether HEAD has a file there, or anything in a folder of which only that is known; in whatever letters."""
    at, tree = b"", repository.tree(repository.head)
    for name in path.removesuffix(b"/" + SOME).split(b"/"):
        entries = repository.folders(tree, [at]).get(at, {})
        twin = name if name in entries else next((one for one in entries if one.lower() == name.lower()), None)
        if twin is None:
            return False
        at = join(at, twin)
    return True


def _settled(repository: Proposed, ground: Ground, one: Target, targets: Sequence[Target], written: Written) -> bool:
    """A lockfile that a package manager would write anew only if its manifest, or itself, were not as HEAD has them."""
    beside = dict(written.locks).get(one.edit.path)
    if beside is None or one.edit.path not in written.installs or protected(one.path):
        return False
    folder = one.path.rpartition(b"/")[0]
    names = [join(folder, os.fsencode(name)) for name in beside]
    others = [other.path for other in targets if other is not one]
    changed = any([name == other or not other or name.startswith(other + b"/") for name in names for other in others])
    return not changed and all([stands(repository, ground, name) for name in (one.path, *names)])


def as_git_has(repository: Proposed, ground: Ground, trusted: Trusted, written: Written, folder: str) -> list[str]:
    """The reasons why a command cannot be read that fall away: scripts of the project that stand as landed.

    What only HEAD has may be an agent's own commit, and would do at one remove what it may not do itself.
    """
    places = [_place(folder, path) for path in written.paths]
    return [
        why
        for why, paths in written.lifts
        if all([_landed(repository, ground, trusted, os.path.join(folder, path), places) for path in paths])
    ]


def _place(folder: str, path: str) -> str:
    return os.path.normpath(os.path.join(folder, path))


def _landed(repository: Proposed, ground: Ground, trusted: Trusted, said: str, written: list[str]) -> bool:
    """Whether a script stands as the trusted commit has it, and the command writes neither it nor a folder it is in."""
    place = os.path.normpath(said)
    if any([place == one or place.startswith(one.rstrip("/") + "/") for one in written]):
        return False
    try:
        inside = os.path.realpath(said) == place and place.startswith(ground.top + "/")
        path = os.fsencode(place[len(ground.top) + 1 :])
        return inside and bool(trusted.oid) and stands(repository, ground, path, trusted.oid)
    except (GuardError, OSError, ValueError):
        return False
