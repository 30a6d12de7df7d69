"""What words of git take out of it into the work tree, and what they leave for others to take out."""

from __future__ import annotations

from guard_hooks.agents.shell.git.heads import INDEX, Take
from guard_hooks.agents.shell.git.tables import OWN
from guard_hooks.agents.shell.language.word import folder_of_pattern, said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.reader import Reader

BY_HAND = "it fills the index by hand"
NO_HOOK = "it makes a commit that no hook sees"


def takes(reader: Reader, by: str, source: str, words: tuple[Word, ...], **more: bool) -> None:
    """Paths get what git has of them: whether that is the phase's to bring knows who sees the repository."""
    names = tuple([folder_of_pattern(word) or word.text for word in words if word.known()]) or (".",)
    reader.heads.takes(Take(source, names, **more), by, reader.here, bool(reader.repeats))


def fills(reader: Reader, word: str, found: Given) -> None:
    """What puts into the index, or among the objects, what nobody has judged."""
    if word == "update-index" and found.has("cacheinfo index-info"):
        reader.cannot(BY_HAND)
    elif word == "update-index" and found.has("skip-worktree assume-unchanged"):
        reader.cannot("it hides from git what becomes of files")
    elif word == "read-tree" and not found.has("u index-output n dry-run empty"):
        if not all([one.text in OWN for one in found.operands]):
            reader.cannot(BY_HAND)
    elif word == "hash-object":
        kinds = [value for name, value in found.options if name == "t"]
        if found.odd or not all([one.known() for one in kinds]):
            reader.cannot("what git hash-object makes is computed")
        elif any([one.text == "commit" for one in kinds]):
            reader.around(NO_HOOK)


def stirs(reader: Reader, word: str, found: Given, args: tuple[Word, ...]) -> None:
    """What may be another in git once this was run: the index as against the work tree, or what a name stands for."""
    stirred = reader.heads.stirred
    texts = [one.text for one in args]
    ends = texts.index("--") if "--" in texts else len(texts)
    front = [one for one in found.operands[:1] if any([one is word for word in args[:ends]])]
    sources = {"reset": front, "restore": found.value("s source")}.get(word, [])
    other = not all([one.text in OWN for one in sources])
    if word in ("update-index", "read-tree") or (word in ("reset", "restore") and other):
        stirred.add("index")
    if word == "apply" and found.has("cached index 3 3way"):
        stirred.add("index")
    paths = len(found.operands) > 1 or bool({"--", "."} & set(texts))
    if (word == "checkout" and not paths) or (word == "reset" and other):
        stirred.add("refs")


def again(reader: Reader, word: str, found: Given) -> None:
    """Commits that are done again, taken back or merged: what was stashed is a commit too, which nobody has judged."""
    for one in found.operands:
        if one.text.startswith(("stash", "refs/stash")):
            reader.cannot("it takes what was stashed for a commit")
        elif one.known():
            takes(reader, f"git {word}", one.text, (), whole=True)


def out_of_index(reader: Reader, word: str, found: Given) -> None:
    """Words that bring the work tree to the index, in part or as a whole."""
    if word == "checkout-index" and found.has("temp"):
        reader.writes(said("./"), "git checkout-index", folder=True)
    elif word == "checkout-index" and not found.has("prefix"):
        words = () if found.has("a all stdin") else found.operands
        takes(reader, "git checkout-index", INDEX, words)
    elif word == "stash":
        takes(reader, "git stash", INDEX, ())
