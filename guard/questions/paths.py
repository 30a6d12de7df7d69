"""Paths (G701): every file and folder that a text names, against the tree; what it declares as new is left alone."""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Doubt
from guard.model.lookup import fresh_of, names_of
from guard.prose.leading_back import declared_backs
from guard.prose.named import Named, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Names


def check(paper: Paper) -> Iterator[Doubt]:
    """Each place that names a path which is not there."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    for one in named(paper):
        if one.kind != "path" or names.paths.has(one.name) or fresh.listed(one.name):
            continue
        if fresh.find("path", one.name) is None:
            yield _doubt(paper, names, one)
    for back in declared_backs(paper.prose):
        if back.path and not names.paths.has(back.path) and fresh.find("path", back.path) is None:
            yield _doubt(paper, names, Named("path", back.path, back.said, 0, back.line, back.anchor))


def _doubt(paper: Paper, names: Names, one: Named) -> Doubt:
    path, near = shown(one.name), shown(names.paths.like(one.name)) if "*" not in one.name else ""
    where = paper.known.where or "the tree"
    what = f"no file fits {path} in {where}" if "*" in one.name else f"{path} is not in {where}"
    why = f"did you mean {near}?" if near else ""
    correct = f"write {near} if that is meant" if near else "write the path as the tree has it"
    mend = f"{correct}; if a phase makes it, declare path:{path} under creates of that phase"
    ask = f"Which file is meant by {path}?"
    return Doubt("G701", one.unit, one.quote, what, ask, mend, one.line, one.anchor, why)
