"""Guard in the settings of whatever runs the hooks of a repository: git's own settings, or software for it.

Settings that a team shares name no path of anybody's machine, so there guard is whatever `guard` stands on the PATH.
"""

from __future__ import annotations

import os
from shlex import quote

from guard.doors.git.run import find_git
from guard.doors.git.setup import open_for_setup
from guard.doors.runners import text_of
from guard.errors import GuardError
from guard.escape import shown
from guard.model.runner import FRAMEWORKS, HUSKY, SETTINGS, starts
from guard.model.shim import NAMES
from guard.value import NamedTuple
from guard_hooks import once, shims
from guard_hooks.git_hooks import HOOKS
from guard_hooks.source import YOURS, Source, framework, installed, is_framework

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.setup import Repo

FROM = (2, 54)  # the first git that starts hooks out of its settings
SECTION = "hook.guard-{}"  # a name of an event alone would be refused
# lefthook hands on what git says only where it is told to; {0} is all that git said behind the hook's name.
LEFTHOOK = "".join(
    [
        f"{name}:\n  jobs:\n    - name: guard\n      run: guard hook {name} {{0}}\n"
        + ("      use_stdin: true\n" if name in ("pre-push", "post-rewrite") else "")
        for name in HOOKS
    ]
)
HUSKY_LINE = 'guard hook {} "$@"\n'
FILES = {  # of each: where its settings stand, and what makes it run them
    "pre-commit": (".pre-commit-config.yaml", "pre-commit install"),
    "prek": (".pre-commit-config.yaml", "prek install"),
    "lefthook": ("lefthook.yml", "lefthook install"),
}
SIGNS = {
    ".pre-commit-config.yaml": "pre-commit",
    "lefthook.yml": "lefthook",
    ".lefthook.yml": "lefthook",
    ".husky": "husky",
}


def found(top: str) -> str:
    """In words, what else may run the hooks here: what it sets up later may stand in the place of guard's."""
    names = dict.fromkeys([name for sign, name in SIGNS.items() if os.path.lexists(os.path.join(top, sign))])
    return "".join(
        [f"guard: {name} is set up here too; to let it run guard: guard install --via {name}\n" for name in names]
    )


class Asked(NamedTuple):
    """What was asked for, and where."""

    via: str
    git: str
    top: str
    folder: str  # of hooks
    ours: bool  # guard may write there: it is of this repository alone, or that is meant
    write: bool
    source: Source | None  # as it was said


class Done(NamedTuple):
    """In words, what was done, and what comes next; 2 where what was asked lacks a word."""

    said: str
    then: str
    code: int = 0
    fresh: bool = False  # settings of guard alone were written now, and name every hook


def put(asked: Asked) -> Done:
    """Write the settings, or tell what they are; guard's own hooks leave where others run it."""
    if asked.via == "config":
        done = Done(_config(asked.git, asked.top), "git hook list pre-commit    tells what git starts there")
        return done._replace(said=done.said + (once.make_room(asked.folder, NAMES, "config", "") if asked.ours else ""))
    done = _husky(asked) if asked.via == HUSKY else _of_file(asked)
    if not asked.ours:
        return done
    if done.code or not asked.write:
        return done._replace(said=done.said + once.twice(asked.folder, tuple(HOOKS), asked.via))
    said = done.said + once.leave(asked.top, asked.folder)
    if done.fresh:
        said += once.make_room(asked.folder, tuple(HOOKS), asked.via, done.then)
    return done._replace(said=said)


def _of_file(asked: Asked) -> Done:
    name, then = FILES[asked.via]
    source = asked.source or (installed() if asked.via in FRAMEWORKS else None)
    known = source is not None or asked.via not in FRAMEWORKS
    text = text_for(asked.via, source)
    path = os.path.join(asked.top, name)
    stands = _text(path)
    ours = stands is not None and _alone(asked.via, stands)
    if stands is not None and (ours or starts(asked.via, NAMES[0], stands)) and not (asked.source and stands != text):
        said = f"guard: {name} holds guard's lines already\n"
        return Done(said, f"fill in {name} what is yours there, then: {then}" if YOURS[0] in stands else then)
    if not asked.write:
        return Done(f"guard: these lines belong into {name}:\n\n{text}\n", _there(known, then))
    if stands is not None and not ours:
        mend = f"put them in by hand; guard install --via {asked.via} prints them"
        raise GuardError("G820", "settings stand there already, and guard writes into nobody else's", name, mend)
    if not known:
        told = f"guard: nothing is written, for nothing here says where {asked.via} is to fetch guard from\n"
        again = f"guard install --via {asked.via} --write --repo URL --rev REV"
        what = "with the address of guard's repository, or of your copy of it, and a tag or a commit"
        return Done(f"{told}guard: these lines belong into {name}:\n\n{text}\n", f"{again}    {what}", 2)
    shims.put(path, text, 0o644)
    return Done(f"guard: written: {name}\n", then, fresh=True)


def _there(known: bool, then: str) -> str:
    return f"put them there{'' if known else ', with the address and the revision that are yours'}, then: {then}"


def text_for(via: str, source: Source | None) -> str:
    """The settings of this software."""
    return framework(source) if via in FRAMEWORKS else LEFTHOOK


def _alone(via: str, text: str) -> bool:
    """Nobody but guard wrote these settings."""
    return is_framework(text) if via in FRAMEWORKS else text == LEFTHOOK


def _config(git: str, top: str) -> str:
    """Into the settings of this clone, which nobody fetches."""
    repo = open_for_setup(top, git)
    if repo.git.version_info[:2] < FROM:
        has = ".".join([str(number) for number in repo.git.version_info])
        mend = "take a newer git, or its folder of hooks: guard install --via native"
        what = f"git {has} starts no hooks out of its settings; {FROM[0]}.{FROM[1]} is the first that does"
        raise GuardError("G810", what, shown(os.fsencode(git)), mend)
    _forget(repo)  # with whatever somebody put beside them, such as what turns one off
    for name in NAMES:
        section = SECTION.format(name)
        repo.git.config("--local", f"{section}.event", name)
        repo.git.config("--local", f"{section}.command", " ".join([quote(word) for word in shims.call(name, git)]))
    return f"guard: {len(NAMES)} hooks are in the settings of this clone: git config --get-regexp '^hook[.]guard-'\n"


def _husky(asked: Asked) -> Done:
    then = "npx husky    sets husky up, where it is not yet"
    lines = {name: HUSKY_LINE.format(name) for name in HOOKS}
    if not asked.write:
        rows = "".join([f"  {'.husky/' + name:<27}{line}" for name, line in lines.items()])
        return Done(f"guard: these lines belong into the files that husky runs, each at its end:\n\n{rows}\n", then)
    for name, line in lines.items():
        path = os.path.join(asked.top, ".husky", name)
        stands = _text(path) or ""
        if not starts(HUSKY, name, stands):
            shims.put(path, stands + ("\n" if stands and not stands.endswith("\n") else "") + line, 0o644)
    return Done(f"guard: a line stands in each of {len(lines)} files in .husky\n", then)


def taken_out(git: str | None, top: str) -> list[str]:
    """What `put` wrote is gone again, and nothing else; in words, what was taken out of where."""
    said = []
    for via, (name, _) in FILES.items():
        path = os.path.join(top, name)
        if _alone(via, _text(path) or ""):
            os.unlink(path)
            said.append(f"guard: removed {name}, which held guard's lines alone\n")
    for name in HOOKS:
        said += _out_of_husky(os.path.join(top, ".husky", name), HUSKY_LINE.format(name))
    return [*dict.fromkeys(said), *_out_of_config(git, top)]


def still(top: str) -> list[str]:
    """In words, which settings start guard though nobody but a person may write there."""
    places = [(via, hook, name.format(hook)) for via, names in SETTINGS.items() for name in names for hook in HOOKS]
    named = [name for via, hook, name in places if starts(via, hook, text_of(os.path.join(top, name)))]
    return [f"guard: {name} still starts it: those lines are yours to take out\n" for name in dict.fromkeys(named)]


def _out_of_husky(path: str, line: str) -> list[str]:
    stands = _text(path) or ""
    rest = "".join([one for one in stands.splitlines(keepends=True) if one != line])
    if rest == stands:
        return []
    if rest:
        shims.put(path, rest, os.stat(path).st_mode & 0o777)
    else:
        os.unlink(path)
        if not os.listdir(os.path.dirname(path)):
            os.rmdir(os.path.dirname(path))
    return [f"guard: taken out of .husky/{os.path.basename(path)}\n"]


def _out_of_config(git: str | None, top: str) -> list[str]:
    found = _forget(open_for_setup(top, find_git(git)))
    return ["guard: taken out of the settings of this clone\n"] if found else []


def _forget(repo: Repo) -> bool:
    """Every section that is called as guard's are is gone; whether there was one."""
    listed = str(repo.git.config("--local", "--name-only", "--get-regexp", r"^hook\.guard-", with_exceptions=False))
    sections = dict.fromkeys([row.rpartition(".")[0] for row in listed.splitlines()])
    for section in sections:
        repo.git.config("--local", "--remove-section", section)
    return bool(sections)


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise GuardError("G820", what, shown(os.fsencode(path)), "mend the permissions of that file") from error
