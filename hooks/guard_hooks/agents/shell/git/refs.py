"""Words of git that move branches or HEAD, told by name: whether such a branch is one that counts is asked later."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.git.heads import COMPUTED, HEAD, NO_BRANCH, Put
from guard_hooks.agents.shell.language.word import folder_of_pattern
from guard_hooks.agents.shell.programs.options import NONE, is_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.reader import Reader

HEADS, REMOTES = "refs/heads/", "refs/remotes/"
# Options with which a word leaves its branch where it is, and those that may stand beside them: of others nobody knows
# whether they take one of these for their value.
STAYS = {
    "am": "abort quit show-current-patch", "cherry-pick": "abort quit n no-commit", "commit": "dry-run",
    "merge": "abort quit squash", "rebase": "abort quit edit-todo show-current-patch",
    "revert": "abort quit n no-commit",
}  # fmt: skip
_BESIDE = """
    all allow-empty amend autostash edit ff long mainline message no-edit no-ff no-stat porcelain quiet short signoff
    stat strategy strategy-option verbose
"""
BESIDE = frozenset(_BESIDE.split())
# Options of switch and checkout with which HEAD is surely where they say, if they end well.
_PLAIN = """
    B C b c create d detach discard-changes f force force-create guess ignore-other-worktrees m merge no-guess
    no-progress no-track orphan progress q quiet recurse-submodules t track
"""
PLAIN = frozenset(_PLAIN.split())
NEW, ANEW = "b c create orphan", "B C force-create"


class Asked(NamedTuple):
    """One word of git, and what stands behind it."""

    reader: Reader
    word: str
    found: Given
    args: tuple[Word, ...]
    plain: bool  # git itself is what the shell runs, and nothing in front of its word changes what that does

    def moves(self, ref: str) -> None:
        """A branch is moved by it."""
        reader = self.reader
        reader.heads.moved(ref, f"git {self.word}", reader.here, bool(reader.repeats))

    def puts(self, name: str, perhaps: bool = False, sure: bool = True) -> None:
        """HEAD is put somewhere by it."""
        reader = self.reader
        reader.heads.put(Put(name, reader.here, perhaps), sure and self.plain and reader.depth == 1)

    def before(self) -> tuple[Word, ...]:
        """The operands in front of --."""
        texts = [word.text for word in self.args]
        behind = len(texts) - texts.index("--") - 1 if "--" in texts else 0
        return self.found.operands[: len(self.found.operands) - behind]


def refs(reader: Reader, word: str, found: Given, args: tuple[Word, ...], plain: bool) -> None:
    """What a word of git does to branches."""
    if [one.text for one in args] not in (["--help"], ["-h"]):
        MOVERS[word](Asked(reader, word, found, args, plain))


def named(word: Word, below: str = HEADS) -> str:
    """The full name of a branch, as it is said."""
    text = word.text
    if not text or word == NONE or not word.known() or folder_of_pattern(word) or "@{" in text or text == "-":
        return COMPUTED
    for front, full in (("refs/", "refs/"), ("heads/", HEADS), ("remotes/", REMOTES)):
        if text.startswith(front):
            return full + text.removeprefix(front)
    return below + text


def _stays(asked: Asked) -> bool:
    """Whether it is told, in words that are plain, to leave the branch where it is."""
    own = STAYS[asked.word].split(" ")
    names = [name for name, _ in asked.found.options]
    told = [name in own for name in names]
    return any(told) and all([len(name) == 1 or name in BESIDE or name in own for name in names])


def _head(asked: Asked) -> None:
    """It moves the branch that HEAD is on."""
    if asked.word not in STAYS or not _stays(asked):
        asked.moves(HEAD)


def _pull(asked: Asked) -> None:
    asked.moves(HEAD)
    _targets(asked)


def _fetch(asked: Asked) -> None:
    """Branches of elsewhere, to where it says."""
    if asked.found.has("stdin refmap"):
        asked.moves(COMPUTED)
    _targets(asked)


def _targets(asked: Asked) -> None:
    """SOURCE:TARGET; not what a fetch does of itself."""
    from guard_hooks.agents.shell.git.naming import only_names

    remote = asked.found.operands[0].text if asked.found.operands else ""
    for word in asked.found.operands[1:]:
        source, colon, target = word.text.partition(":")
        usual = f"{REMOTES}{remote}/{source.lstrip('+').removeprefix(HEADS)}"
        if not word.known() and (colon or not only_names(word)):
            asked.moves(COMPUTED)
        elif "*" in target and target != usual:
            asked.moves(target if target.startswith("refs/") else "refs/*")
        elif target and target != usual:
            asked.moves(named(word.after(len(source) + 1)))


def _reset(asked: Asked) -> None:
    """To another commit: the first word in front of --, where it is the only one."""
    operands = asked.before()
    paths = len(asked.found.operands) - len(operands)
    if len(operands) == 1 and not paths and operands[0].text not in ("HEAD", "@"):
        asked.moves(HEAD)


def _rebase(asked: Asked) -> None:
    """HEAD's branch, or the one it is told, to which it goes first."""
    if _stays(asked):
        return
    asked.moves(HEAD)
    for word in asked.found.operands[0 if asked.found.has("root") else 1 :][:1]:
        asked.puts(named(word), sure=False)
        asked.moves(HEAD)
    if asked.found.has("update-refs"):
        asked.moves(COMPUTED)


def _branch(asked: Asked) -> None:
    """Its names."""
    found, words = asked.found, asked.found.operands
    if found.has("d D delete"):
        below = REMOTES if found.has("r remotes") else HEADS
        for word in words:
            asked.moves(named(word, below))
    elif found.has("m M move"):
        for word in words:
            asked.moves(named(word))
        if len(words) == 1:
            asked.moves(HEAD)
            asked.puts(named(words[0]))
    elif found.has("c C copy f force"):
        for word in words[-1:] if found.has("c C copy") else words[:1]:
            asked.moves(named(word))


def _switch(asked: Asked) -> None:
    """Where HEAD goes; a branch that is made anew is moved."""
    found = asked.found
    if found.has("p patch") or (asked.word == "checkout" and found.has("pathspec-from-file")):
        return
    sure = all([name in PLAIN for name, _ in found.options])
    for value in _values(found, ANEW):
        asked.moves(named(value))
    made = _values(found, f"{NEW} {ANEW}")
    for value in made[-1:]:
        asked.puts(named(value), sure=sure)
    if not made:
        _goes(asked, sure)


def _values(found: Given, names: str) -> list[Word]:
    """As found.value, but an option that stands there in full is itself, whatever others begin so."""
    own = names.split(" ")
    return [value for name, value in found.options if name in own or (name not in PLAIN and is_one(name, names))]


def _goes(asked: Asked, sure: bool) -> None:
    """To what stands there: a branch, a commit, or for checkout perhaps to nothing but a file."""
    found, words = asked.found, asked.before()
    if found.has("d detach"):
        asked.puts(NO_BRANCH, sure=sure)
    elif len(words) == 1 and len(found.operands) == 1 and found.has("t track"):
        parts = named(words[0], REMOTES)
        asked.puts(parts if parts == COMPUTED else HEADS + parts.removeprefix(REMOTES).partition("/")[2], sure=sure)
    elif len(words) == 1 and len(found.operands) == 1:
        asked.puts(named(words[0]), perhaps=asked.word == "checkout", sure=sure)
    elif found.odd:
        asked.puts(COMPUTED, sure=False)


def _stash(asked: Asked) -> None:
    if [word.plain() for word in asked.found.operands[:1]] == ["branch"]:
        for word in asked.found.operands[1:2]:
            asked.moves(named(word))
            asked.puts(named(word))


def _worktree(asked: Asked) -> None:
    """Another work tree, on a branch: whoever goes there stands on it."""
    operands = asked.found.operands
    if [word.plain() for word in operands[:1]] != ["add"]:
        return
    for value in asked.found.value("B"):
        asked.moves(named(value))
    made = asked.found.value("b B")
    for word in made or operands[2:3] or operands[1:2]:
        base = word if made or operands[2:3] else word.after(len(word.text.rstrip("/").rpartition("/")[0]) + 1)
        asked.puts(named(base), sure=False)


def _bisect(asked: Asked) -> None:
    if [word.plain() for word in asked.found.operands[:1]] == ["reset"]:
        asked.puts(COMPUTED, sure=False)


def _remote(asked: Asked) -> None:
    """What is known of a remote by name; the branches that stand for it here."""
    words = [word.plain() for word in asked.found.operands]
    if words[:1] == ["add"] and asked.found.has("mirror"):
        asked.moves("refs/*")
    below = {"add": "HEAD", "set-head": "HEAD", "remove": "*", "rm": "*", "rename": "*"}.get("".join(words[:1]))
    for name in words[1:] if below else ():  # which of them is a name depends on options
        asked.moves(f"{REMOTES}{name}/{below}")


MOVERS: dict[str, Callable[[Asked], None]] = {
    "am": _head,
    "bisect": _bisect,
    "branch": _branch,
    "checkout": _switch,
    "cherry-pick": _head,
    "commit": _head,
    "fetch": _fetch,
    "merge": _head,
    "pull": _pull,
    "rebase": _rebase,
    "remote": _remote,
    "reset": _reset,
    "revert": _head,
    "stash": _stash,
    "switch": _switch,
    "worktree": _worktree,
}
