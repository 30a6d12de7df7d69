"""Declared and not made (G707): a name under creates that no phase, no file and no line of the change adds.

A kind that is misspelt declares nothing, and is told with the one that is near.

What is declared as new is not looked for in the tree, so a declaration that nothing comes of would hide a guess.
"""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt
from guard.model.lookup import fresh_of, names_of
from guard.model.lookup.fresh import misspelt
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Names, New
    from guard.model.prose import Step

# Of each kind: what a phase does that can make it, and the files that can hold it.
_DOES = {
    "table": ("schema.table", "schema.view", "schema.partition", "opaque"),
    "column": ("schema.column", "schema.table", "opaque"),
    "path": ("file", "schema", "code", "data", "ci", "deploy", "identity", "secret", "flag", "dep", "migration",
    "opaque"),
    "symbol": ("file", "code", "opaque"), "module": ("file", "code", "opaque"), "flag": ("flag", "file", "code"),
    "environment": ("file", "code", "deploy", "secret", "identity"), "service": ("file", "deploy", "identity"),
    "package": ("dep", "file"), "command": ("file", "code"), "job": ("file", "ci", "deploy", "code"),
}  # fmt: skip
_HOLDS = {
    "table": Cued(r"\.sql$|migrat|schema|models?\b|\.prisma$|changelog", re.I),
    "column": Cued(r"\.sql$|migrat|schema|models?\b|\.prisma$|changelog", re.I),
    "package": Cued(r"package|lock|\.mod$|\.sum$|\.toml$|requirements|Gemfile|pom|gradle|setup|\.csproj$", re.I),
    "symbol": Cued(r"\.(?!md$|txt$|ya?ml$|json$|sql$)\w+$|\*$"),
    "module": Cued(r"\.(?!md$|txt$|ya?ml$|json$|sql$)\w+$|\*$"),
}
_NUMBER = Cued(r"V?\d{2,14}(?=_)")
_HALF = Cued(r"\.(?:up|down)\.")
_MEMBER = Cued(r"(?<=\w)(?:::|->|\\|#)(?=\w)")  # Cart\Merger::merge, Merger#merge, merger->merge
_PARTED = Cued(r"[^\w./:#-]+")


def check(paper: Paper) -> Iterator[Doubt]:
    """Each declared name that nothing can make."""
    fresh = fresh_of(paper)
    if not fresh.every:
        return
    names, said = names_of(paper.known), _said(paper)
    for new in fresh.every:
        meant = misspelt(new)
        if meant:
            yield _misspelt(paper, new, meant)
            continue
        made = _there(names, new) or _added(paper, new) or _by_step(paper, new) or _in_text(new, said)
        if not made and not _open(paper, new):
            yield _doubt(paper, new)


def _open(paper: Paper, new: New) -> bool:
    """Whether some phase may still make it: a file, where a phase does not list its files; a column of a new table."""
    if new.kind == "column":
        table = new.name.rpartition(".")[0].casefold()
        return any([one.kind == "table" and one.name.casefold() == table for one in fresh_of(paper).every])
    steps = [step for step in paper.prose.steps if step.declared]
    return new.kind == "path" and not (steps and all([step.files for step in steps]))


def _there(names: Names, new: New) -> bool:
    """It stands already: a phase has made it."""
    table, _, column = new.name.rpartition(".")
    if new.kind == "column":
        return bool(table) and names.columns.has(table, column)
    if new.kind == "table":
        return names.columns.table(new.name)
    if new.kind == "path":
        return names.paths.has(new.name)
    return new.kind != "" and names.has(new.kind, new.name)


def _added(paper: Paper, new: New) -> bool:
    """A line that comes with the text has it, or stands in the file."""
    last = re.split(r"[./:#]", new.name)[-1] if new.kind != "path" else ""
    if new.kind == "path":
        return any([line.path.decode("utf-8", "replace") == new.name.strip("/") for line in paper.added])
    return any(
        [last in _PARTED.sub(" ", line.text).replace(".", " ").split() for line in paper.added if last in line.text]
    )


def _by_step(paper: Paper, new: New) -> bool:
    """A phase lists the file, or the phase that declares the name does what can make it."""
    steps = [step for step in paper.prose.steps if step.files or step.does]
    if new.kind in ("path", "") and any([_lists(step, new.name) for step in steps]):
        return True
    for step in steps:
        if new.step and step.name != new.step and new.kind != "path":
            continue
        if step.name == new.step and not new.kind:
            return True
        could = any([_does(one, new.kind) for one in step.does]) and (step.name == new.step or new.kind != "path")
        holds = new.kind != "path" and any([_holds(file, new.kind) for file in step.files])
        if could or holds:
            return True
    return False


def _lists(step: Step, path: str) -> bool:
    said = path.strip("/")
    for file in step.files:
        plain = file.strip("/")
        if (
            plain == said
            or _HALF.sub(".", plain) == _HALF.sub(".", said)
            or ("*" in plain and said.startswith(plain.partition("*")[0]))
            or said.startswith(f"{plain}/")
        ):
            return True
    return False


def _does(operation: str, kind: str) -> bool:
    families = _DOES.get(kind, ("",))
    return operation == "*" or any(
        [operation.startswith(one) or f"{one}.".startswith(operation.rstrip("*")) for one in families]
    )


def _holds(file: str, kind: str) -> bool:
    form = _HOLDS.get(kind)
    return form is None or form.search(file) is not None


def _said(paper: Paper) -> frozenset[str]:
    """Every word of the text below what it declares, in sentences and in code."""
    texts = [unit.text for unit in paper.prose.units if unit.kind not in ("comment", "field")]
    texts += [fence.text for fence in paper.prose.fences]
    texts += [_MEMBER.sub(".", text) for text in texts if _MEMBER.search(text)]
    words = [word.strip("./:#-") for text in texts for word in _PARTED.split(text)]
    return frozenset([*words, *[part for word in words if "/" in word for part in word.split("/")]])


def _in_text(new: New, said: frozenset[str]) -> bool:
    """The text speaks of it: in full, by its last parts, and of a migration by its number or by its other half."""
    last = new.name.rpartition("/" if new.kind == "path" else ".")[2]
    forms = [new.name, ".".join(new.name.split(".")[-2:]), last]
    if new.kind == "path":
        number = _NUMBER.match(last)
        forms += [number[0]] if number is not None else []
        forms += [_HALF.sub(half, last) for half in (".up.", ".down.", ".")]
        folder = new.name.rstrip("/").rpartition("/")[0].rpartition("/")[2]
        forms += [folder] if _NUMBER.match(folder) else []
    return any([form.strip("/") in said for form in forms])


def _doubt(paper: Paper, new: New) -> Doubt:
    said = shown(new.said)
    line = _line(paper, new)
    where = f"phase {shown(new.step)}" if new.step else "no phase"
    what = f"{said} is declared as new, and {'nothing that ' + where + ' does' if new.step else where} makes it"
    ask = f"Which change makes {said}?"
    files = "list under files of a phase the file that adds it, or under does what makes it"
    mend = f"{files}; correct {said} if it is misspelt"
    return Doubt("G707", 0, new.said, what, ask, mend, line, f"creates {new.said}")


def _misspelt(paper: Paper, new: New, meant: str) -> Doubt:
    """A name of no kind is held against nothing, and no use of it is a use of the one that was meant."""
    said, near = shown(new.said), shown(meant)
    what = f"{shown(new.said.partition(':')[0])}, of {said}, is no kind of name that can be declared"
    mend = f"write {near} under creates if that is meant; a name that has a colon itself is written with its kind"
    ask = f"What kind of thing is {said}?"
    why, anchor = f"did you mean {near}?", f"creates {new.said}"
    return Doubt("G707", 0, new.said, what, ask, mend, _line(paper, new), anchor, why)


def _line(paper: Paper, new: New) -> int:
    """The line of the declaration."""
    lines = paper.prose.declared.lines
    place = f"/phases/{new.step}/creates" if new.step else "/creates"
    order = [made for made, step in paper.prose.declared.creates.items() if step == new.step]
    at = order.index(new.said) if new.said in order else 0
    step = paper.prose.step(new.step) if new.step else None
    return lines.get(f"{place}/{at}", lines.get(place, step.line if step is not None else 1))
