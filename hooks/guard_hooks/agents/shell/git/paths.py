"""Paths as git takes them in a command: its own patterns, signs in front, and what comes back with all of a tree."""

from __future__ import annotations

from guard_hooks.agents.shell.git.heads import INDEX
from guard_hooks.agents.shell.git.tables import OWN
from guard_hooks.agents.shell.git.taking import takes
from guard_hooks.agents.shell.language.word import GLOBS, PLAIN, Word, folder_of_pattern, said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

TREE = said("./")


def paths(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Paths as git reads them: its patterns count in quotes too, and what begins with a colon is anywhere."""
    return tuple([one for word in words for one in (_meant(word) if word.known() else (word,))])


def _meant(word: Word) -> tuple[Word, ...]:
    """A backslash takes from the sign behind it what it means, if no file has exactly that name."""
    if word.text.startswith(":"):
        return (TREE,)
    texts = [word.text]
    if "\\" in word.text:
        texts.append("\\".join([part.replace("\\", "") for part in word.text.split("\\\\")]))
    return tuple([Word(text, PLAIN * len(text)) if set(text) & set(GLOBS) else said(text) for text in texts])


def back(reader: Reader, source: Word | None, words: tuple[Word, ...], by: str, **more: bool) -> None:
    """Paths as a commit has them; with all of the tree comes what steers, so that is judged as what is written."""
    if source is not None and not source.known():
        reader.cannot(f"what {by} takes files from is computed")
    elif words:
        takes(reader, by, INDEX if source is None else source.text, paths(words), **more)
    for word in paths(words):
        parts = (folder_of_pattern(word) or word.text).split("/")
        whole = parts[0] == "" or ".." in parts or not set(parts) - {"", "."}
        if source is not None and whole and source.text not in OWN:
            reader.writes(word, by, folder=True)
        else:
            reader.restores(word, by)


def restored(reader: Reader, found: Given, command: Command) -> None:
    """Paths, from the index or a commit."""
    del command
    if found.has("pathspec-from-file"):
        reader.cannot("which files git restore writes says a file")
    if found.has("W worktree") or not found.has("S staged"):
        source = next(iter(found.value("s source")), said(OWN[0]) if found.has("S staged") else None)
        back(reader, source, found.operands, "git restore", gone=True)


def checked_out(reader: Reader, found: Given, command: Command) -> None:
    """Paths, or all of another branch."""
    texts = [word.text for word in command.args]
    if found.has("pathspec-from-file"):
        reader.cannot("which files git checkout writes says a file")
    if "--" in texts:
        chosen = command.args[texts.index("--") + 1 :]
    else:
        chosen = found.operands if len(found.operands) > 1 and not found.has("b B orphan") else ()
    source = found.operands[0] if chosen and ("--" not in texts or len(found.operands) > len(chosen)) else None
    back(reader, source, chosen, "git checkout", perhaps="--" not in texts, gone=found.has("no-overlay"))
    if not chosen and found.operands:
        reader.restores(TREE, "git checkout")
        if "--" not in texts and not found.has("b B orphan d detach"):
            takes(reader, "git checkout", INDEX, found.operands, perhaps=True)
