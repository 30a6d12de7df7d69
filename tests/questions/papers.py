"""A paper to ask about: Markdown text and what is known, in one line.

    paper("It probably works.", path=["docs/runbook.md"], owner={"dana": "policy.yaml:4"})

A register that is not given is missing; one that is given may be a list of names or name -> place.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from guard.inventories.reading import asks
from guard.inventories.reading.picking import Around, Named
from guard.model.doubt import Added, Doubt, Examined, Paper, Unasked, Wanted
from guard.model.known import KINDS, Known, Register
from guard.prose import prose

Names = Iterable[str] | Mapping[str, str]


def register(kind: str, names: Names, partial: Iterable[str] = (), covers: Iterable[str] = ()) -> Register:
    assert kind in KINDS, kind
    placed = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, "inventory.json")
    return Register(kind, placed, "", tuple(partial), tuple(covers))


def known(mentions: Mapping[str, Iterable[str]] | None = None, **registers: Names) -> Known:
    found = {kind: register(kind, names) for kind, names in registers.items()}
    return Known("the tree of 1a2b3c4d", found, {name: tuple(at) for name, at in (mentions or {}).items()})


def paper(
    text: str | bytes,
    added: Iterable[Added | str] = (),
    mentions: Mapping[str, Iterable[str]] | None = None,
    **registers: Names,
) -> Paper:
    """`added` are lines of code that come with the text, plain ones as lines of db/change.py."""
    told = textwrap.dedent(text) if isinstance(text, str) else text
    lines = [Added(b"db/change.py", at, one) if isinstance(one, str) else one for at, one in enumerate(added, 1)]
    return Paper(prose(told, "plan.md"), known(mentions, **registers), tuple(lines), wanted(lines))


def wanted(lines: Iterable[Added]) -> tuple[Wanted, ...]:
    """What those lines ask for while they run, as the reader of whole files tells it."""
    found = []
    for one in lines:
        name = one.path.rpartition(b"/")[2].decode("utf-8", "replace").lower()
        if asks.how(Named(one.path, name, name.rpartition(".")[2]), Around()) == "code":
            told = asks.read(one.text.encode("utf-8", "replace"), "code") if "\0" not in one.text else ()
            found += [Wanted(kind, name, one.path, one.line) for kind, name, _ in told]
    return tuple(found)


def examined(asked: Paper, rule: str) -> Examined:
    """What all rules come to, of one rule alone."""
    from guard.questions import examine

    told = examine(asked)
    doubts = tuple(one for one in told.doubts if one.rule == rule)
    return Examined(doubts, told.evaluated, tuple(one for one in told.unasked if one.rule == rule))


def doubts(asked: Paper, rule: str) -> list[Doubt]:
    return list(examined(asked, rule).doubts)


def unasked(asked: Paper, rule: str) -> list[Unasked]:
    return list(examined(asked, rule).unasked)
