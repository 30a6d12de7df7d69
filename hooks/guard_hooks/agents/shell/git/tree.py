"""Words of git that write files: into the work tree, or beside it."""

from __future__ import annotations

from guard_hooks.agents.shell.git.heads import PATCH, Take
from guard_hooks.agents.shell.language.place import HERE
from guard_hooks.agents.shell.language.word import Word, folder_of_pattern, said
from guard_hooks.agents.shell.programs.operands import output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

TREE = said("./")
STASHES = ("push", "save", "pop", "apply", "branch", "list", "show", "drop", "clear", "create", "store")
STARTS = "git starts a program to talk to"
CLEANS = "it deletes every file here that git does not know"


def sparse(reader: Reader, found: Given, command: Command) -> None:
    """git sparse-checkout: what it leaves out is gone from the work tree."""
    del command
    word = found.operands[0].plain() if found.operands else "list"
    if word in ("add", "disable"):
        reader.restores(TREE, "git sparse-checkout")
    elif word not in ("list", "check-rules"):
        reader.deletes(TREE, "git sparse-checkout", below=True)


def clone(reader: Reader, found: Given, command: Command) -> None:
    """A folder of the repository's name, or as it is told."""
    del command
    reader.heads.clones = True
    if found.has("u upload-pack c config template separate-git-dir"):
        reader.cannot("git clone does more than it says")
    if len(found.operands) > 1:
        reader.writes(found.operands[1], "git clone", folder=True)
    for word in found.operands[:1] if len(found.operands) == 1 else ():
        base = word.text.rstrip("/").removesuffix("/.git").rpartition("/")[2].rpartition(":")[2].removesuffix(".git")
        reader.writes(said(base) if word.known() and base else Word("$", "X"), "git clone", folder=True)


def init(reader: Reader, found: Given, command: Command) -> None:
    """A repository in a folder."""
    del command
    if found.has("template separate-git-dir"):
        reader.cannot("git init does more than it says")
    for word in found.operands:
        reader.writes(word, "git init", folder=True)


def worktree(reader: Reader, found: Given, command: Command) -> None:
    """Another work tree beside this one."""
    del command
    word, operands = (found.operands[0].plain() if found.operands else ""), found.operands[1:]
    if word == "add":
        for path in operands[:1]:
            reader.writes(path, "git worktree", folder=True)
    elif word in ("remove", "move"):
        for path in operands[:1]:
            reader.deletes(path, "git worktree", below=True)
        for path in operands[1:] if word == "move" else ():
            reader.writes(path, "git worktree", folder=True)
    elif word not in ("list", "prune", "lock", "unlock", "repair"):
        reader.cannot("what git worktree does is not known")


def stash(reader: Reader, found: Given, command: Command) -> None:
    """What is not committed yet, put away and back."""
    del command
    for value in found.value("output"):
        output(reader, "git stash", value)
    if found.has("k keep-index S staged"):
        from guard_hooks.agents.shell.git.taking import out_of_index

        out_of_index(reader, "stash", found)
    word = found.operands[0].plain() if found.operands else "push"
    if word not in STASHES:
        reader.cannot("what git stash does is not known")
    if word not in ("list", "show", "drop", "clear", "create", "store"):
        reader.restores(TREE, "git stash")


def clean(reader: Reader, found: Given, command: Command) -> None:
    """Files that git does not know: all that there are, or those that it is told."""
    from guard_hooks.agents.shell.git.paths import paths

    del command
    if found.has("n dry-run"):
        return
    words = paths(found.operands) or (TREE,)
    if any([word.text.strip("./") == "" or folder_of_pattern(word) in ("./", None) for word in words]):
        reader.around(CLEANS)
    for word in words:
        reader.deletes(word, "git clean", below=True)


def reset(reader: Reader, found: Given, command: Command) -> None:
    """The work tree as well, with some options."""
    del command
    if found.has("hard merge keep"):
        reader.restores(TREE, "git reset")


def restore(reader: Reader, found: Given, command: Command) -> None:
    """Paths, from the index or a commit."""
    from guard_hooks.agents.shell.git.paths import restored

    restored(reader, found, command)


def checkout(reader: Reader, found: Given, command: Command) -> None:
    """Paths, or all of another branch."""
    from guard_hooks.agents.shell.git.paths import checked_out

    checked_out(reader, found, command)


def switch(reader: Reader, found: Given, command: Command) -> None:
    """All of another branch; a new one that begins here changes nothing."""
    del command
    if found.has("orphan"):
        reader.deletes(TREE, "git switch", below=True)
    elif found.operands or not found.has("c C create force-create"):
        reader.restores(TREE, "git switch")


def remove(reader: Reader, found: Given, command: Command) -> None:
    """git rm."""
    from guard_hooks.agents.shell.git.paths import paths

    del command
    if found.has("pathspec-from-file"):
        reader.cannot("which files git rm deletes says a file")
    below = found.has("r")
    for word in () if found.has("cached n dry-run") else paths(found.operands):
        reader.deletes(word, "git rm", below=below)


def move(reader: Reader, found: Given, command: Command) -> None:
    """git mv."""
    from guard_hooks.agents.shell.programs.files import moved

    del command
    if not found.has("n dry-run"):
        moved(reader, "git mv", found)


def apply(reader: Reader, found: Given, command: Command) -> None:
    """A patch: the files that it names, where it stands in the command."""
    from guard_hooks.agents.shell.programs.fetching import patched

    if found.has("stat numstat summary check cached") and not found.has("apply"):
        return
    if reader.here != HERE:
        reader.cannot("git apply names files from the top")
    strip = [option for option, _ in found.options if option.startswith(("p", "d", "b"))]
    if command.here and not command.here.computed and not strip and all([word.text == "-" for word in found.operands]):
        patched(reader, "git apply", command.here.text, 1)
        if reader.here == HERE:
            reader.heads.takes(Take(PATCH), "git apply", reader.here, False)
    else:
        reader.cannot("which files git apply writes says the patch")


def mails(reader: Reader, found: Given, command: Command) -> None:
    """git am."""
    del command
    if found.has("abort quit skip continue r resolved show-current-patch"):
        reader.restores(TREE, "git am")
    else:
        reader.cannot("which files git am writes says the patch")


def bisect(reader: Reader, found: Given, command: Command) -> None:
    """One commit after another, and what is run for each."""
    from guard_hooks.agents.shell.programs.running import program

    words = [word.plain() for word in found.operands[:1]]
    if words == ["replay"]:
        reader.cannot("what git bisect does says a file")
    if words and words[0] not in ("log", "visualize", "view"):
        reader.restores(TREE, "git bisect")
    for value in found.value("output"):
        output(reader, "git bisect", value)
    rest = command.args[1:] if words == ["run"] else ()
    if rest:
        program(reader, command._replace(words=rest))


def archive(reader: Reader, found: Given, command: Command) -> None:
    """A file of a commit."""
    del command
    if found.has("remote exec"):
        reader.cannot(STARTS)
    for value in found.value("o output"):
        output(reader, "git archive", value)


def bundle(reader: Reader, found: Given, command: Command) -> None:
    """A file of commits."""
    del command
    if [word.plain() for word in found.operands[:1]] == ["create"]:
        for word in found.operands[1:2]:
            output(reader, "git bundle", word)


def format_patch(reader: Reader, found: Given, command: Command) -> None:
    """A file for each commit."""
    del command
    if not found.has("stdout"):
        for folder in found.value("o output-directory") or [TREE]:
            reader.writes(folder, "git format-patch", folder=True)


def trailers(reader: Reader, found: Given, command: Command) -> None:
    """git interpret-trailers."""
    del command
    for word in found.operands if found.has("in-place") else ():
        reader.writes(word, "git interpret-trailers")


TREE_WORDS: dict[str, Callable[[Reader, Given, Command], None]] = {
    "am": mails,
    "apply": apply,
    "archive": archive,
    "bisect": bisect,
    "bundle": bundle,
    "checkout": checkout,
    "clean": clean,
    "clone": clone,
    "format-patch": format_patch,
    "init": init,
    "interpret-trailers": trailers,
    "mv": move,
    "reset": reset,
    "restore": restore,
    "rm": remove,
    "sparse-checkout": sparse,
    "stash": stash,
    "switch": switch,
    "worktree": worktree,
}
