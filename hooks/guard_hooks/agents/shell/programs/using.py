"""What a command goes by that lies outside of the folder of the call: code that it runs, settings, another folder.

Nobody judges what is written in a scratch place, so whoever judges the command looks at where these paths lead.
"""

from __future__ import annotations

from guard_hooks.agents.shell.language.place import entered, joined
from guard_hooks.agents.shell.programs.tables import ENVIRONMENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard_hooks.agents.shell.language.lexing import Token
    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.reader import Reader

UNTOLD = ""  # a path that is computed
# Programs that read settings in which code may stand, beside those that lay out code or run it
SYSTEM = ("/usr/", "/bin/", "/sbin/", "/lib/", "/opt/", "/etc/")  # nothing for a while lies there
READERS = frozenset({"gh", "guard", "ruff", "black", "gofmt", "shfmt"})  # what they are told is no code to them
BY_SETTINGS = frozenset(
    {
        *("mypy", "pyright", "basedpyright", "flake8", "pydocstyle", "lint-imports", "pre-commit", "alembic", "aws"),
        *("az", "docker", "gcloud", "glab", "golangci-lint", "helm", "kubectl", "semgrep", "trivy"),
    }
)
PLACES = ("--git-dir", "--work-tree", "--exec-path")
TAKES = frozenset({"fetch", "pull", "remote", "submodule", "ls-remote"})  # words of git that go to a repository
MAKES = ("git clone", "git init", "git worktree", "git submodule")  # what they make is no plain folder
FILLS = frozenset(
    {"mv", "rsync", "scp", "tar", "bsdtar", "gtar", "unzip", "git"}
)  # links may come with what they write
FOR_A_WHILE = ("TMPDIR=", "TMP=", "TEMP=", "TEMPDIR=")
READ_ONLY = ("-func=", "-html=")  # of go tool cover: numbers, and no code
MOST = 64  # paths


def uses(reader: Reader, words: list[Word], paths_before: int) -> None:
    """The words of a command that was read just now; what it writes itself, as an option says, it does not go by."""
    if len(reader.uses) > MOST:
        return
    away = [folder for folder in reader.here if folder is None or _leads(folder)]
    names = [word.plain().rpartition("/")[2] for word in words]
    if "git" in names:
        _git(reader, words, names, away)
    own = list(reader.paths)[paths_before:] if len(reader.paths) > paths_before else []
    paths = [path for word in words for path in _paths(word, own)]
    reader.lent.update(dict.fromkeys([path for word in words if _sets(word) for path in _paths(word, ())]))
    programs = any([word.text.rpartition("/")[0].endswith(ENVIRONMENTS) for word in words])
    if not (away or paths or reader.lent) or not (programs or reader.ran or _goes_by(names, bool(away))):
        return
    reader.uses.update(dict.fromkeys([*[folder or UNTOLD for folder in away], *reader.lent]))
    for path in paths:
        reader.uses.update(dict.fromkeys([joined(folder or "", path) for folder in reader.here] if path else [UNTOLD]))
    if away:
        reader.uses.update(dict.fromkeys([entered(folder, word.text) or UNTOLD for folder in away for word in words]))


def _number(tokens: tuple[Token, ...]) -> bool:
    """Whether what stands there is surely no path."""
    from guard_hooks.agents.shell.language.counting import counter

    return bool(tokens) and (tokens[0].kind == "sum" or counter(tokens))


def _sets(word: Word) -> bool:
    """NAME=value, wherever it stands."""
    name, equals, _ = word.text.partition("=")
    return bool(equals) and name.isidentifier()


def _goes_by(names: list[str], away: bool) -> bool:
    """Whether a program is among them that runs code, or reads settings in which code may stand."""
    from guard_hooks.agents.shell.programs.tool_tables import FORMATTERS, TOOLS

    every = names if away else [name for name in names if name not in READERS]
    return any([name in BY_SETTINGS or name in FORMATTERS or name in TOOLS for name in every])


def _git(reader: Reader, words: list[Word], names: list[str], away: list[str | None]) -> None:
    """The folder git works in, and the repository it takes from: there lies what git itself goes by."""
    folders = [folder or UNTOLD for folder in away]
    for at, word in enumerate(words):
        front, _, value = word.text.partition("=")
        if word.text[:2] == "-C" or front in PLACES:
            told = value or (word.text[2:] if front not in PLACES else "")
            named = word.after(len(word.text) - len(told)) if told else words[at + 1] if at + 1 < len(words) else word
            folders += [entered(folder, named.text) or UNTOLD for folder in reader.here] if named.known() else [UNTOLD]
    if not TAKES.isdisjoint(names):
        folders += [path for word in words for path in _paths(word, ())]
    reader.uses.update(dict.fromkeys([folder for folder in folders if not folder or _leads(folder)]))


def _leads(path: str) -> bool:
    return (path[:1] in ("/", "~") and not path.startswith(SYSTEM)) or path[:2] == ".."


def _paths(word: Word, own: Sequence[str]) -> list[str]:
    """What of a word may be a path outside: as it stands, behind a sign, or behind the letter of an option."""
    if word.text.startswith((*FOR_A_WHILE, *READ_ONLY)):
        return []  # nothing is gone by there
    if not word.known():
        return [] if word.inner and all([_number(tokens) for tokens in word.inner]) else [UNTOLD]
    tail = word.text.rpartition("=")[2]
    parts = [word.text, word.text.lstrip("@"), tail, *tail.split(":"), *tail.split(",")]
    option = word.text[:1] == "-"
    if option and "/" in word.text:
        parts.append(word.text[word.text.index("/") :])
    if option and any([f"{part.rstrip('/')}/" in own or part in own for part in parts]):
        return []
    return list(dict.fromkeys([part for part in parts if _leads(part) or "/../" in part]))


def bound(reader: Reader, text: str) -> tuple[str, ...]:
    """Paths that are no plain files: links, repositories, and what is written where links may have come just before."""
    keys = {path: entered("", path) or "" for path in reader.paths if path[:1] == "/"}
    if keys and _at_once(text):
        reader.filled = dict.fromkeys(reader.filled, 0)
    found = []
    for path, key in keys.items():
        last = reader.events.get(key, 0)
        again = reader.times.get(key, 0) > 1 and last > reader.filled.get(key, last)
        below = any([last > when and key.startswith(f"{folder}/") for folder, when in reader.filled.items()])
        if key in reader.bound or below or again:
            found.append(path)
    return tuple(found)


def _at_once(text: str) -> bool:
    """Whether commands may run beside each other, or later than they stand: then no order is that of the text."""
    for sign in ("&&", "||", ">&", "&>"):
        text = text.replace(sign, " ")
    return any([sign in text for sign in ("&", "|", "<(", ">(", "trap", "coproc")])
