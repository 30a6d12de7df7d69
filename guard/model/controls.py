"""What a rule helps with, by the names of public frameworks: controls.json beside this, read when somebody asks.

A rule is a part of what a control wants and never all of it; nothing here claims that anybody complies with anything.
A control is called `<framework>/<id>`, with a hyphen where the framework has a space: `nist-ai-rmf/MAP-3.5`.
"""

from __future__ import annotations

import os

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "controls.json")


class Framework(NamedTuple):
    """One framework: which version was read, where it stands, how sure the ids are, and what of it is named here."""

    id: str
    title: str
    version: str
    url: str
    seen: str
    controls: dict[str, str]  # as the framework writes the id -> what it is called


class Control(NamedTuple):
    """One control of a framework."""

    framework: str
    id: str  # as the framework writes it
    title: str

    @property
    def name(self) -> str:
        """How reports call it; no space stands in it."""
        return f"{self.framework}/{self.id.replace(' ', '-')}"


class Table(NamedTuple):
    """All that the file says: frameworks, the controls of each rule in their order, and why a rule has none."""

    frameworks: dict[str, Framework]
    controls: dict[str, tuple[Control, ...]]
    none: dict[str, str]


_read: list[Table] = []


def table() -> Table:
    """What the file says, read once."""
    if not _read:
        import json

        with open(FILE, encoding="utf-8") as opened:
            _read.append(table_from(json.load(opened)))
    return _read[0]


def table_from(data: dict[str, Any]) -> Table:
    """The file as a value; a control that no framework lists is a mistake in it."""
    frameworks = {id_: Framework(id_, **told) for id_, told in data["frameworks"].items()}
    known = {
        f"{one.id}/{id_}": Control(one.id, id_, title)
        for one in frameworks.values()
        for id_, title in one.controls.items()
    }
    helps: dict[str, set[Control]] = {}
    for entry in data["helps"]:
        controls = [known[word.strip()] for word in entry["with"].split(",")]
        for rule in entry["rules"].split():
            helps.setdefault(rule, set()).update(controls)
    order = {control: number for number, control in enumerate(known.values())}
    return Table(
        frameworks,
        {rule: tuple(sorted(found, key=order.__getitem__)) for rule, found in sorted(helps.items())},
        {rule: entry["why"] for entry in data["none"] for rule in entry["rules"].split()},
    )


def names_of(rule: str) -> tuple[str, ...]:
    """What the rule helps with, as reports call it; () where no control of a framework is meant."""
    return tuple([control.name for control in table().controls.get(rule, ())])
