"""Words of a program that name a protected place, where nobody knows what they are for: they may be written."""

from __future__ import annotations

from guard_hooks.agents.shell.language.place import entered
from guard_hooks.agents.shell.language.word import Word
from guard_hooks.agents.shell.programs.outputs import only_read, option, role

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.programs.output_tables import Tells
    from guard_hooks.agents.shell.reader import Reader

# Long options without a value that often stand before a word that is read.
ALONE = frozenset(
    {
        "quiet",
        "verbose",
        "lf",
        "last-failed",
        "ff",
        "failed-first",
        "sw",
        "stepwise",
        "exitfirst",
        "fix",
        "watch",
        "check",
    }
    | {"coverage", "all", "bail", "strict", "diff", "no-verify", "no-cov", "noemit", "write", "list", "collect-only"}
)
APART = frozenset("=:,; \t\n'\"")  # what may stand between the path and the rest of a word
DEEPEST = 40  # folders in a path


def places(reader: Reader, name: str, row: Tells, words: tuple[Word, ...], operands: str) -> None:
    """Words that name a place that is protected, where nobody knows what they are for."""
    before, ended, unknown = "", False, False  # the option whose value may come
    for word in words:
        if ended or word.text[:1] != "-" or word.text == "-":
            if unknown or (not before and operands == "written"):
                place(reader, name, word)
            before, unknown = "", False
        elif word.text == "--":
            ended, before, unknown = True, "", False
        else:
            one = option(word) if word.text.startswith("--") else word.text[1:2]
            known = bool(role(row, one)) or only_read(one)
            if not known:
                place(reader, name, word)
            alone = "=" not in word.text and (word.text.startswith("--") or len(word.text) == 2)
            doubtful = not known and (operands == "written" or (len(one) > 1 and one not in ALONE))
            before, unknown = (one, doubtful) if alone else ("", False)


def place(reader: Reader, name: str, word: Word) -> None:
    """It may be written where a part of this word is protected: between signs, or behind the letter of an option."""
    text, mask = word.text, word.mask
    minus = len(text) - len(text.lstrip("-"))
    starts, at = (minus, minus + 1) if minus else (0,), 0
    for end in range(len(text) + 1):
        if end == len(text) or text[end] in APART:
            for start in (at,) if at else starts:
                if start < end and steers(text[start:end]):
                    reader.writes(Word(text[start:end], mask[start:end]), name)
            at = end + 1


def steers(text: str) -> bool:
    """Whether a path names what steers git, guard, hooks, a harness or CI, wherever it begins."""
    parts = [part for part in (entered("", text) or "").lower().split("/") if part]
    if ".git" in parts or ".git" in text.lower().split("/"):
        return True
    if not any(["." in part for part in parts]) and parts[-1:] not in (["jenkinsfile"], ["codeowners"]):
        return False
    from guard.model.protected import protected

    ends = ["/".join(parts[at:]).encode("utf-8", "replace") for at in range(min(len(parts), DEEPEST))]
    return len(parts) > DEEPEST or any([protected(end) for end in ends])
