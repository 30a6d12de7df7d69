"""Nothing of a hostile repository runs while guard judges it: each trap is first shown to be live, then walked past.

`make test` walks past each at one of three stages, always the same; `make fuzz` at all of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from tests.hostile import (
    NEW,
    OLD,
    STAGES,
    WATCHED,
    Trap,
    World,
    blob,
    build,
    copy,
    expected,
    nothing_was_touched,
    only_git_ran,
)

TRAPS: list[Trap] = []
BASE_PYTHON = sys._base_executable  # type: ignore[attr-defined]  # a virtual environment has no user site


def trap(name: str, spring: Callable[[World], object], **says: str) -> Callable[[Callable[[World], None]], None]:
    """Add a trap: the decorated function arms it; `spring` is what wakes the canary in anybody else's hands."""

    def add(arm: Callable[[World], None]) -> None:
        TRAPS.append(Trap(name, arm, spring, says))

    return add


def git(*words: str) -> Callable[[World], object]:
    return lambda world: world.git(*words)


def python(*words: str) -> Callable[[World], object]:
    return lambda world: world.python(*words)


def terminal(*words: str) -> Callable[[World], object]:
    return lambda world: world.on_terminal(*words)


def told(check: Callable[[World], bool]) -> Callable[[World], object]:
    """For attacks on the verdict: plain git is fooled, which wakes the canary."""

    def spring(world: World) -> None:
        if check(world):
            world.program("fooled")
            world.canary.write_text("fooled")

    return spring


# Configuration that names a program


@trap("fsmonitor-program", git("status"))
def _(world: World) -> None:
    world.config(f"[core]\nfsmonitor = {world.program()}\n")


@trap("fsmonitor-remembered-by-the-index", git("diff-index", "--cached", "HEAD"))
def _(world: World) -> None:
    world.config(f"[core]\nfsmonitor = {world.program()}\nfsmonitorHookVersion = 1\n")
    world.git("update-index", "--fsmonitor", check=True)
    world.hush()


@trap("fsmonitor-in-the-configuration-of-this-worktree", git("status"))
def _(world: World) -> None:
    world.config("[core]\nrepositoryformatversion = 1\n[extensions]\nworktreeConfig = true\n")
    (world.git_dir / "config.worktree").write_text(f"[core]\nfsmonitor = {world.program()}\n")


@trap("include-path", git("status"))
def _(world: World) -> None:
    (world.top / "src/innocent.txt").write_text(f"[core]\nfsmonitor = {world.program()}\n")
    world.config("[include]\npath = ../src/innocent.txt\n")


@trap("include-if-on-branch", git("status"))
def _(world: World) -> None:
    (world.top / "src/innocent.txt").write_text(f"[core]\nfsmonitor = {world.program()}\n")
    world.config('[includeIf "onbranch:work"]\npath = ../src/innocent.txt\n')


def _dirty(world: World) -> None:
    (world.top / "src/c.txt").write_bytes(NEW["c"])


@trap("clean-filter", git("diff", "--stat"))
def _(world: World) -> None:
    world.config(f'[filter "x"]\nclean = {world.program(then="cat")}\n')
    world.attributes("* filter=x\n")
    _dirty(world)


@trap("clean-filter-by-attributes-file", git("diff", "--stat"))
def _(world: World) -> None:
    (world.root / "attributes").write_text("* filter=x\n")
    world.config(
        f"[core]\nattributesFile = {world.root}/attributes\n"
        f'[filter "x"]\nclean = {world.program(then="cat")}\nrequired = true\n'
    )
    _dirty(world)


@trap("clean-filter-by-attributes-in-the-tree", git("diff", "--stat"))
def _(world: World) -> None:
    (world.top / "src/.gitattributes").write_text("* filter=x\n")
    world.config(f'[filter "x"]\nclean = {world.program(then="cat")}\n')
    _dirty(world)


@trap("smudge-filter", git("checkout", "--", "src/c.txt"))
def _(world: World) -> None:
    world.config(f'[filter "x"]\nsmudge = {world.program(then="cat")}\n')
    world.attributes("* filter=x\n")
    (world.top / "src/c.txt").unlink()


@trap("process-filter", git("diff", "--stat"))
def _(world: World) -> None:
    world.config(f'[filter "x"]\nprocess = {world.program(then="exit 1")}\n')
    world.attributes("* filter=x\n")
    _dirty(world)


@trap("textconv", git("diff", "--cached"))
def _(world: World) -> None:
    world.config(f'[diff "x"]\ntextconv = {world.program(then="echo same")}\n')
    world.attributes("* diff=x\n")


@trap("external-diff", git("diff", "--cached"))
def _(world: World) -> None:
    world.config(f"[diff]\nexternal = {world.program()}\n")


@trap("diff-driver-command", git("diff", "--cached"))
def _(world: World) -> None:
    world.config(f'[diff "x"]\ncommand = {world.program()}\n')
    world.attributes("* diff=x\n")


HOOKS = (
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-rewrite",
    "pre-applypatch",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "prepare-commit-msg",
    "proc-receive",
    "push-to-checkout",
    "reference-transaction",
    "sendemail-validate",
    "update",
)


@trap("hooks-path-with-every-hook", git("update-ref", "refs/heads/other", "HEAD"))
def _(world: World) -> None:
    for hook in HOOKS:
        world.program(hook, folder="hooks")
    world.config(f"[core]\nhooksPath = {world.root}/hooks\n")


@trap("post-index-change-in-the-hooks-folder", git("update-index", "--refresh", "--force-write-index"))
def _(world: World) -> None:
    for hook in HOOKS:
        world.program(hook, folder="repo/.git/hooks")
    os.utime(world.top / "src/c.txt")


@trap("merge-driver", git("merge-tree", "--write-tree", "HEAD^1", "HEAD^2"))
def _(world: World) -> None:
    world.config(f'[merge "x"]\ndriver = {world.program()}\n')
    world.attributes("* merge=x\n")
    side = (
        world.git("commit-tree", "-p", "main", "-m", "side", _tree(world, {"c": b"another c\n"}), check=True)
        .decode()
        .strip()
    )
    mine = (
        world.git("commit-tree", "-p", "main", "-m", "mine", _tree(world, {"a": NEW["a"], "c": b"my c\n"}), check=True)
        .decode()
        .strip()
    )
    tip = world.git(
        "commit-tree",
        "-p",
        mine,
        "-p",
        side,
        "-m",
        "merge",
        _tree(world, {"a": NEW["a"], "c": b"both c\n"}),
        check=True,
    )
    (world.git_dir / "refs/heads/work").write_bytes(tip)
    world.git("read-tree", "HEAD", check=True)
    world.hush()


def _tree(world: World, files: dict[str, bytes]) -> str:
    """The tree of main with other sources in it."""
    world.git("read-tree", "main", check=True)
    for name, content in files.items():
        oid = world.git("hash-object", "-w", "--stdin", stdin=content, check=True).decode().strip()
        world.git("update-index", "--cacheinfo", f"100644,{oid},src/{name}.txt", check=True)
    return world.git("write-tree", check=True).decode().strip()


SIGNED = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n iHUEABYKAB0WIQ==\n =abcd\n -----END PGP SIGNATURE-----\n"


@trap("gpg-program-and-log-show-signature", git("log", "-1"))
def _(world: World) -> None:
    world.config(f"[gpg]\nprogram = {world.program()}\n[log]\nshowSignature = true\n")
    head, _, message = world.git("cat-file", "commit", "HEAD", check=True).partition(b"\n\n")
    oid = world.git(
        "hash-object", "-t", "commit", "-w", "--stdin", stdin=head + b"\n" + SIGNED + b"\n" + message, check=True
    )
    (world.git_dir / "refs/heads/work").write_bytes(oid)


@trap("core-pager", terminal("log"))
def _(world: World) -> None:
    world.config(f"[core]\npager = {world.program(then='cat')}\n")


@trap("pager-of-one-command", terminal("rev-list", "HEAD"))
def _(world: World) -> None:
    pager = world.program(then="cat")
    words = ("rev-list", "rev-parse", "cat-file", "diff-index", "diff-tree", "merge-base")
    world.config("[pager]\n" + "".join(f"{word} = {pager}\n" for word in words))


@trap("core-editor", git("config", "--local", "--edit"))
def _(world: World) -> None:
    world.config(f"[core]\neditor = {world.program()}\n[sequence]\neditor = {world.program()}\n")


@trap("alias", git("st"))
def _(world: World) -> None:
    words = ("st", "rev-list", "rev-parse", "cat-file", "diff-index", "diff-tree", "merge-base")
    world.config("[alias]\n" + "".join(f'{word} = "!{world.program()}"\n' for word in words))


@trap("alternate-refs-command", git("rev-list", "--alternate-refs"))
def _(world: World) -> None:
    shutil.copytree(world.git_dir, world.root / "other.git")
    (world.git_dir / "objects/info").mkdir(exist_ok=True)
    (world.git_dir / "objects/info/alternates").write_text(f"{world.root}/other.git/objects\n")
    world.config(f"[core]\nalternateRefsCommand = {world.program()}\n")


@trap("trailer-command", git("interpret-trailers", "--trailer", "x=y"))
def _(world: World) -> None:
    world.config(f'[trailer "x"]\nkey = X\ncmd = {world.program()}\n')


@trap("difftool", git("difftool", "--cached", "-y"))
def _(world: World) -> None:
    world.config(
        f'[diff]\ntool = x\nguitool = x\n[difftool "x"]\ncmd = {world.program()}\n[difftool]\nprompt = false\n'
    )


# A missing object, and a promise to fetch it


def _promise(world: World, url: str, more: str = "") -> None:
    world.config(
        "[core]\nrepositoryformatversion = 1\n[extensions]\npartialClone = o\n"
        f'[remote "o"]\nurl = {url}\npromisor = true\npartialclonefilter = blob:none\n{more}\n'
    )
    world.lose(OLD["a"], OLD["b"])


FETCH = git("cat-file", "-p", blob(OLD["b"]))


@trap("lazy-fetch-by-ext", FETCH, all="G804")
def _(world: World) -> None:
    _promise(world, f'"ext::{world.program()}"', '[protocol]\nallow = always\n[protocol "ext"]\nallow = always\n')


@trap("lazy-fetch-by-ssh-command", FETCH, all="G804")
def _(world: World) -> None:
    _promise(world, "ssh://nowhere.invalid/x", f"[core]\nsshCommand = {world.program()}\n")


@trap("lazy-fetch-by-upload-pack", FETCH, all="G804")
def _(world: World) -> None:
    _promise(world, str(world.top), f"uploadpack = {world.program()}\n")


@trap("lazy-fetch-by-git-proxy", FETCH, all="G804")
def _(world: World) -> None:
    _promise(world, "git://nowhere.invalid/x", f"[core]\ngitProxy = {world.program()}\n")


@trap("lazy-fetch-by-remote-helper", FETCH, all="G804")
def _(world: World) -> None:
    world.program("git-remote-evil")
    world.environment["PATH"] = f"{world.root}/evil:{os.environ['PATH']}"
    _promise(world, "evil::x")


@trap("lazy-fetch-asks-a-credential-helper", FETCH, all="G804")
def _(world: World) -> None:
    proxy = "[http]\nproxy = http://you@127.0.0.1:9\n"
    _promise(world, "http://127.0.0.1:9/x", f"{proxy}[credential]\nhelper = {world.program(then='echo password=x')}\n")


@trap("lazy-fetch-asks-for-a-password", FETCH, all="G804")
def _(world: World) -> None:
    proxy = "[http]\nproxy = http://you@127.0.0.1:9\n"
    _promise(world, "http://127.0.0.1:9/x", f"{proxy}[core]\naskPass = {world.program(then='echo x')}\n")


@trap("lazy-fetch-where-nothing-needed-is-missing", git("cat-file", "-p", blob(b"nowhere")))
def _(world: World) -> None:
    _promise(world, "ssh://nowhere.invalid/x", f"[core]\nsshCommand = {world.program()}\n")
    for name in ("a", "b"):
        world.git("hash-object", "-w", "--stdin", stdin=OLD[name], check=True)


@trap("lazy-fetch-by-environment", FETCH, all="G804")
def _(world: World) -> None:
    program = world.program()
    _promise(world, "ssh://nowhere.invalid/x")
    world.environment.update(
        GIT_SSH_COMMAND=program, GIT_SSH=program, GIT_ASKPASS=program, SSH_ASKPASS=program, GIT_PROXY_COMMAND=program
    )
    world.environment.update(GIT_ALLOW_PROTOCOL="ssh:ext", GIT_NO_LAZY_FETCH="0", GIT_PROTOCOL_FROM_USER="1")


# The environment


@trap("fsmonitor-by-config-count", git("status"))
def _(world: World) -> None:
    world.environment.update(
        GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="core.fsmonitor", GIT_CONFIG_VALUE_0=world.program()
    )


@trap("fsmonitor-by-config-parameters", git("status"))
def _(world: World) -> None:
    world.environment["GIT_CONFIG_PARAMETERS"] = f"'core.fsmonitor'='{world.program()}'"


@trap("fsmonitor-by-global-configuration", git("status"))
def _(world: World) -> None:
    (world.root / "evil.config").write_text(f"[core]\nfsmonitor = {world.program()}\n")
    world.environment.update(
        GIT_CONFIG_GLOBAL=f"{world.root}/evil.config",
        GIT_CONFIG_SYSTEM=f"{world.root}/evil.config",
        GIT_CONFIG_NOSYSTEM="0",
    )


@trap("fsmonitor-by-home", lambda world: world.git("status"))
def _(world: World) -> None:
    (world.root / "home/git").mkdir(parents=True)
    for place in ("home/.gitconfig", "home/git/config"):
        (world.root / place).write_text(f"[core]\nfsmonitor = {world.program()}\n")
    world.environment.update(
        HOME=f"{world.root}/home",
        XDG_CONFIG_HOME=f"{world.root}/home",
        GIT_CONFIG_GLOBAL=f"{world.root}/home/.gitconfig",
    )


@trap("external-diff-by-environment", git("diff", "--cached"))
def _(world: World) -> None:
    world.environment.update(GIT_EXTERNAL_DIFF=world.program(), GIT_DIFF_OPTS="-u0")


@trap("pager-by-environment", terminal("log"))
def _(world: World) -> None:
    program = world.program(then="cat")
    world.environment.update(
        GIT_PAGER=program, PAGER=program, GIT_PAGER_IN_USE="1", GIT_EDITOR=program, VISUAL=program, EDITOR=program
    )


@trap("trace-appends-to-a-file", git("status"))
def _(world: World) -> None:
    names = (
        "GIT_TRACE",
        "GIT_TRACE_SETUP",
        "GIT_TRACE_PERFORMANCE",
        "GIT_TRACE_PACKET",
        "GIT_TRACE2",
        "GIT_TRACE2_EVENT",
        "GIT_TRACE2_PERF",
    )
    world.environment.update(dict.fromkeys(names, str(world.canary)))


@trap("exec-path", git("submodule", "status"))
def _(world: World) -> None:
    for word in (
        "submodule",
        "rev-list",
        "rev-parse",
        "cat-file",
        "diff-index",
        "diff-tree",
        "merge-base",
        "remote-ssh",
        "remote-http",
    ):
        world.program(f"git-{word}", folder="exec")
    world.environment["GIT_EXEC_PATH"] = f"{world.root}/exec"


@trap("git-of-the-repository-first-in-path", git("status"))
def _(world: World) -> None:
    world.program("git", folder="repo/src/bin")
    world.program("ssh", folder="repo/src/bin")
    world.environment.update(
        PATH=f"{world.top}/src/bin:{os.environ['PATH']}", GIT_PYTHON_GIT_EXECUTABLE=f"{world.top}/src/bin/git"
    )


@trap("git-of-gitpython", python("-c", "import git"))
def _(world: World) -> None:
    world.environment.update(
        GIT_PYTHON_GIT_EXECUTABLE=world.program(), GIT_PYTHON_TRACE="full", GIT_PYTHON_REFRESH="quiet"
    )


# Attacks on the verdict


@trap("worktree-elsewhere", told(lambda world: b"elsewhere" in world.git("rev-parse", "--show-toplevel")), all="G815")
def _(world: World) -> None:
    shutil.copytree(world.top / "src", world.root / "elsewhere/src")
    world.config(f"[core]\nworktree = {world.root}/elsewhere\n")


def _clean_copy(world: World) -> Path:
    shutil.copytree(world.git_dir, world.root / "clean.git")
    (world.root / "clean.git/index").unlink()
    return world.root / "clean.git"


@trap(
    "git-dir-of-another-repository",
    told(lambda world: b"src/c.txt" in world.git("diff", "--cached", "--name-only")),
    all="G815",
)
def _(world: World) -> None:
    world.environment["GIT_DIR"] = str(_clean_copy(world))


@trap(
    "index-of-another-repository",
    told(lambda world: b"src/c.txt" in world.git("diff", "--cached", "--name-only")),
    staged="G809",
    hook="G809",
)
def _(world: World) -> None:
    (world.root / "other-index").write_bytes(b"")
    world.git("read-tree", "--empty")
    shutil.copy(world.git_dir / "index", world.root / "other-index")
    world.git("read-tree", "HEAD", check=True)
    world.environment["GIT_INDEX_FILE"] = f"{world.root}/other-index"


@trap("work-tree-by-environment", told(lambda world: b"elsewhere" in world.git("rev-parse", "--show-toplevel")))
def _(world: World) -> None:
    (world.root / "elsewhere").mkdir()
    world.environment.update(
        GIT_WORK_TREE=f"{world.root}/elsewhere", GIT_CEILING_DIRECTORIES=str(world.root), GIT_DIR=str(world.git_dir)
    )


@trap("object-directory-elsewhere", told(lambda world: world.git("cat-file", "-t", "HEAD") == b""))
def _(world: World) -> None:
    (world.root / "objects").mkdir()
    world.environment.update(
        GIT_OBJECT_DIRECTORY=f"{world.root}/objects",
        GIT_QUARANTINE_PATH=f"{world.root}/objects",
        GIT_DEFAULT_HASH="sha256",
    )


@trap(
    "alternates-by-environment",
    told(lambda world: world.git("cat-file", "-t", blob(OLD["b"])) == b"blob\n"),
    all="G804",
)
def _(world: World) -> None:
    shutil.copytree(world.git_dir / "objects", world.root / "objects")
    world.environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = f"{world.root}/objects"
    world.lose(OLD["a"], OLD["b"])


def _bad_then_fake(world: World) -> tuple[str, str]:
    """The tip of work leaves the scope; a commit beside it stays inside."""
    clean = world.git("rev-parse", "HEAD", check=True).decode().strip()
    (world.top / "docs/d.md").write_text("out of scope\n")
    world.git("commit", "-qm", "bad", "--only", "docs/d.md", check=True)
    return world.git("rev-parse", "HEAD", check=True).decode().strip(), clean


def _hidden(world: World) -> bool:
    return b"docs/d.md" not in world.git("log", "--name-only", "main..HEAD")


@trap("replace-ref-base-by-environment", told(_hidden), range="G101")
def _(world: World) -> None:
    bad, clean = _bad_then_fake(world)
    (world.git_dir / "refs/evil").mkdir()
    (world.git_dir / "refs/evil" / bad).write_text(clean + "\n")
    world.environment["GIT_REPLACE_REF_BASE"] = "refs/evil/"


@trap("grafts-by-environment", told(_hidden), range="G101")
def _(world: World) -> None:
    _, clean = _bad_then_fake(world)
    (world.top / "docs/d.md").write_text("words\n")
    world.git("commit", "-qm", "as if nothing had been", "--only", "docs/d.md", check=True)
    tip = world.git("rev-parse", "HEAD", check=True).decode().strip()
    (world.root / "grafts").write_text(f"{tip} {clean}\n")
    world.environment["GIT_GRAFT_FILE"] = f"{world.root}/grafts"


@trap("namespace-by-environment", told(lambda world: b"refs/heads/main" not in world.git("ls-remote", ".")))
def _(world: World) -> None:
    world.environment.update(
        GIT_NAMESPACE="elsewhere", GIT_LITERAL_PATHSPECS="0", GIT_ICASE_PATHSPECS="1", GIT_OPTIONAL_LOCKS="1"
    )


# Repositories inside the repository


def _bare_inside(world: World) -> None:
    inside = world.top / "src/x.git"
    shutil.copytree(world.git_dir, inside)
    for hook in HOOKS:
        world.program(hook, folder="repo/src/x.git/hooks")
    with (inside / "config").open("a") as file:
        file.write(
            f"\n[core]\nbare = false\nworktree = {world.top}\n"
            f"fsmonitor = {world.program()}\nhooksPath = {inside}/hooks\n"
        )


@trap("bare-repository-inside", lambda world: world.git("status", cwd=world.top / "src/x.git"))
def _(world: World) -> None:
    _bare_inside(world)


@trap("started-inside-a-bare-repository", lambda world: world.git("status", cwd=world.top / "src/x.git"), all="G802")
def _(world: World) -> None:
    _bare_inside(world)
    world.start = "src/x.git"


@trap("submodule-with-a-configuration-of-its-own", git("status"))
def _(world: World) -> None:
    inside = world.top / "src/lib"
    shutil.copytree(world.git_dir, inside / ".git")
    head = world.git("rev-parse", "main", check=True).decode().strip()
    with (inside / ".git/config").open("a") as file:
        file.write(f"\n[core]\nfsmonitor = {world.program()}\n")
    modules = (
        world.git(
            "hash-object", "-w", "--stdin", stdin=b'[submodule "lib"]\n\tpath = src/lib\n\turl = ../lib\n', check=True
        )
        .decode()
        .strip()
    )
    world.git("update-index", "--add", "--cacheinfo", f"100644,{modules},.gitmodules", check=True)
    tree = world.git("write-tree", check=True).decode().strip()
    tip = world.git("commit-tree", "-p", "main", "-m", "modules", tree, check=True)
    for branch in ("main", "work"):
        (world.git_dir / "refs/heads" / branch).write_bytes(tip)
    (world.top / ".gitmodules").write_bytes(world.git("cat-file", "blob", modules))
    world.git("update-index", "--add", "--cacheinfo", f"160000,{head},src/lib", check=True)
    world.hush()


# Python


IMPORTED = "import posix as _p\n_f = _p.open({canary!r}, _p.O_WRONLY | _p.O_CREAT, 0o600)\n_p.close(_f)\n"


def _shadow(world: World, *names: str, folder: str = ".") -> None:
    for name in names:
        path = world.top / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(IMPORTED.format(canary=str(world.canary)))


STANDARD = (
    "os.py",
    "json.py",
    "re.py",
    "typing.py",
    "argparse.py",
    "unicodedata.py",
    "collections.py",
    "importlib.py",
    "_json.py",
    "platform.py",
)
HOUSE = (
    "guard/__init__.py",
    "guard/__main__.py",
    "guard_hooks/__init__.py",
    "guard_hooks/__main__.py",
    "git.py",
    "yaml.py",
    "ruamel/__init__.py",
    "jsonschema.py",
)
SITE = ("sitecustomize.py", "usercustomize.py")


@trap("packages-named-guard", python("-m", "guard_hooks", "pre-commit"))
def _(world: World) -> None:
    _shadow(world, *HOUSE)


@trap("modules-of-the-standard-library", python("-c", "import json"))
def _(world: World) -> None:
    _shadow(world, *STANDARD)


@trap(
    "started-where-modules-lie",
    lambda world: world.python("-c", f"import os; os.chdir({str(world.top / 'src')!r}); import json"),
)
def _(world: World) -> None:
    _shadow(world, *HOUSE, *STANDARD, *SITE, folder="src")
    _shadow(world, "json.py")
    world.start = "src"


@trap("python-path", python("-c", "pass"))
def _(world: World) -> None:
    _shadow(world, *HOUSE, *STANDARD, *SITE)
    world.environment["PYTHONPATH"] = "."


@trap("python-startup", python("-i"))
def _(world: World) -> None:
    _shadow(world, "startup.py")
    world.environment.update(PYTHONSTARTUP=f"{world.top}/startup.py", PYTHONINSPECT="1", PYTHONBREAKPOINT="startup.run")


@trap("python-home", python("-c", "pass"))
def _(world: World) -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    _shadow(world, "encodings/__init__.py", "site.py", folder=f"src/home/lib/{version}")
    world.environment.update(PYTHONHOME=f"{world.top}/src/home", PYTHONPLATLIBDIR="lib")


@trap("python-user-site", lambda world: world.python("-c", "pass", executable=BASE_PYTHON))
def _(world: World) -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for folder in (f"src/user/lib/{version}/site-packages", "src/user/lib/python/site-packages"):
        _shadow(world, "usercustomize.py", "guard/__init__.py", folder=folder)
    world.environment["PYTHONUSERBASE"] = f"{world.top}/src/user"


@trap("python-warnings", python("-c", "pass"))
def _(world: World) -> None:
    _shadow(world, "evil.py")
    world.environment.update(PYTHONWARNINGS="ignore::evil.Category", PYTHONPATH=str(world.top))


@trap(
    "python-of-the-repository-first-in-path",
    lambda world: world.git("-c", "alias.p=!python3 -c pass; python -c pass", "p"),
)
def _(world: World) -> None:
    for name in ("python", "python3", "guard"):
        world.program(name, folder="repo/src/venv/bin")
    (world.top / "src/venv/pyvenv.cfg").write_text(
        f"home = {world.top}/src/venv/bin\ninclude-system-site-packages = true\n"
    )
    world.environment.update(PATH=f"{world.top}/src/venv/bin:{os.environ['PATH']}", VIRTUAL_ENV=f"{world.top}/src/venv")


# The tests


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build(tmp_path_factory.mktemp("hostile"))


def stages(case: Trap) -> tuple[str, ...]:
    return STAGES if EXAMPLES else (STAGES[zlib.crc32(case.name.encode()) % len(STAGES)],)


@pytest.mark.fuzz
@pytest.mark.parametrize("case", TRAPS if EXAMPLES else TRAPS[::8], ids=lambda case: case.name)
def test_the_trap_is_live_and_guard_walks_past_it(case: Trap, template: World, tmp_path: Path) -> None:
    world = copy(template, tmp_path)
    case.arm(world)
    assert not world.fired()
    case.spring(world)
    assert world.fired(), "this trap is dead: nothing is shown by walking past it"
    world.hush()
    for stage in stages(case):
        run = world.guard(stage)
        assert not world.fired(), (stage, world.canary.read_text())
        assert (run.code, run.rules) == expected(case, stage), (stage, run.said)
        only_git_ran(run, world)
        nothing_was_touched(run, world)


def test_names_of_traps_are_told_apart() -> None:
    names = [case.name for case in TRAPS]
    assert len(names) == len(set(names)) >= 50


WAYS = """
import os, subprocess
subprocess.run(["true"])
os.system("true")
os.waitpid(os.posix_spawn("/bin/sh", ["sh", "-c", "true"], {}), 0)
os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", "true"])
os.popen("true").close()
"""


def test_the_watch_sees_every_way_to_start_a_process(tmp_path: Path) -> None:
    """The counter-test of the audit hook itself."""
    events = tmp_path / "events"
    subprocess.run(
        [sys.executable, "-I", str(WATCHED), str(events), "timeit", "-n", "1", "-r", "1", WAYS],
        check=True,
        capture_output=True,
    )
    seen = {event for event, _ in json.loads(events.read_text())["started"]}
    assert seen >= {"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork"}


def test_a_child_with_anything_more_or_less_is_noticed(template: World, tmp_path: Path) -> None:
    """The counter-test of what is asserted of every child."""
    world = copy(template, tmp_path)
    run = world.guard("staged")
    only_git_ran(run, world)
    event, (path, argv, environment) = run.started[0]
    assert isinstance(argv, list)
    assert isinstance(environment, dict)
    for spoiled in (
        [event, ["git", argv, environment]],
        [event, [path, [*argv[:3], *argv[5:]], environment]],
        [event, [path, argv, {**environment, "GIT_TRACE": "1"}]],
        [event, [path, argv, {**environment, "PATH": os.environ["PATH"]}]],
        ["subprocess.Popen", [path, argv, None, environment]],
    ):
        with pytest.raises(AssertionError):
            only_git_ran(replace(run, started=[spoiled]), world)
