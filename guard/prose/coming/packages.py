"""The packages that lines of code take: what they import, and what scripts and images install."""

from __future__ import annotations

import re

from guard.prose.coming import by_name, ending, files, halves, name, runs, signs
from guard.prose.cued import Cued
from guard.prose.named.code import package_of
from guard.prose.named.shell import claims
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.doubt import Added

LANGUAGES = {
    **dict.fromkeys(("py", "pyi", "pyw", "pyx"), "python"),
    **dict.fromkeys(["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"], "script"),
    "go": "go",
}
ECOSYSTEM = {"python": "pypi", "script": "npm", "go": "go"}
UNREAD = frozenset(
    ["rb", "rs", "java", "kt", "kts", "scala", "cs", "php", "swift", "ex", "exs", "dart", "groovy", "clj"]
)  # they import as well
_DOTTED = r"[A-Za-z_][\w.]*"
_PYTHON = Cued(
    rf"\s*(?:from\s+({_DOTTED})\s+import\s+[\w*(][\w*(), ]*"
    rf"|import\s+({_DOTTED}(?:\s+as\s+\w+)?(?:\s*,\s*{_DOTTED}(?:\s+as\s+\w+)?)*))\s*(?:;.*|\\)?\s*$"
)
_SCRIPT = (
    Cued(r"^\s*(?:import|export|\})[^\"'`;]{0,400}\bfrom\s*[\"']([^\"'\s]{1,120})[\"']"),
    Cued(r"^\s*import\s*[\"']([^\"'\s]{1,120})[\"']"),
    Cued(r"(?<![\w.$])(?:require|require\.resolve|import)\(\s*[\"']([^\"'\s]{1,120})[\"']\s*\)"),
)
_GO = Cued(r"\s*(?:import\s+)?(?:[\w.]+\s+)?\"([a-z0-9][\w.-]*\.[a-z]{2,}/[\w./~-]{1,160})\"\s*$")
_OF_BUNDLERS = (":", "$", "!", "?", "//")  # names that bundlers and runtimes make themselves
_TOOLS = frozenset(
    [
        "pip",
        "setuptools",
        "wheel",
        "build",
        "uv",
        "poetry",
        "pipx",
        "virtualenv",
        "pdm",
        "hatch",
        "npm",
        "pnpm",
        "yarn",
        "corepack",
        "bun",
    ]
)
_SCRIPTS = frozenset(("sh", "bash", "zsh", "mk", "dockerfile"))
_SHARED = frozenset(("google", "azure", "zope", "backports", "jaraco", "sphinxcontrib"))  # of several packages
_LEADS = Cued(r"^[\s@-]{0,40}(?:RUN\s+(?:--\S+\s+)*)?")


class Taken(NamedTuple):
    """One package that a line takes."""

    name: str  # as it is written: a.b.c of an import
    package: str
    language: str  # "" where it is installed
    line: Added


def is_code(path: bytes) -> bool:
    """Whether a file of this name imports packages."""
    return ending(path) in (*LANGUAGES, *UNREAD)


def taken(added: Iterable[Added]) -> Iterator[Taken]:
    """Each of them; lines that only move take nothing that was not taken before."""
    for lines in files(added).values():
        path = by_name(lines[0])
        language = LANGUAGES.get(ending(path), "")
        if language:
            yield from _imports(lines, language)
        elif ending(path) in _SCRIPTS or name(path).startswith(("dockerfile", "containerfile", "makefile", "justfile")):
            yield from _installs(lines)


def _imports(lines: list[Added], language: str) -> Iterator[Taken]:
    before = None
    for line in lines:
        tries = before is not None and before.line == line.line - 1 and before.text.strip() == "try:"
        before = line
        if line.stood or (tries and language == "python"):  # what may be missing says so itself
            continue
        code, _ = halves(line.text, signs(by_name(line)))
        for one in _names(code, language):
            package = package_of(one, language)
            if package.startswith("_"):
                continue  # no package is called so: what is built beside it is
            if package and not (language == "script" and any([sign in package for sign in _OF_BUNDLERS])):
                yield Taken(one, package, language, line)


def _names(code: str, language: str) -> Iterator[str]:
    if language == "python":
        found = _PYTHON.match(code)
        if found is not None:
            yield from [found[1]] if found[1] else [one.split()[0] for one in found[2].split(",")]
    elif language == "script":
        yield from dict.fromkeys([one for form in _SCRIPT for one in form.findall(code)])
    else:
        found = _GO.match(code)
        if found is not None:
            yield found[1]


def _installs(lines: list[Added]) -> Iterator[Taken]:
    for run in runs(lines):
        at = 0
        while at < len(run):
            first, text = run[at], run[at].text.rstrip()
            while text.endswith("\\") and at + 1 < len(run):
                at += 1
                text = f"{text[:-1]} {run[at].text.strip()}"
            at += 1
            if first.stood or first.text.lstrip().startswith("#"):
                continue
            for kind, one in claims(_LEADS.sub("", text)[:4_000]):
                if kind == "package" and one not in _TOOLS:
                    yield Taken(one, one, "", first)


def alike(one: Taken, known: Iterable[str]) -> bool:
    """Whether a package that is known is commonly imported by this name, as PyZMQ is by zmq; or is its types."""
    if one.language == "script":
        typed = one.package.removeprefix("@").replace("/", "__")
        return f"@types/{typed}" in known
    return one.language == "python" and any([_brings(of, one.name) for of in known])


def _brings(package: str, name: str) -> bool:
    top, _, rest = name.casefold().partition(".")
    parts = [part for part in re.split(r"[-_.]", package.casefold()) if part]
    plain = top.replace("_", "")
    if top in _SHARED and rest:
        return rest.partition(".")[0] in parts or (parts[:1] == [top] and rest.startswith(".".join(parts[1:2])))
    whole = "".join(parts)
    if whole in (f"py{plain}", f"python{plain}", f"{plain}py", f"{plain}python"):
        return True
    joined = [("".join(parts[:at]), "".join(parts[at:])) for at in range(len(parts) + 1)]
    return len(plain) > 2 and (plain in parts or any([plain in pair for pair in joined]))
