"""What a program that only looks goes by in the tree: settings by which it would write, modules run for its own.

A file that git has as it stands was judged as it came: `lifts` says which, and whoever judges the command asks.
"""

from __future__ import annotations

import sys

from guard_hooks.agents.shell.language.place import entered
from guard_hooks.agents.shell.programs.operands import output
from guard_hooks.agents.shell.programs.options import NONE, given
from guard_hooks.agents.shell.programs.outputs import elsewhere

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.reader import Reader
    from guard_hooks.agents.standing import Standing

# Options that name settings; those that are found where a program is started; and words with which these may have it
# write or run something, a hyphen for an underscore. "*" is any.
_PYTHON = "pyproject.toml setup.cfg"
_OF_MYPY = (
    "plugins junit-xml cache-dir python-executable any-exprs-report cobertura-xml-report html-report linecount-report"
    " linecoverage-report lineprecision-report txt-report xml-report xslt-html-report xslt-txt-report"
)
SETTINGS = {
    "autoflake": ("config", "", "in-place i"),
    "autopep8": ("global-config", "", "in-place i"),
    "bandit": ("c configfile ini", "", "output output-file o"),
    "codespell": ("config toml", f".codespellrc {_PYTHON}", "write-changes w interactive"),
    "docformatter": ("config", f"tox.ini {_PYTHON}", "in-place i"),
    "eslint": ("c config", "", "*"),
    "flake8": ("config append-config", "setup.cfg tox.ini .flake8", "output-file local-plugins extension report"),
    "golangci-lint": ("c config", ".golangci.yml .golangci.yaml .golangci.toml .golangci.json", "fix custom path"),
    "lint-imports": ("config", "", "*"),
    "markdownlint-cli2": ("config", ".markdownlint-cli2.jsonc .markdownlint-cli2.yaml", "*"),
    "mypy": ("config-file", f"mypy.ini .mypy.ini {_PYTHON}", _OF_MYPY),
    "oxlint": ("c config", "", "*"),
    "php-cs-fixer": ("config", "", "*"),
    "prettier": ("config", "", "*"),
    "rubocop": ("c config", "", "*"),
    "ruff": ("config", "ruff.toml .ruff.toml pyproject.toml", "fix fix-only extend cache-dir output-file"),
    "sqlfluff": ("config", "", "*"),
    "stylelint": ("c config", "", "*"),
    "trivy": ("c config", "trivy.yaml", "output cache dir template"),
}  # fmt: skip
NAMED = "settings of the tree that it is told may have it write or run something"
FOUND = "settings that stand where it is started may have it write or run something"
AWAY = "it goes by settings from elsewhere"
IN_PLACE = "a file that stands there may be run in place of a module of Python"
MADE = "a file that is written here may be run in place of a module of Python"
LOST = "which files may be run in place of modules of Python cannot be told"
DEEPEST = 12  # folders on the way up
STARTS = frozenset({"sitecustomize", "usercustomize"})
GONE = frozenset({"asynchat", "asyncore", "binhex", "distutils", "formatter", "imp", "parser", "smtpd", "symbol"})
# Modules that stand with every Python, whichever it is; none but its own tests asks for `test`
KNOWN = (sys.stdlib_module_names | STARTS | GONE) - {"test", "this", "antigravity", "idlelib", "turtledemo"}
CODE = (".py", ".pyc", ".so", ".pyd")


def goes_by(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    """The settings of a program that looks: those its words name, and those it finds in a folder further down."""
    options, found, words = SETTINGS[name]
    for value in given(args, options).value(options):
        if value == NONE:
            output(reader, name, value)
        elif elsewhere(value):
            reader.cannot(AWAY)
        elif name != "ruff" or "=" not in value.text:
            _unless(reader, NAMED, [path for path in reader.names(value, name) if _says(reader, path, words)])
    standing = reader.standing
    for folder in reader.here if standing is not None and found else ():
        above = _up(standing, folder) if folder is not None and standing is not None else ()
        paths = [at + one for at in above for one in found.split(" ") if standing is None or standing.entry(at + one)]
        _unless(reader, FOUND, [path for path in paths if _says(reader, path, words)])


def _says(reader: Reader, path: str, words: str) -> bool:
    """Whether settings may have a program do more than look."""
    if words == "*" or reader.standing is None or any([_holds(one, path) for one in reader.paths]):
        return True
    return reader.standing.says(path, frozenset(words.split(" ")))


def _holds(written: str, path: str) -> bool:
    """Whether what is written may be that file, or a folder it is in."""
    one, other = entered("", written) or "", entered("", path) or ""
    return one == other or (written.endswith("/") and f"{other}/".startswith(f"{one}/" * bool(one)))


def _unless(reader: Reader, why: str, paths: Iterable[str]) -> None:
    """Nobody can tell, unless git has these files as they stand."""
    for path in paths:
        reader.cannot(why)
        reader.lifts[why] = tuple(dict.fromkeys((*reader.lifts.get(why, ()), path)))


def _up(standing: Standing, folder: str) -> list[str]:
    """A folder and those above, to the top of the repository without it."""
    found: list[str] = []
    at = f"{folder}/" if folder else ""
    while len(found) < DEEPEST and not standing.entry(f"{at}.git"):
        found.append(at)
        if not at or at.endswith("../"):
            at += "../"
        elif at == "/":
            break
        else:
            at = at.rstrip("/").rpartition("/")[0]
            at += "/" * bool(at)
            if not at and folder[:1] == "/":
                at = "/"
    return found


def modules(reader: Reader, named: str = "", searched: bool = False) -> None:
    """Python is started where a module may stand in place of one of its own, or of those that its code names.

    With `searched` only what a variable leads to is looked at.
    """
    names = KNOWN | _imported(named)
    told = [entered(here, one) for here in reader.here for one in reader.searched if one is not None]
    folders = [*told, *(() if searched else reader.here)]
    if None in folders or (None in reader.searched and not searched):
        reader.cannot(LOST)
    for folder in dict.fromkeys([one for one in folders if one is not None]):
        base = f"{folder}/" if folder else ""
        if any([_comes(path, base, names) for path in reader.paths]):
            reader.cannot(MADE)
        if reader.standing is not None:
            if folder and not reader.standing.folder(folder) and reader.standing.entry(folder):
                reader.cannot(LOST)  # an archive
            for one in reader.standing.names(folder or "."):
                _unless(reader, IN_PLACE, _shadows(reader.standing, base, one, names))


def _imported(code: str) -> frozenset[str]:
    """The names in the lines of a code that ask for modules."""
    lines = [line for line in code.replace(";", "\n").split("\n") if "import" in line]
    return frozenset("".join([char if char.isalnum() or char == "_" else " " for char in " ".join(lines)]).split())


def _comes(path: str, base: str, names: frozenset[str]) -> bool:
    """Whether a path that is written may come to be a module in a folder."""
    plain = entered("", path) or ""
    if path.endswith("/") and base.startswith(f"{plain}/" if plain else ""):
        return True
    name, _, below = plain[len(base) :].partition("/") if plain.startswith(base) else ("", "", "")
    return name.partition(".")[0] in names and (bool(below) or name.endswith(CODE) or path.endswith("/"))


def _shadows(standing: Standing, base: str, name: str, names: frozenset[str]) -> list[str]:
    """What is taken for a module, if it is one that is asked for: a file, or that with which a folder begins."""
    stem, dot, _ = name.partition(".")
    if stem not in names:
        return []
    if dot:
        return [base + name] * name.endswith(CODE)
    inside = standing.names(base + name)
    return [f"{base}{name}/{one}" for one in inside if one.startswith("__init__.") and one.endswith(CODE)]
