"""Words of git that move branches, here or elsewhere, and those that lead to other repositories."""

from __future__ import annotations

from guard_hooks.agents.shell.git.heads import COMPUTED
from guard_hooks.agents.shell.language.word import PLAIN, folder_of_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

BY_HAND = "it moves a branch by hand"
OVERWRITES = "it overwrites what others may have on a branch"
STARTS = "git starts a program to talk to"
LOG = "guard-log"
OF_HEAD = ("refs/heads/HEAD", "refs/heads/@")  # the branch HEAD is on, here or there


def _here(found: Given) -> bool:
    """Whether the other side is a repository by its path: most likely this one."""
    return _is_path(found.operands[0].text if found.operands else "")


def _is_path(word: str) -> bool:
    return word in (".", "..", "~") or word.startswith(("./", "../", "/", "~/", ".git", "file:"))


def leads(reader: Reader, word: str, found: Given) -> None:
    """The other side, which has to be told."""
    for one in found.operands[:1]:
        if not one.known() or folder_of_pattern(one) != "" or (one.text[:1] == "~" and one.mask[0] == PLAIN):
            reader.cannot(f"git {word} leads to a place that is computed")


def _is_far(word: Word) -> bool:
    return word.known() and ":" in word.text and not _is_path(word.text)


def commit(reader: Reader, found: Given, command: Command) -> None:
    """Nothing but a commit, which the hooks see."""
    del reader, found, command


def push(reader: Reader, found: Given, command: Command) -> None:
    """What it does to a branch elsewhere."""
    del command
    leads(reader, "push", found._replace(operands=(*found.value("repo"), *found.operands)[:1]))
    _pushed(reader, found)
    if found.has("f force mirror") or any([word.text.startswith("+") for word in found.operands]):
        reader.around(OVERWRITES)
    if _here(found) or [word for word in found.value("repo") if "/" in word.text or word.text == "."]:
        reader.around(BY_HAND)
    if any(["skip" in value.text.lower() for value in found.value("o push-option")]):
        reader.around("it asks for no checks where it pushes to")
    if any([name.startswith("force-") for name, _ in found.options]):
        reader.cannot("it overwrites what it believes to be on a branch")
    if found.has("d delete prune") or any([word.text.startswith(":") for word in found.operands[1:]]):
        reader.cannot("it deletes a branch elsewhere")
    if found.has("receive-pack exec"):
        reader.cannot(STARTS)


def _pushed(reader: Reader, found: Given) -> None:
    """Which branches there, by what it says."""
    from guard_hooks.agents.shell.git.refs import named

    if reader.heads.clones:
        reader.cannot("it pushes from a repository that it makes itself")
    told = [word.text for word in found.value("repo")]
    for to in dict.fromkeys([*told, *[word.text for word in found.operands[:1]]] or [""]):
        for word in found.operands[0 if told and len(found.operands) == 1 else 1 :]:
            at = word.text.find(":") + 1 or len(word.text) - len(word.text.lstrip("+"))
            name, text = named(word.after(at)), word.text[at:]
            more = [f"refs/remotes/{text}{head}" for head in ("", "/HEAD")]  # where a side looks for what it is told
            for one in [COMPUTED if name in OF_HEAD else name, *more]:
                reader.heads.pushed(one, reader.here, to)
        if not found.operands[1:]:
            reader.heads.pushed(COMPUTED, reader.here, to)


def fetch(reader: Reader, found: Given, command: Command) -> None:
    """Branches of elsewhere; not over those that are here."""
    del command
    leads(reader, "fetch", found)
    if found.has("upload-pack"):
        reader.cannot(STARTS)
    if found.has("refmap"):
        reader.cannot("it says anew which branch here becomes which of elsewhere")
    for word in found.operands[1:]:
        target = word.text.partition(":")[2]
        if target and _here(found):
            reader.around(BY_HAND)
        elif target and not target.startswith("refs/remotes/"):
            reader.cannot("it moves a branch here to what is elsewhere")


def branch(reader: Reader, found: Given, command: Command) -> None:
    """Its names; moved by force they go round what a commit goes through."""
    del command
    if found.has("f force"):
        reader.around(BY_HAND)
    if found.has("d D delete m M move") and any([LOG in word.text for word in found.operands]):
        reader.around("it takes away the log of what people said")
    if found.has("M C edit-description"):
        reader.cannot("it may put a branch in the place of another")


def symbolic_ref(reader: Reader, found: Given, command: Command) -> None:
    """What HEAD stands for."""
    del command
    if len(found.operands) > 1 or found.has("d delete"):
        reader.around(BY_HAND)


def replace(reader: Reader, found: Given, command: Command) -> None:
    """One object in the place of another."""
    del command
    if found.operands and not found.has("l list"):
        reader.around("it puts one commit in the place of another")


def remote(reader: Reader, found: Given, command: Command) -> None:
    """Where it pushes to."""
    del command
    if found.operands and found.operands[0].plain() not in ("show", "get-url", "update", "prune", "add"):
        reader.cannot("it may change where git pushes to")
    elif found.operands and found.operands[0].plain() == "add" and not all(map(_is_far, found.operands[2:])):
        reader.cannot("it adds a remote that is a folder here")


def submodule(reader: Reader, found: Given, command: Command) -> None:
    """Repositories in this one."""
    del command
    if found.operands and found.operands[0].plain() not in ("status", "summary"):
        reader.cannot("what git submodule writes is not known")


def lfs(reader: Reader, found: Given, command: Command) -> None:
    """Large files."""
    del command
    if not found.operands or found.operands[0].plain() not in ("ls-files", "status", "env", "version"):
        reader.cannot("what git lfs writes is not known")


BRANCH_WORDS: dict[str, Callable[[Reader, Given, Command], None]] = {
    "branch": branch,
    "commit": commit,
    "fetch": fetch,
    "lfs": lfs,
    "push": push,
    "remote": remote,
    "replace": replace,
    "submodule": submodule,
    "symbolic-ref": symbolic_ref,
}
