"""What waits without a screen: numbered lines, a number, JSON; and at a terminal one thing at a time, by its number."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from guard.errors import UsageError
from guard.escape import shown
from guard.report import columns, write
from guard_tui.acts import SIGNED, UNPLANNED, act_of
from guard_tui.reading import standing
from guard_tui.runs import GUARD, command, there
from guard_tui.safe import plain
from guard_tui.waits import Item, Wanted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from guard_tui.reading import Reading
    from guard_tui.waits import Queue

ASK = "number of what to look at, or q: "
OWN = "..."  # stands for words of whoever sits there
DO = "number of what to do, or Enter: "


def main(asked: argparse.Namespace, queue: Queue, readings: Sequence[Reading]) -> int:
    """Look, tell; a person at a terminal goes on from there."""
    asyncio.run(_read(readings))
    stranger = queue.stranger(asked.me)
    if stranger:
        raise UsageError(f"--as: {stranger} (guard triage --help)")
    queue.want(Wanted(_whose(asked, queue), asked.kind, asked.find))
    wrong = [reading.wrong for reading in readings if reading.wrong]
    if asked.count:
        write(f"{len(queue.shown) or ''}?\n" if wrong else f"{len(queue.shown)}\n")
    elif asked.format == "json":
        write(json.dumps(_data(queue, readings), indent=2) + "\n")
    else:
        write(_text(queue, readings))
    for words in wrong if asked.count or asked.format else ():  # a list has them already
        sys.stderr.write(f"{words}\n")
    if asked.plain and not asked.read_only and sys.stdin is not None and sys.stdin.isatty():
        _go_on(asked, queue, readings)
    return 5 if wrong else 0


async def _read(readings: Sequence[Reading]) -> None:
    await asyncio.gather(*[reading.look() for reading in readings])


def _whose(asked: argparse.Namespace, queue: Queue) -> str:
    """Mine where anybody can tell who I am; nothing is left out because nobody can."""
    if asked.everyone:
        return "everyone"
    known = any([head["me"] for head in queue.heads.values()])
    return ("teams" if asked.teams else "mine") if known else "everyone"


def _data(queue: Queue, readings: Sequence[Reading]) -> dict[str, Any]:
    """Each repository as guard questions --waiting has it, and where it is."""
    at = _folders(readings)
    places = [{"repository": item.repository or None, "folder": at[item.repository] or None} for item in queue.shown]
    rows = [{**place, **item.data} for place, item in zip(places, queue.shown, strict=True)]
    unlooked = [{"repository": of or None, "what": what, "why": why} for of, what, why in queue.unlooked]
    return {"schema_version": 1, "rows": rows, "not_looked_at": unlooked}


def _folders(readings: Sequence[Reading]) -> dict[str, str]:
    """Where each repository is; "" of one alone, in which whoever looks is already."""
    return {one.place.name: shown(os.fsencode(one.place.folder)) if one.place.name else "" for one in readings}


def _text(queue: Queue, readings: Sequence[Reading]) -> str:
    """Numbered, as guard questions --waiting tells it; then what guard said of each that it could not look at."""
    from guard.waiting.row import Row, Unlooked
    from guard.waiting.told import as_text

    heads = list(queue.heads.values())
    now = max([head["now"] for head in heads], default=0)
    at = {one.place.name: one.place.folder if one.place.name else "" for one in readings}
    rows = [Row(**_fields(item, at[item.repository])) for item in queue.shown]
    wrong = {one.place.name: one.wrong for one in readings if one.wrong}
    rest = [(of, what, why) for of, what, why in queue.unlooked if wrong.get(of) != why]
    unlooked = [Unlooked(f"{of}: {what}" if of else what, why) for of, what, why in rest]
    text = as_text(_head(queue, len(readings)), rows, ("", unlooked), now, columns())
    for of, why in wrong.items():
        text += f"\n{plain(of) or 'this repository'} could not be looked at:\n"
        text += "".join([f"  {line}\n" for line in why.split("\n") if line.strip()])
    return text


def _fields(item: Item, folder: str) -> dict[str, Any]:
    """What a row was made of; its command works from here."""
    from guard.waiting.row import Row

    data = {name: value for name, value in item.data.items() if name in Row._fields and value is not None}
    data |= {name: tuple(data[name]) for name in ("who", "holds") if name in data}
    if item.repository:
        data["where"], data["lands"] = f"{item.repository}:{data['where']}", True
    data["run"] = there(data["run"], folder)
    return data


def _head(queue: Queue, every: int) -> str:
    """How much, for whom, and where that was looked up; that nothing waits is said of nothing else."""
    from guard.waiting.told import head

    counts, heads = queue.counts(), list(queue.heads.values())
    if not heads:
        return "nothing could be looked at, and what waits nobody knows"
    names = " and ".join(dict.fromkeys([one["me"] for one in heads if one["me"]]))
    of = {"mine": names, "teams": f"the teams of {names}"}.get(queue.wanted.whose, "")
    refs = [f"{one['trusted']['ref']} {one['trusted']['commit'][:12]}".rstrip() for one in heads]
    of_all = "" if len(refs) == every else f"of {every:,} "
    where = refs[0] if every == 1 else f"{len(refs):,} {of_all}repositories"
    mine = counts.mine if queue.wanted.whose == "mine" else counts.teams
    return head(mine, counts.everyone, of, where, max([one["now"] for one in heads], default=0))


def _go_on(asked: argparse.Namespace, queue: Queue, readings: Sequence[Reading]) -> None:
    """One number, what there is to do about it, one more."""
    while queue.shown:
        word = _typed(ASK)
        if word in ("", "q", "quit"):
            return
        if not word.isdigit() or not 1 <= int(word) <= len(queue.shown):
            write(f"a number from 1 to {len(queue.shown)}, or q\n")
            continue
        _settle(asked, queue.shown[int(word) - 1], readings)
        for reading in readings:
            reading.begin()
        asyncio.run(_read(readings))
        write(_text(queue, readings))


def _settle(asked: argparse.Namespace, item: Item, readings: Sequence[Reading]) -> None:
    """It in full, then what a person may do."""
    reading = next(one for one in readings if one.place.name == item.repository)
    folder, under = reading.place.folder, standing(reading.looks)
    one = ["questions", "--waiting", item.data["id"], *item.place, *under]
    subprocess.run([*GUARD, *one], cwd=folder, check=False)
    able = acts(item, under)
    for number, (title, words) in enumerate(able, 1):
        write(f"  {number}  {title}: {there(command(words), folder if item.repository else '')}\n")
    word = _typed(DO)
    if word.isdigit() and 1 <= int(word) <= len(able):
        title, words = able[int(word) - 1]
        if words[-1].endswith(OWN):
            settles = item.data["settles"] if words[:2] == ("plan", "answer") else ""
            said = _typed(f"{f'what settles {settles}' if settles else 'why'}, in your own words: ")
            if not said:
                return
            who = ("--as", asked.me) if asked.me else ()
            words = (*words[:-1], f"{words[-1].removesuffix(OWN)}{said}", *who)
        subprocess.run([*GUARD, *words], cwd=folder, check=False)


def acts(item: Item, under: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """What there is to do about one thing: a title, and the words of the command."""
    data = item.data
    found: list[tuple[str, tuple[str, ...]]] = []
    if data["settles"]:
        found.append(("answer it", ("plan", "answer", data["plan"], *under, f"{data['settles']}={OWN}")))
    for word in () if data["settles"] else SIGNED:
        act = act_of(data, word)
        if act is not None:
            found.append((word, (act.word, *under, *act.words, UNPLANNED if act.unplanned else "--reason", OWN)))
    if data["plan"]:
        found.append(("where the plan stands", ("plan", "status", data["plan"], *under)))
    found.append(("what the rule means", ("explain", data["rule"])))
    if data["lands"]:
        found.append(("the change", ("questions", "--waiting", data["id"], *item.place, *under, "--diff")))
    return found


def _typed(question: str) -> str:
    """What somebody types; the end of the input is a no."""
    write(question)
    line = sys.stdin.readline()
    return line.strip() if line else "q"
