"""The conditions of `find`, so that whoever judges the command can ask which of the files that stand it picks."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.word import folder_of_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.word import Word

    # ("and", ...), ("or", ...), ("not", one), (condition, value), ("prune",), ("act", where it stands), ("maybe",)
    Condition = tuple[object, ...]

TESTS = frozenset({"-name", "-iname", "-path", "-wholename", "-type"})
ONE = frozenset(
    {"-maxdepth", "-mindepth", "-newer", "-anewer", "-cnewer", "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-cmin"}
    | {"-size", "-user", "-group", "-perm", "-links", "-regex", "-iregex", "-ipath", "-iwholename"}
)
NONE = frozenset({"-print", "-print0", "-depth", "-empty", "-xdev", "-mount", "-readable", "-writable", "-true", "-ls"})
RUNS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
# Programs that do to a file that they are given what they say, and to no other
PLAIN = frozenset({"rm", "rmdir", "sed", "dos2unix", "gofmt", "goimports", "prettier", "black", "isort", "unlink"})
ODD = ("-i", "--i", "-s", "--s")  # how options of sed begin that keep a file under another name
DEEPEST = 12


class Pick(NamedTuple):
    """What one `-delete`, or one `-exec`, is done to below a folder."""

    root: str  # as the command says it
    condition: Condition
    act: int
    deep: bool  # what is in a folder comes before it, so nothing is left out by -prune


class _Odd(Exception):
    """It has what nobody here knows."""


class _Parser:
    """The words behind the folders."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        self.words, self.at = [word.plain() for word in words], 0

    def either(self, deep: int = 0) -> Condition:
        """Conditions of which one holds."""
        if deep > DEEPEST:
            raise _Odd
        found = [self.every(deep)]
        while self.at < len(self.words) and self.words[self.at] in ("-o", "-or"):
            self.at += 1
            found.append(self.every(deep))
        return ("or", *found)

    def every(self, deep: int) -> Condition:
        """Conditions that all hold, each asked only where those before it do."""
        found: list[Condition] = []
        while self.at < len(self.words) and self.words[self.at] not in ("-o", "-or", ")"):
            if self.words[self.at] in ("-a", "-and"):
                self.at += 1
                continue
            found.append(self.one(deep))
        return ("and", *found)

    def one(self, deep: int) -> Condition:
        """One condition."""
        start, text = self.at, self.words[self.at]
        self.at += 1
        if text in ("!", "-not") and deep <= DEEPEST and self.at < len(self.words):
            return ("not", self.one(deep + 1))
        if text == "(":
            found = self.either(deep + 1)
            if self.words[self.at : self.at + 1] != [")"]:
                raise _Odd
            self.at += 1
            return found
        if text in TESTS | ONE and self.at < len(self.words):
            value = self.words[self.at]
            self.at += 1
            return (text, value) if text in TESTS and not set(value) & set("[\\\0") else ("maybe",)
        if text in RUNS:
            while self.at < len(self.words) and not self.ends():
                self.at += 1
            self.at += 1
            return ("act", start)
        if text == "-prune":
            return ("prune",)
        if text == "-delete":
            return ("act", start)
        if text in NONE:
            return ("maybe",)
        raise _Odd

    def ends(self) -> bool:
        """Whether the command ends here that is run."""
        return self.words[self.at] == ";" or (self.words[self.at] == "+" and self.words[self.at - 1] == "{}")


def condition(words: tuple[Word, ...]) -> Condition | None:
    """The conditions of one `find`; None where there is more to them than is known."""
    if any([folder_of_pattern(word) != "" for word in words]):
        return None  # a shell may put other words in its place
    parser = _Parser(words)
    try:
        found = parser.either()
    except (_Odd, IndexError):
        return None
    return found if parser.at == len(words) else None


def plain(words: tuple[Word, ...]) -> bool:
    """Whether a command that find runs does nothing but to the files it is given: it is told no other."""
    name = words[0].plain().rpartition("/")[2] if words else ""
    options = [word.text for word in words if word.text[:1] == "-"]
    others = [word for word in words[1:] if word.text != "{}" and word.text[:1] != "-"]
    if len(others) > (name == "sed") or any([folder_of_pattern(word) != "" for word in words if word.text != "{}"]):
        return False
    if name == "sed" and any([one.startswith(ODD) and one not in ("-i", "--in-place") for one in options]):
        return False
    return name in PLAIN and all([word.known() for word in words])
