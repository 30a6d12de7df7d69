"""Guard in the settings of whatever runs the hooks of a repository: git's own settings, or software for it.

Settings that a team shares name no path of anybody's machine, so there guard is whatever `guard` stands on the PATH.
"""

from __future__ import annotations

import os
from shlex import quote

from guard.doors.git.run import find_git
from guard.doors.git.setup import open_for_setup
from guard.errors import GuardError
from guard.escape import shown
from guard.model.shim import NAMES
from guard_hooks import shims
from guard_hooks.git_hooks import HOOKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.setup import Repo

FROM = (2, 54)  # the first git that starts hooks out of its settings
SECTION = "hook.guard-{}"  # a name of an event alone would be refused
STAGES = ", ".join(HOOKS)
FRAMEWORK = f"""\
default_install_hook_types: [{STAGES}]
repos:
  - repo: https://git.example.org/guard    # guard's repository, or your copy of it
    rev: v0.1.0
    hooks:
      - id: guard-check
      - id: guard-merge
      - id: guard-trailers
      - id: guard-message
      - id: guard-note
      - id: guard-note-rewrite
      - id: guard-push
"""
# lefthook hands on what git says only where it is told to; {0} is all that git said behind the hook's name.
LEFTHOOK = "".join(
    [
        f"{name}:\n  jobs:\n    - name: guard\n      run: guard hook {name} {{0}}\n"
        + ("      use_stdin: true\n" if name in ("pre-push", "post-rewrite") else "")
        for name in HOOKS
    ]
)
HUSKY = 'guard hook {} "$@"\n'
FILES = {  # of each: where its settings stand, what stands in them, and what makes it run them
    "pre-commit": (".pre-commit-config.yaml", FRAMEWORK, "pre-commit install"),
    "prek": (".pre-commit-config.yaml", FRAMEWORK, "prek install"),
    "lefthook": ("lefthook.yml", LEFTHOOK, "lefthook install"),
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


def put(via: str, git: str, top: str, write: bool) -> tuple[str, str]:
    """Write the settings, or tell what they are; in words, what was done, and what comes next."""
    if via == "config":
        return _config(git, top), "git hook list pre-commit    tells what git starts there"
    if via == "husky":
        return _husky(top, write), "npx husky    sets husky up, where it is not yet"
    name, text, then = FILES[via]
    path = os.path.join(top, name)
    stands = _text(path)
    if stands == text:
        return f"guard: {name} holds guard's lines already\n", then
    if write and stands is None:
        shims.put(path, text, 0o644)
        return f"guard: written: {name}\n", then
    if write:
        mend = f"put them in by hand; guard install --via {via} prints them"
        raise GuardError("G820", "settings stand there already, and guard writes into nobody else's", name, mend)
    return f"guard: these lines belong into {name}:\n\n{text}\n", f"put them there, then: {then}"


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


def _husky(top: str, write: bool) -> str:
    lines = {name: HUSKY.format(name) for name in HOOKS}
    if not write:
        rows = "".join([f"  {'.husky/' + name:<27}{line}" for name, line in lines.items()])
        return f"guard: these lines belong into the files that husky runs, each at its end:\n\n{rows}\n"
    for name, line in lines.items():
        path = os.path.join(top, ".husky", name)
        stands = _text(path) or ""
        if line not in stands.splitlines(keepends=True):
            shims.put(path, stands + ("\n" if stands and not stands.endswith("\n") else "") + line, 0o644)
    return f"guard: a line stands at the end of each of {len(lines)} files in .husky\n"


def taken_out(git: str | None, top: str) -> list[str]:
    """What `put` wrote is gone again, and nothing else; in words, what was taken out of where."""
    said = []
    for name, text, _ in dict.fromkeys(FILES.values()):
        path = os.path.join(top, name)
        if _text(path) == text:
            os.unlink(path)
            said.append(f"guard: removed {name}, which held guard's lines alone\n")
    for name in HOOKS:
        said += _out_of_husky(os.path.join(top, ".husky", name), HUSKY.format(name))
    return [*dict.fromkeys(said), *_out_of_config(git, top)]


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
