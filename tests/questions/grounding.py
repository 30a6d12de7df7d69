"""How many wrong names are found, and how many right ones are doubted: mutants of clean plans, by kind of name.

    python -m tests.questions.grounding [SEED [NUMBER]]

Ten clean plans stand beside this module, each name that can go wrong in a typed slot, <<kind|name>>, and what their
trees know. Each mutant has one slot filled with a name that its tree does not have: one or many, another case, letters
swapped or lost, another folder or ending, a sibling table, a synonym. Each control has another name that stands there.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from guard.model.doubt import Doubt, Paper
from guard.model.known import Known
from guard.prose import prose
from guard.questions import before, created, packages, paths, settings, symbols, tables
from tests.questions.papers import known

HERE = Path(__file__).parent / "grounded"
WORLDS = {file.stem: json.loads(file.read_text()) for file in sorted(HERE.glob("*.json"))}
PLANS = {file.stem: (file.name.partition(".")[0], file.read_text()) for file in sorted(HERE.glob("*.md"))}
KINDS = (*("path", "symbol", "table", "column", "flag"), *("environment", "service", "package", "command", "job"))
CHECKS = (paths.check, symbols.check, tables.check, settings.check, packages.check, before.check, created.check)
SAME_IN_ANY_CASE = ("table", "column", "package")
SLOT = re.compile(r"<<(\w+)\|([^>]+)>>")
_PAIRS = (
    *("users accounts", "user member", "orders purchases", "invoice bill", "invoices bills", "store repository"),
    *("name title", "mail message", "test check", "migrate upgrade", "email address", "price cost", "search lookup"),
    *(
        "phone mobile",
        "claims requests",
        "worker runner",
        "export dump",
        "nightly daily",
        "deploy release",
        "key token",
    ),
    *("save persist", "total sum", "sent delivered", "send deliver", "sms text", "database db", "host server"),
    *("checkout payment", "backfill fill", "place create", "scheduler timer", "booking reserving", "api server"),
    *("names titles", "mailer sender", "e2e endtoend", "customer client", "carts baskets", "payments charges"),
    *("products articles", "reminders notices"),
)
SYNONYMS = {pair.split()[0]: pair.split()[1] for pair in _PAIRS}
ENDINGS = {"go": "rs", "py": "rb", "ts": "js", "tsx": "jsx", "sql": "py", "md": "rst", "sh": "py", "yaml": "yml"}


class Slot(NamedTuple):
    """A place for a name in a plan."""

    plan: str
    start: int
    end: int
    kind: str
    name: str


class Came(NamedTuple):
    """What came of one kind."""

    mutants: int
    found: int
    controls: int
    false: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found / max(1, self.mutants)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.false)


KNOWN: dict[str, Known] = {name: known(**world) for name, world in WORLDS.items()}


def plain(text: str) -> str:
    return SLOT.sub(lambda found: found[2], text)


def doubts(world: str, text: str) -> list[Doubt]:
    paper = Paper(prose(text, "plan.md"), KNOWN[world])
    return [one for check in CHECKS for one in check(paper) if isinstance(one, Doubt)]


def slots() -> list[Slot]:
    return [
        Slot(name, found.start(), found.end(), found[1], found[2])
        for name, (_, text) in PLANS.items()
        for found in SLOT.finditer(text)
    ]


def stands(world: str, kind: str, name: str) -> bool:
    """Whether something of any kind is called so; where case means nothing, in any case."""
    bare = name.removesuffix("()")
    for every, names in WORLDS[world].items():
        if bare in names:
            return True
        if every in SAME_IN_ANY_CASE and every == kind and bare.casefold() in {one.casefold() for one in names}:
            return True
        if every == "symbol" and any(one.endswith(f".{bare}") for one in names):
            return True
    return False


def slips(slot: Slot, random: Random) -> Iterator[tuple[str, str]]:
    """Ways to write it wrong, each with what went wrong."""
    world = PLANS[slot.plan][0]
    name, tail = (slot.name[:-2], "()") if slot.name.endswith("()") else (slot.name, "")
    at = name.rfind({"path": "/", "command": " "}.get(slot.kind, ".")) + 1
    head, part = name[:at], name[at:]
    ending = ""
    if slot.kind in ("path", "command") and "." in part:
        part, dot, ending = part.rpartition(".")
        yield "ending", f"{head}{part}.{ENDINGS.get(ending, 'txt')}"
        ending = dot + ending
    rest = ending + tail
    yield "number", head + (part[:-1] if part.endswith("s") else part + "s") + rest
    if len(part) > 4:
        place = random.randrange(1, len(part) - 2)
        if part[place] != part[place + 1]:
            yield "swapped", head + part[:place] + part[place + 1] + part[place] + part[place + 2 :] + rest
        yield "lost", head + part[:place] + part[place + 1 :] + rest
    if slot.kind in ("path", "symbol", "environment", "command"):
        yield "case", head + (part.capitalize() if part.islower() else part.lower()) + rest
    for word, other in SYNONYMS.items():
        if re.search(rf"(?<![a-z]){word}(?![a-z])", part.casefold()):
            there = part.casefold().index(word)
            said = part[there : there + len(word)]
            like = other.upper() if said.isupper() else other.capitalize() if said[0].isupper() else other
            yield "synonym", head + part[:there] + like + part[there + len(word) :] + rest
    if slot.kind == "path" and head:
        folders = sorted({one.rpartition("/")[0] for one in WORLDS[world]["path"]} - {head.rstrip("/"), ""})
        yield "folder", f"{random.choice(folders)}/{part}{rest}"
    if slot.kind == "column":
        yield "table", f"{random.choice(sorted(WORLDS[world]['table']))}.{part}"


def with_name(slot: Slot, name: str) -> str:
    text = PLANS[slot.plan][1]
    return plain(text[: slot.start] + name + text[slot.end :])


def about(name: str, doubt: Doubt) -> bool:
    bare = name.removesuffix("()")
    return bare in doubt.quote or (bool(doubt.quote) and doubt.quote in name) or bare.rpartition(".")[2] in doubt.what


def came(seed: int, number: int, controls: int) -> dict[str, Came]:
    """So many mutants and controls of each kind."""
    random = Random(seed)
    every = slots()
    found: dict[str, Came] = {}
    for kind in KINDS:
        mine = [slot for slot in every if slot.kind == kind]
        wrongs = [
            (slot, how, wrong)
            for slot in mine
            for _ in range(16)
            for how, wrong in slips(slot, random)
            if not stands(PLANS[slot.plan][0], kind, wrong) and wrong not in PLANS[slot.plan][1]
        ]
        wrongs = list(dict.fromkeys(wrongs))
        chosen = random.sample(wrongs, min(number, len(wrongs)))
        missed, false = [], []
        for slot, how, wrong in chosen:
            told = doubts(PLANS[slot.plan][0], with_name(slot, wrong))
            if not any(about(wrong, one) for one in told):
                missed.append(f"{how}: {wrong} in {slot.plan}")
            false += [f"{one.rule} {one.quote} in {slot.plan} with {wrong}" for one in told if not about(wrong, one)]
        standing = _controls(mine, controls, random)
        for slot, right in standing:
            told = doubts(PLANS[slot.plan][0], with_name(slot, right))
            false += [f"{one.rule} {one.quote} in {slot.plan}" for one in told]
        hits = len(chosen) - len(missed)
        found[kind] = Came(len(chosen), hits, len(standing), len(false), tuple(missed), tuple(false))
    return found


def _controls(mine: list[Slot], number: int, random: Random) -> list[tuple[Slot, str]]:
    """Slots with another name of their tree that stands; in SQL a table alone would take others' columns with it."""
    found = []
    for slot in random.choices(mine, k=number):
        text = PLANS[slot.plan][1]
        if slot.kind == "table" and text[slot.start - 1] != "`":
            continue
        names = sorted(WORLDS[PLANS[slot.plan][0]][slot.kind])
        if slot.kind == "command":
            names = [one for one in names if (" " in one) == (" " in slot.name)]
        name = random.choice(names)
        found.append((slot, name))
    return found


def main(seed: int = 1, number: int = 150) -> None:
    for kind, one in came(seed, number, number).items():
        figures = (
            f"recall {one.recall:.3f} of {one.mutants} mutants, precision {one.precision:.3f}, {one.controls} controls"
        )
        print(f"{kind:12} {figures}")
        for line in (*one.missed, *[f"false: {wrong}" for wrong in one.wrong]):
            print(f"    {line}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
