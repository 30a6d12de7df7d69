"""Files that give commands a name: targets of make, recipes of just, tasks of Task, Rake and npm's like."""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.picking import Around, Named

    Row = tuple[str, str, int]

NAMES = {
    **dict.fromkeys(("makefile", "gnumakefile"), "make"),
    **dict.fromkeys(("justfile", ".justfile"), "just"),
    **dict.fromkeys(("taskfile.yml", "taskfile.yaml", "taskfile.dist.yml", "taskfile.dist.yaml"), "task"),
    "rakefile": "rake",
    "procfile": "procfile",
    "tox.ini": "tox",
    "noxfile.py": "nox",
}
_TARGET = re.compile(r"([\w./%$(){}-][\w./%$(){} -]{0,300}?)\s{0,9}::?(?!=)(?:\s|$|[^=])")
_RECIPE = re.compile(r"@?([a-zA-Z_][\w-]{0,100})(?:\s[^:=]{0,300})?:(?!=)")
_RAKE = re.compile(r"\s{0,80}(task|namespace)\s{0,9}\(?\s{0,9}(?::|[\"'])?([\w:-]{1,100})")
_TOX = re.compile(r"\[testenv:([\w.{},-]{1,100})\]")
_NOX = re.compile(r"@nox\.session\b[^\n]{0,300}\n(?:@[^\n]{0,300}\n){0,9}def\s{1,9}(\w{1,100})", re.M)


def how(file: Named, around: Around) -> str:
    if file.ending in ("mk", "mak"):
        return "make"
    return "rake" if file.ending == "rake" else NAMES.get(file.name, "")


def read(data: bytes, how: str) -> Iterator[Row]:
    """Each command as somebody types it: `make test`, `just deploy`, `task build`, `rake db:seed`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadError("it is not UTF-8") from None
    if how == "task":
        yield from _tasks(data)
    elif how == "nox":
        for found in _NOX.finditer(text):
            yield "command", f"nox -s {found[1]}", text.count("\n", 0, found.start(1)) + 1
    elif how == "rake":
        yield from _rake(text)
    else:
        for number, line in enumerate(text.split("\n"), 1):
            for name in _names(line, how):
                yield "command", name, number


def _names(line: str, how: str) -> Iterator[str]:
    """The commands that one line names."""
    if how == "make":
        found = _TARGET.match(line[:2_000]) if line[:1] not in ("\t", " ", "#", ".") else None
        words = found[1].split() if found is not None else []
        yield from [f"make {word}" for word in words if "$" not in word and "%" not in word]
    elif how == "just":
        found = _RECIPE.match(line[:2_000])
        if found is not None:
            yield f"just {found[1]}"
    elif how == "tox":
        found = _TOX.match(line.strip())
        if found is not None:
            yield f"tox -e {found[1]}"


def _rake(text: str) -> Iterator[Row]:
    """Tasks with the namespaces they stand in, as far as the columns they begin in tell."""
    spaces: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        found = _RAKE.match(line[:500])
        if found is None:
            continue
        column = len(line) - len(line.lstrip())
        while spaces and spaces[-1][0] >= column:
            spaces.pop()
        if found[1] == "namespace":
            spaces.append((column, found[2].rstrip(":")))
        else:
            yield "command", "rake " + ":".join([*[name for _, name in spaces], found[2].rstrip(":")]), number


def _tasks(data: bytes) -> Iterator[Row]:
    from guard.settings.yaml_documents import whole
    from guard.settings.yaml_nodes import get, pairs

    root, trouble = whole(data)
    if trouble is not None:
        raise UnreadError(trouble[0])
    for key, _ in pairs(get(root, "tasks")):
        yield "command", f"task {key.text}", key.line
