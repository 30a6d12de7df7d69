"""Paths as git takes them in a command: its own patterns, signs in front, and what comes back with all of a tree."""

from __future__ import annotations

from guard_hooks.agents.shell.git.tables import OWN
from guard_hooks.agents.shell.language.word import GLOBS, PLAIN, Word, folder_of_pattern, said

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def back(reader: Reader, source: Word | None, words: tuple[Word, ...], by: str) -> None:
    """Paths as a commit has them; with all of the tree comes what steers, so that is judged as what is written."""
    for word in paths(words):
        parts = (folder_of_pattern(word) or word.text).split("/")
        whole = parts[0] == "" or ".." in parts or not set(parts) - {"", "."}
        if source is not None and whole and source.text not in OWN:
            reader.writes(word, by, folder=True)
        else:
            reader.restores(word, by)
